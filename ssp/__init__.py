"""Samspil: the intranet of a Danish SSP cooperation."""

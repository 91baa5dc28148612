"""Fjordby Kommune: an invented municipality with three months behind it, for trying the product out."""

from ssp.services.demonstration.play import SEED, NotEmpty, is_empty, load
from ssp.services.demonstration.signins import SignIn, sign_ins
from ssp.services.demonstration.town import PASSWORD

__all__ = ["PASSWORD", "SEED", "NotEmpty", "SignIn", "is_empty", "load", "sign_ins"]

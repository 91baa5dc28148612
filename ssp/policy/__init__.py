"""The law, pure: facts in, decisions out. No clock, no database, no network."""

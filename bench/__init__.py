"""Load and growth, runnable by anyone: `python -m bench`."""

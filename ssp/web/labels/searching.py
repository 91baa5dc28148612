"""The words of a search."""

from flask_babel import lazy_gettext as _

SEARCHING: dict[str, dict[str, object]] = {
    "search_state": {
        "open": _("I gang"),
        "ended": _("Afsluttet"),
    },
}
ABOUT = {"concern": "theme", "disclosure": "purpose", "notification": "ground", "consultation": "age_band"}
"""The table in which the words stand for what a matter is about."""

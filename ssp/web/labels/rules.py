"""The words of the register of rules: its groups, how sure an entry is, and where a version stands."""

from flask_babel import lazy_gettext as _

from ssp.services import numbers


class Cited:
    """A paragraph in a label, read from the register each time the label is shown."""

    def __init__(self, name: str):
        self.name = name

    def __str__(self):
        return numbers.law(self.name)


RULES: dict[str, dict[str, object]] = {
    "rule_group": {
        "notification": _("Underretning"),
        "notice": _("Orientering"),
        "consent": _("Samtykke"),
        "early": _("Det tidlige tværfaglige samarbejde"),
        "sharing": _("SSP, PSP og KSP"),
        "ages": _("Aldre"),
        "answers": _("Svar og påmindelser"),
        "cases": _("Forløb"),
        "retention": _("Opbevaring"),
        "access": _("Adgang"),
    },
    "confidence": {
        "H": _("sikker: ordlyden er efterset"),
        "M": _("rimelig sikker: ældre tekst eller en anden kilde end loven"),
        "L": _("usikker: udledt og skal afklares af en jurist"),
        "P": _("produktets forslag: kommunen bestemmer"),
    },
    "rule_state": {
        "in_force": _("Gælder nu"),
        "proposed": _("Foreslået, ikke godkendt"),
        "coming": _("Godkendt, gælder senere"),
        "past": _("Afløst"),
    },
}

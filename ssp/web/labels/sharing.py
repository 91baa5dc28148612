"""The words of the guided check: questions, replies, verdicts and what stands behind them."""

from flask_babel import lazy_gettext as _

SHARING: dict[str, dict[str, object]] = {
    "guidance": {
        "green": _("Grønt: du kan dele"),
        "reason": _("Skriv din begrundelse"),
        "stop": _("Stop, og spørg"),
    },
    "consent": {
        "running": _("Gælder"),
        "renewed": _("Fornyet"),
        "expired": _("Udløbet"),
        "withdrawn": _("Trukket tilbage"),
    },
    "asks": {
        "green": _("Grønt"),
        "reason": _("Begrund"),
        "stop": _("Stop"),
    },
    "reply": {
        "yes": _("Ja"),
        "no": _("Nej"),
        "unsure": _("Ved ikke"),
    },
    "question": {
        "part_of_work": _("Er det en del af det kriminalitetsforebyggende samarbejde?"),
        "vulnerable": _("Er det en del af samarbejdet om en socialt udsat person?"),
        "release": _("Handler det om en løsladelse eller udskrivning, som samarbejdet dækker?"),
        "factual": _("Er det sagligt: noget, der er set, hørt eller kendt, og ikke rygter?"),
        "necessary": _("Er det nødvendigt, at netop denne modtager får netop disse oplysninger?"),
        "investigation": _("Skal oplysningerne bruges i en straffesag?"),
        "early": _("Er det en tidlig, forebyggende indsats og ikke en sag eller en undersøgelse?"),
        "violence": _("Kan barnet være udsat for vold eller overgreb?"),
        "covered": _("Dækker samtykket netop disse oplysninger?"),
        "voluntary": _("Er samtykket givet frivilligt, og ved giveren, at det kan trækkes tilbage?"),
    },
    "remark": {
        "sector_outside_basis": _(
            "Grundlaget dækker ikke begge parter. Vælg et andet, eller spørg en kollega i SSP-enheden."
        ),
        "no_recipient": _("Vælg, hvem du deler med."),
        "unanswered": _("Svar på spørgsmålene til det grundlag, du har valgt."),
        "not_part_of_work": _(
            "Det hører ikke til i det kriminalitetsforebyggende samarbejde. Overvej en underretning, "
            "et samtykke eller sparring uden navn."
        ),
        "not_vulnerable": _("Det hører ikke til i PSP-samarbejdet. Vælg et andet grundlag."),
        "not_release": _("Det hører ikke til i KSP-samarbejdet. Vælg et andet grundlag."),
        "not_early": _("Det er ikke længere tidligt og forebyggende. Overvej en underretning eller et samtykke."),
        "unsure_part_of_work": _("Du er i tvivl, om det hører til i samarbejdet. Skriv, hvad der taler for."),
        "unsure_vulnerable": _("Du er i tvivl, om det hører til i PSP-samarbejdet. Skriv, hvad der taler for."),
        "unsure_release": _("Du er i tvivl, om det hører til i KSP-samarbejdet. Skriv, hvad der taler for."),
        "unsure_early": _("Du er i tvivl, om det stadig er tidligt og forebyggende. Skriv, hvad der taler for."),
        "not_factual": _("Del kun det, der er set, hørt eller kendt. Fjern resten."),
        "unsure_factual": _("Du er i tvivl, om det er sagligt. Skriv, hvad du bygger det på."),
        "not_necessary": _("Er det ikke nødvendigt, skal det ikke deles."),
        "unsure_necessary": _("Du er i tvivl, om det er nødvendigt. Skriv, hvad modtageren ikke kan gøre uden."),
        "investigation": _("Samarbejdet må ikke bruges til efterforskning. Politiet spørger ad den almindelige vej."),
        "grown_up": _(
            "Personen er voksen, og der er intet SSP+-grundlag. Vælg PSP eller KSP, hvis det er dem, "
            "eller notér et SSP+-grundlag."
        ),
        "plus": _("Personen er voksen. Delingen hviler på SSP+: skriv, hvorfor den er en del af det aftalte."),
        "never_police": _("Politiet er aldrig med i det tidlige tværfaglige samarbejde."),
        "only_at_a_meeting": _("Grundlaget gælder kun på et møde om barnet. Indkald til mødet i stedet."),
        "notify_first": _("Der kan være vold eller overgreb. Underret først: mødet erstatter det ikke."),
        "never_a_third": _(
            "Der er holdt det antal møder, loven giver plads til. Brug et samtykke, en underretning "
            "eller sparring uden navn."
        ),
        "follow_up": _("Det er et opfølgningsmøde. Skriv den særlige grund til, at der skal holdes endnu et."),
        "no_consent": _("Der er ikke noteret et samtykke her. Notér det først."),
        "consent_withdrawn": _("Samtykket er trukket tilbage. Der kan ikke deles mere på det."),
        "consent_not_begun": _("Samtykket gælder ikke endnu."),
        "consent_expired": _("Samtykket er udløbet. Forny det, eller vælg et andet grundlag."),
        "consent_does_not_cover_recipient": _("Samtykket nævner ikke modtagerens enhed."),
        "not_voluntary": _("Et samtykke, der ikke er frivilligt, er ikke et samtykke."),
        "consent_does_not_cover_content": _("Samtykket dækker ikke disse oplysninger. Fjern dem, eller bed om et nyt."),
        "missing_custody_holder": _("Forældremyndighedsindehaverne skal også give samtykke."),
        "missing_young_person": _("Den unge skal også selv give samtykke."),
        "unsure_covered": _("Du er i tvivl, om samtykket dækker. Skriv, hvordan du læser det."),
        "unsure_voluntary": _("Du er i tvivl, om samtykket er frivilligt. Skriv, hvordan det blev givet."),
        "age_unknown": _("Alderen er ikke kendt her. Skriv, hvem der kan give samtykke, og hvorfor."),
        "law_not_cited": _("Skriv, hvilken lov og paragraf du deler efter."),
        "law_not_known_here": _("Loven står ikke i Samspil. Skriv, hvorfor den giver lov til netop dette."),
    },
}

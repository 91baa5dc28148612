"""The words for duties, clocks, consents, nameless questions and meetings."""

from flask_babel import lazy_gettext as _

DUTIES: dict[str, dict[str, object]] = {
    "notification": {
        "sent": _("Sendt"),
        "received": _("Modtaget"),
        "assessed": _("Vurderet"),
        "receipted": _("Kvitteret"),
    },
    "absence": {
        "reported": _("Skal underrettes"),
        "notified": _("Underrettet"),
        "corrected": _("Rettet"),
    },
    "consultation": {
        "asked": _("Afventer svar"),
        "answered": _("Besvaret"),
        "concern": _("Blev til en bekymring"),
        "closed": _("Afsluttet"),
    },
    "meeting": {
        "planned": _("Planlagt"),
        "held": _("Afholdt"),
        "cancelled": _("Aflyst"),
    },
    "clock": {
        "assessment": _("Vurdering af en underretning"),
        "receipt": _("Kvittering til den, der underrettede"),
        "absence": _("Underretning om ulovligt fravær"),
        "notice": _("Orientering om, hvad der er registreret"),
        "notice_review": _("Udsat orientering skal tages op igen"),
        "consent": _("Samtykke udløber"),
        "consultation": _("Svar på sparring"),
        "network_consultation": _("Netværkssamråd"),
        "adult": _("Gennemgang, før den unge bliver voksen"),
    },
    "clock_act": {
        "assessment": _("Vurder underretningen"),
        "receipt": _("Giv kvittering"),
        "absence": _("Underret, eller ret tallet"),
        "notice": _("Orientér, eller udsæt med en grund"),
        "notice_review": _("Orientér, eller vælg en ny dato"),
        "consent": _("Forny samtykket, eller stop delingen"),
        "consultation": _("Svar på spørgsmålet"),
        "network_consultation": _("Hold netværkssamrådet"),
        "adult": _("Gennemgå det, der er registreret"),
    },
    "deadline": {
        "decision": _("Beslutning"),
        "confirmation": _("Bekræftelse"),
        "membership": _("Medlemskab udløber"),
        "network": _("Netværk udløber"),
    },
    "deadline_act": {
        "decision": _("Træf en beslutning"),
        "confirmation": _("Bekræft kontoen"),
        "membership": _("Forlæng, eller lad det slutte"),
        "network": _("Forlæng, eller lad det slutte"),
    },
    "giver": {
        "young_person": _("Den unge"),
        "custody_holder": _("Forældremyndighedsindehaver"),
    },
    "given": {
        "talk": _("I en samtale"),
        "phone": _("I telefonen"),
        "letter": _("I et brev"),
        "digital_post": _("Med Digital Post"),
    },
    "exemption": {
        "own_interest": _("Afgørende hensyn til den pågældende selv"),
        "childs_interest": _("Afgørende hensyn til barnet"),
        "others_interest": _("Afgørende hensyn til andre"),
        "prevention": _("Hensynet til at forebygge kriminalitet"),
        "knows_already": _("Den pågældende ved det allerede"),
    },
    "came_from": {
        "staff": _("Medarbejder i Samspil"),
        "professional": _("Fagperson"),
        "private": _("Privatperson"),
        "anonymous": _("Anonym privatperson"),
    },
    "ground": {
        "support": _("Barnet kan have brug for særlig støtte"),
        "before_birth": _("Barnet kan få brug for særlig støtte lige efter fødslen"),
        "absence": _("Ulovligt skolefravær"),
        "abuse": _("Barnet kan være udsat for vold eller overgreb"),
    },
    "not_informed": {
        "abuse": _("Mistanke om vold eller overgreb"),
        "safety": _("Barnets sikkerhed"),
        "not_reached": _("Jeg har ikke kunnet få fat i dem"),
        "other": _("En anden grund"),
    },
    "assessment": {
        "acute": _("Akut indsats er sat i gang"),
        "examine": _("Barnets forhold undersøges"),
        "open_case": _("Indgår i en sag, der er i gang"),
        "no_further": _("Der gøres ikke mere"),
    },
    "feedback": {
        "started": _("Der er sat noget i gang"),
        "not_started": _("Der er ikke sat noget i gang"),
    },
    "age_band": {
        "under_six": _("0-5 år"),
        "six_to_nine": _("6-9 år"),
        "ten_to_twelve": _("10-12 år"),
        "thirteen_fourteen": _("13-14 år"),
        "fifteen_seventeen": _("15-17 år"),
    },
    "place_kind": {
        "school": _("Skole eller SFO"),
        "club": _("Klub eller ungdomsskole"),
        "street": _("Gaden"),
        "home": _("Hjemmet"),
        "online": _("På nettet"),
        "other": _("Et andet sted"),
    },
}

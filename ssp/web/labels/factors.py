"""The words of the conversation sheet: calm, about a child, and never a judgement."""

from flask_babel import lazy_gettext as _

FACTORS: dict[str, dict[str, object]] = {
    "factor_domain": {
        "child": _("Barnet selv"),
        "family": _("Familien"),
        "school": _("Skolen"),
        "health": _("Krop og sind"),
        "friends": _("Fritid og venner"),
        "around": _("Omgivelserne"),
    },
    "factor": {
        "believes_in_self": _("Barnet tror på, at det kan lykkes med noget"),
        "talks_about_it": _("Barnet kan tale om det, der er svært"),
        "acts_first": _("Barnet handler tit, før det tænker sig om"),
        "angry": _("Barnet bliver let så vredt, at det går ud over andre"),
        "others_feelings": _("Barnet har svært ved at forstå, hvordan andre har det"),
        "harmed": _("Barnet har selv været udsat for vold, mobning eller tyveri"),
        "adult_follows": _("Mindst én voksen derhjemme følger med i barnets dag"),
        "wants_help": _("Familien vil gerne have hjælp og kan bruge den"),
        "rules_change": _("Reglerne derhjemme skifter fra dag til dag"),
        "whereabouts": _("De voksne ved sjældent, hvor barnet er"),
        "quarrels": _("Der er voldsomme skænderier eller vold i hjemmet"),
        "crime_near": _("Nogen tæt på barnet begår kriminalitet"),
        "trusted_teacher": _("Der er en voksen på skolen, som barnet stoler på"),
        "likes_subject": _("Der er noget i skolen, barnet glæder sig til"),
        "often_away": _("Barnet er tit væk fra skolen"),
        "changed_school": _("Barnet har skiftet skole flere gange"),
        "falls_behind": _("Barnet har svært ved at følge med i timerne"),
        "outside": _("Barnet føler sig uden for fællesskabet"),
        "has_energy": _("Barnet sover, spiser og rører sig, så det har overskud"),
        "gets_treatment": _("Barnet får den hjælp hos læge, psykolog eller andre, det har brug for"),
        "substances": _("Barnet bruger hash, alkohol eller andre rusmidler"),
        "sad_or_afraid": _("Barnet er trist eller bange i lange perioder"),
        "restless": _("Barnet har svært ved at finde ro og holde fast i noget"),
        "has_pastime": _("Barnet går til noget fast eller har et fritidsjob"),
        "good_friend": _("Barnet har mindst én god ven"),
        "lawless_company": _("Barnet er tit sammen med andre, der gør ulovlige ting"),
        "out_late": _("Barnet er ude sent uden voksne"),
        "pressed_online": _("Der sker noget på nettet, som presser barnet"),
        "adult_outside": _("Der er en voksen uden for familien, som barnet lytter til"),
        "welcome_places": _("Der er steder i nærheden, hvor barnet er velkomment"),
        "pressed": _("Nogen presser barnet til noget, det ikke vil"),
        "unrest": _("Der er uro eller kriminalitet der, hvor barnet færdes"),
    },
}
"""Said about a child or a young person, so that everybody in the talk can hear it."""

"""The letter that tells somebody what is registered: plain words, in kind, never what the record says (H1, H3)."""

from flask import current_app
from flask_babel import force_locale, get_babel, gettext

from ssp.services.notice_views import LetterFacts
from ssp.services.numbers import law
from ssp.terms import Giver
from ssp.web.format import day
from ssp.web.labels import label
from ssp.web.printing import Letter


def languages() -> dict[str, str]:
    """The languages a letter can be printed in, each by its own name: those there is a catalogue for."""
    babel = get_babel().instance
    known = [babel.default_locale, *babel.list_translations()]
    return {locale.language: (locale.display_name or locale.language).capitalize() for locale in known}


def letter_of(facts: LetterFacts, language: str) -> Letter:
    """The letter in a language, to the custody holders or to the young person."""
    with force_locale(language):
        young = facts.to_whom is Giver.YOUNG_PERSON
        words = _to_the_young_person(facts) if young else _to_custody_holders(facts)
        return Letter(
            sender=(current_app.config["SAMSPIL"].municipality, facts.contact[2]),
            recipient=_recipient(facts, young),
            date=day(facts.today),
            heading=words[0],
            paragraphs=words[1],
            sections=(*words[2], *_in_common(facts)),
            contact=_contact(facts),
            reference=gettext("Reference: %(reference)s", reference=facts.reference),
            pages=gettext("Side {page} af {pages}"),
        )


def _recipient(facts: LetterFacts, young: bool) -> str:
    if facts.named:
        return facts.named
    return facts.child if young else gettext("Forældremyndighedsindehaveren til\n%(child)s", child=facts.child)


def _to_custody_holders(facts: LetterFacts):
    child, written = facts.child, day(facts.written_on)
    heading = gettext("Vi har registreret oplysninger om dit barn")
    paragraphs = (
        gettext("Du får dette brev, fordi du har forældremyndigheden over %(child)s.", child=child),
        gettext(
            "Oplysningerne indgår i SSP-samarbejdet. Det er et samarbejde mellem skole, socialforvaltning og politi, "
            "der skal hjælpe børn og unge i tide. Brevet er en orientering. Det er ikke en anklage, og du behøver ikke "
            "at gøre noget. Du er altid velkommen til at ringe eller skrive og høre mere."
        ),
    )
    registered = gettext(
        "Den %(day)s skrev en medarbejder (%(unit)s) en bekymring om %(child)s. Vi har registreret:",
        day=written, unit=facts.source, child=child,
    )  # fmt: skip
    closing = gettext("Brevet fortæller ikke, hvad der står. Det kan du bede om at se.")
    sections = (
        (gettext("Det har vi registreret"), ("\n".join((registered, *_kinds(facts))), closing)),
        (gettext("Det bruger vi oplysningerne til"), (_purpose(child),)),
    )
    return heading, paragraphs, sections


def _to_the_young_person(facts: LetterFacts):
    written = day(facts.written_on)
    heading = gettext("Vi har skrevet noget ned om dig")
    paragraphs = (
        gettext(
            "Hej. Du får dette brev, fordi du har ret til at vide, når kommunen skriver noget ned om dig. Brevet "
            "betyder ikke, at du har gjort noget galt, og du behøver ikke at svare."
        ),
        gettext(
            "Det, vi har skrevet, indgår i SSP. SSP er skole, socialforvaltning og politi, der hjælper hinanden, så "
            "unge får hjælp, før noget bliver stort. Er der noget, du ikke forstår, så ring eller skriv til os. Du må "
            "gerne have en voksen med, som du stoler på."
        ),
    )
    registered = gettext(
        "Den %(day)s skrev en medarbejder (%(unit)s), at de var bekymret for dig. Vi har skrevet dette ned:",
        day=written, unit=facts.source,
    )  # fmt: skip
    closing = gettext("Brevet fortæller ikke, hvad der står. Du kan få lov at læse det.")
    sections = (
        (gettext("Det har vi skrevet ned"), ("\n".join((registered, *_kinds(facts))), closing)),
        (gettext("Det bruger vi det til"), (_purpose_to_the_young_person(),)),
    )
    return heading, paragraphs, sections


def _purpose(child: str) -> str:
    return gettext(
        "Vi bruger dem til at vurdere, om %(child)s har brug for støtte, og til at forebygge, at børn og unge kommer "
        "ud i noget, der kan skade dem selv eller andre. De må ikke bruges til at efterforske straffesager.",
        child=child,
    )


def _purpose_to_the_young_person() -> str:
    return gettext(
        "Vi bruger det til at finde ud af, om du har brug for støtte, og til at hjælpe, før noget går galt. Vi bruger "
        "det ikke til at efterforske noget."
    )


def _kinds(facts: LetterFacts) -> list[str]:
    """What is registered, in kind, a line each."""
    words = {
        "observation": gettext("hvad en medarbejder har set eller hørt"),
        "words": gettext("hvad barnet, den unge eller forældrene selv har sagt"),
        "assessment": gettext("hvad medarbejderen selv tænker om det"),
        "protective": gettext("hvad der går godt"),
        "done_text": gettext("hvad der er gjort indtil nu"),
    }
    lines = [gettext("navn og det, skolen har oplyst, som klasse og CPR-nummer")]
    return [f"– {line}" for line in (*lines, *(words[kind] for kind in facts.kinds))]


def _in_common(facts: LetterFacts):
    return (
        (gettext("Hvem der har ansvaret"), (_responsible(),)),
        (gettext("Hvilke regler vi følger"), (_laws(),)),
        (gettext("Hvem der får oplysningerne"), (_receivers(facts),)),
        (gettext("Hvor længe vi gemmer dem"), (_kept(facts),)),
        (gettext("Dine rettigheder"), _rights()),
    )


def _responsible() -> str:
    municipality = current_app.config["SAMSPIL"].municipality
    return gettext("%(municipality)s er dataansvarlig og skal sørge for, at reglerne bliver fulgt.",
                   municipality=municipality)  # fmt: skip


def _laws() -> str:
    return gettext(
        "Kommunen må behandle oplysningerne som led i sine opgaver som myndighed (%(processing)s). I SSP-samarbejdet "
        "må myndighederne dele oplysninger, når det er nødvendigt for at forebygge (%(ssp)s). Du får dette brev efter "
        "%(inform)s.",
        processing=law("law_processing"), ssp=law("law_ssp"), inform=law("law_inform"),
    )  # fmt: skip


def _receivers(facts: LetterFacts) -> str:
    first = gettext("Den medarbejder, der skrev bekymringen, og kommunens SSP-konsulenter kan læse den.")
    if facts.receivers:
        so_far = gettext("Dele af oplysningerne er givet videre til: %(units)s.", units=", ".join(facts.receivers))
    else:
        so_far = gettext("Oplysningerne er ikke givet videre til andre.")
    rest = gettext("Andre myndigheder kan få dele af dem, når loven tillader det. Hver gang bliver det skrevet ned.")
    return " ".join((first, so_far, rest))


def _kept(facts: LetterFacts) -> str:
    return gettext(
        "Vi sletter oplysningerne senest den %(day)s, hvis der ikke sker mere. Sker der mere, regner vi tiden fra den "
        "dag.",
        day=day(facts.kept_until),
    )


def _rights() -> tuple[str, ...]:
    rights = gettext(
        "Du har ret til at se det, vi har registreret, og til at få rettet det, der er forkert. Du kan gøre indsigelse "
        "mod, at vi bruger oplysningerne, og i nogle tilfælde få dem slettet eller brugen begrænset (%(rights)s). "
        "Skriv eller ring til os, så hjælper vi.",
        rights=law("law_rights"),
    )
    complaint = gettext(
        "Du kan klage til Datatilsynet, hvis du mener, at vi gør noget forkert (%(complaint)s): www.datatilsynet.dk",
        complaint=law("law_complaint"),
    )
    return rights, complaint


def _contact(facts: LetterFacts) -> tuple[str, ...]:
    name, role, unit, email = facts.contact
    officer = gettext("Du kan også spørge kommunens databeskyttelsesrådgiver.")
    return gettext("Spørg os"), name, f"{label(role, 'role')}, {unit}", email, officer

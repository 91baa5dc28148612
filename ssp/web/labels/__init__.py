"""The words people read for every term: one table, Danish at the source."""

from flask_babel import lazy_gettext as _
from wtforms.fields import SelectChoice

from ssp.web.labels.acts import ACTS
from ssp.web.labels.casework import CASEWORK
from ssp.web.labels.duties import DUTIES
from ssp.web.labels.factors import FACTORS
from ssp.web.labels.files import FILES
from ssp.web.labels.rules import RULES, Cited
from ssp.web.labels.searching import SEARCHING
from ssp.web.labels.sharing import SHARING

_LOOP: dict[str, dict[str, object]] = {
    "role": {
        "school_staff": _("Skolens personale"),
        "school_leader": _("Skoleleder"),
        "ssp_consultant": _("SSP-konsulent"),
        "police_liaison": _("Lokalbetjent"),
        "social_worker": _("Rådgiver"),
        "street_worker": _("Gadeplansmedarbejder"),
        "club_staff": _("Klubmedarbejder"),
        "leader": _("Leder"),
        "partner": _("Samarbejdspartner"),
        "administrator": _("Administrator"),
        "dpo": _("Databeskyttelsesrådgiver"),
    },
    "sector": {
        "school": _("Skole"),
        "social": _("Socialforvaltning"),
        "police": _("Politi"),
        "ssp": _("SSP-enhed"),
        "street": _("Gadeplan"),
        "club": _("Klub og ungdomsskole"),
        "health": _("Sundhed"),
        "probation": _("Kriminalforsorg"),
        "leadership": _("Ledelse og forvaltning"),
        "partner": _("Samarbejdspartner"),
    },
    "subject": {
        "child": _("Et eller flere børn"),
        "group": _("En gruppe"),
        "place": _("Et sted"),
    },
    "theme": {
        "wellbeing": _("Trivsel"),
        "absence": _("Fravær"),
        "street": _("Gaden og kammerater"),
        "substances": _("Hash, alkohol og andre rusmidler"),
        "violence": _("Vold og trusler"),
        "theft": _("Tyveri og hærværk"),
        "digital": _("Digital adfærd"),
        "family": _("Familie og hjem"),
        "unsure": _("Ved ikke endnu"),
    },
    "worry": {
        "wondering": _("Jeg undrer mig"),
        "worried": _("Jeg er bekymret"),
        "very_worried": _("Jeg er meget bekymret"),
    },
    "source": {
        "own": _("Jeg så eller hørte det selv"),
        "child": _("Barnet fortalte det"),
        "parent": _("En forælder fortalte det"),
        "colleague": _("En kollega fortalte det"),
        "other": _("Andre fortalte det"),
    },
    "done": {
        "talked_child": _("Talt med barnet"),
        "talked_parents": _("Talt med forældrene"),
        "talked_colleague": _("Talt med en kollega"),
        "talked_leader": _("Talt med min leder"),
        "called": _("Ringet til nogen"),
        "nothing": _("Ikke noget endnu"),
    },
    "concern": {
        "sent": _("Sendt"),
        "received": _("Modtaget"),
        "assessed": _("Vurderet"),
        "under_way": _("I gang"),
        "closed": _("Afsluttet"),
    },
    "case": {
        "open": _("Åbent"),
        "follow_up": _("Opfølgning"),
        "closed": _("Lukket"),
    },
    "disclosure": {
        "shared": _("Delt"),
        "answered": _("Besvaret"),
        "declined": _("Afslået"),
        "recalled": _("Trukket tilbage"),
    },
    "capacity": {
        "author": _("Afsender"),
        "consultant": _("SSP-konsulent"),
        "holder": _("Tovholder"),
        "participant": _("Deltager"),
        "sender": _("Delte det"),
        "recipient": _("Modtager"),
        "section": _("Socialforvaltningen"),
        "leader": _("Skoleleder"),
        "lead": _("Tovholder"),
    },
    "verdict": {
        "ask": _("Spørg den, der skrev"),
        "consultation": _("Svar med sparring"),
        "case": _("Åbn et forløb"),
        "meeting": _("Sæt på næste møde"),
        "not_ssp": _("Ikke en SSP-opgave"),
    },
    "decided": {
        "ask": _("Der er stillet et spørgsmål"),
        "consultation": _("Besvaret med sparring"),
        "case": _("Der arbejdes videre i et forløb"),
        "meeting": _("Tages op på næste netværksmøde"),
        "not_ssp": _("Ikke en SSP-opgave"),
    },
    "reason": {
        "clarify": _("Noget skal gøres tydeligere"),
        "more_context": _("Der mangler sammenhæng"),
        "school_can_act": _("Stedet kan selv handle med lidt støtte"),
        "general_advice": _("Et råd er nok"),
        "several_signs": _("Flere tegn peger samme vej"),
        "serious": _("Det er alvorligt"),
        "family_wants_help": _("Familien ønsker hjælp"),
        "pattern": _("Der er et mønster"),
        "needs_more_parties": _("Flere skal være med"),
        "school_handles": _("Skolen eller stedet tager det selv"),
        "social_section": _("Hører til i socialforvaltningen"),
        "other_authority": _("Hører til hos en anden myndighed"),
        "duplicate": _("Findes allerede"),
        "nothing_needed": _("Kræver ikke mere"),
    },
    "message": {
        "question": _("Spørgsmål"),
        "answer": _("Svar"),
        "consultation": _("Sparring"),
        "notice": _("Besked"),
        "duty": _("Om underretning"),
        "deferral": _("Udsat orientering"),
        "review": _("Gennemgang, før den unge bliver voksen"),
        "reply": _("Svar"),
        "network_consultation": _("Netværkssamråd holdt"),
    },
    "duty_mark": {
        "sent": _("Underretning er sendt"),
        "not_relevant": _("Underretning er ikke relevant"),
    },
    "basis": {
        "own": _("Egen tekst eller opgave"),
        "coordination": _("SSP-koordinering"),
        "rpl115_ssp": _("SSP: %(law)s", law=Cited("law_ssp")),
        "rpl115_psp": _("PSP: %(law)s", law=Cited("law_psp")),
        "rpl115_ksp": _("KSP: %(law)s", law=Cited("law_ksp")),
        "ssd": _("SSD: tidligt tværfagligt samarbejde"),
        "consent": _("Samtykke"),
        "notification": _("Underretning"),
        "other_law": _("Anden lov"),
    },
    "purpose": {
        "early_help": _("Tidlig hjælp til barnet og familien"),
        "prevent_crime": _("Forebygge kriminalitet"),
        "safety_of_child": _("Barnets sikkerhed"),
        "coordinate": _("Koordinere forebyggende indsatser"),
    },
    "part": {
        "children": _("Hvem det handler om"),
        "subject": _("Gruppen eller stedet"),
        "theme": _("Tema"),
        "when_where": _("Hvornår og hvor"),
        "observation": _("Hvad der er set eller hørt"),
        "words": _("Barnets eller forældrenes egne ord"),
        "assessment": _("Afsenderens egen vurdering"),
        "protective": _("Det, der går godt"),
        "done": _("Hvad der er gjort"),
        "reporter": _("Hvem der skrev"),
        "statement": _("Oplysning"),
    },
    "decision": {
        "allowed": _("Tilladt"),
        "denied": _("Afvist"),
    },
    "channel": {
        "page": _("side"),
        "partial": _("del af side"),
        "command": _("kommando"),
    },
    "import_step": {
        "dry_run": _("set igennem, intet gemt"),
        "import": _("gemt"),
    },
    "verdict_reason": {
        "participation": _("deltager"),
        "role": _("rolle"),
        "inactive": _("ikke aktiv"),
        "unknown": _("findes ikke"),
        "no_participation": _("deltager ikke"),
        "role_without_content": _("rolle uden adgang til indhold"),
        "kind_closed_to_role": _("lukket for rollen"),
        "capacity": _("hører til en anden deltager"),
        "state": _("trinnet er lukket"),
        "line_of_an_act": _("følger af en handling"),
        "not_the_author": _("skrevet af en anden"),
        "struck": _("er overstreget"),
        "own_role": _("egen rolle"),
        "wrong_kind": _("hører ikke til her"),
        "holder_in_post": _("tovholderen er i stillingen"),
        "offered_to_another": _("tilbudt til en anden"),
        "offered_by_another": _("tilbudt af en anden"),
        "duty_mark_stays": _("svaret om underretning bliver stående"),
        "duty_is_personal": _("pligten til at underrette er personlig"),
        "absence_must_be_notified": _("ulovligt fravær skal underrettes"),
        "feedback_for_professionals": _("tilbagemelding er for fagpersoner"),
        "nobody_to_receipt": _("ingen at kvittere til"),
        "use_ordinary_investigation": _("efterforskning går ad en anden vej"),
        "not_from_police": _("kommer ikke fra politiet"),
        "wrong_password": _("forkert adgangskode"),
        "password": _("adgangskode"),
        "asked": _("efter ønske"),
        "command": _("kommando"),
        "scan": _("virusscanning"),
        "file_pending": _("afventer virusscanning"),
        "file_refused": _("afvist ved virusscanning"),
    },
}

LABELS = _LOOP | ACTS | CASEWORK | DUTIES | FILES | RULES | SHARING | FACTORS | SEARCHING


def label(value, table: str):
    """The words for a term; the term itself is a mistake, so an unknown one is an error."""
    return LABELS[table][str(value)]


def choices(enum, table: str) -> list[SelectChoice]:
    """Every member of an enum with its words, for a form field."""
    return [SelectChoice(member.value, LABELS[table][member.value]) for member in enum]

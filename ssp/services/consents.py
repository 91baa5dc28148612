"""Consents: noting one, renewing it, noting that it is withdrawn, and seeing what rests on it (C9)."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from peewee import fn

from ssp.models import Check, Consent, ConsentUnit, Participation, Unit
from ssp.policy import parties
from ssp.policy.access import reaches
from ssp.policy.ages import age
from ssp.policy.checks import needed_givers
from ssp.policy.clocks import end_of
from ssp.policy.register import BASES, limit
from ssp.services import clocks
from ssp.services.checking import births_of
from ssp.services.consent_views import ConsentState, ConsentView, chain, state_of, views
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.plus import PlusView, plus_views
from ssp.services.references import ROW, new_reference
from ssp.services.writing import advance, already, remember, seal
from ssp.terms import Action, Basis, Capacity, ClockKind, Crossing, Giver, MatterKind, Sector


class UnfitConsent(Exception):
    """The consent cannot be noted as it is; `field` says what to mend, `reason` why."""

    def __init__(self, field: str, reason: str):
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


class NoSuchConsent(Exception):
    """The matter has no such consent, or it is past what was asked for."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A consent given again. No `expires_on` means as long as the register allows."""

    given_on: date
    given_how: str
    voluntary: bool
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Given(Renewal):
    """A consent as it was given: by whom, about what, and to which organisations (units' references)."""

    givers: tuple[Giver, ...] = ()
    named: str = ""
    scope: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation that can be named in a consent."""

    reference: str
    name: str
    sector: Sector


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """The consents of one matter, who must give one, and the SSP+ bases; with what may be done next.

    `youngest` and `oldest` are ages, None when one is not known.
    """

    matter: str
    kind: MatterKind
    consents: tuple[ConsentView, ...]
    plus: tuple[PlusView, ...]
    needed: tuple[Giver, ...]
    youngest: int | None
    oldest: int | None
    places: tuple[Place, ...]
    today: date
    longest: date
    may: frozenset[Action]

    def consent(self, reference: str) -> ConsentView:
        """The consent with this reference. Raises NoSuchConsent."""
        for found in self.consents:
            if found.reference == reference:
                return found
        raise NoSuchConsent


def show(actor: Actor, matter: str) -> ConsentPage:
    """The consents of a concern or a case. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CONSENT_LIST, matter, d.facts(matter))
        return _page(d, facts, listed=True)


def desk(actor: Actor, matter: str, action: Action) -> ConsentPage:
    """The same with what one act on it takes: places to choose from, or the consents there are. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CONSENT_LIST, matter, d.facts(matter))
        d.require(action, matter, facts)
        listed = action in {Action.CONSENT_RENEW, Action.CONSENT_WITHDRAW}
        return _page(d, facts, listed, _places() if action is Action.CONSENT_RECORD else ())


def record(actor: Actor, matter: str, given: Given, key: str) -> str:
    """Note a consent; a clock reminds whoever noted it before it runs out. Raises Denied, UnfitConsent."""
    with door(actor) as d:
        facts = d.require(Action.CONSENT_RECORD, matter, d.facts(matter))
        payload = asdict(given) | {"about": matter}
        made_before = already(d, key, payload)
        if made_before:
            return made_before
        units = _units(given.units)
        reference = _insert(d, facts, given, units, None)
        remember(d, key, payload, reference)
        advance(d, facts)
        return reference


def renew(actor: Actor, matter: str, reference: str, renewal: Renewal, key: str) -> str:
    """Note that a consent was given again: a new one about the same, in place of the old, with its own clock.

    Raises Denied, UnfitConsent, NoSuchConsent.
    """
    with door(actor) as d:
        facts = d.require(Action.CONSENT_RENEW, matter, d.facts(matter))
        payload = asdict(renewal) | {"renews": reference, "about": matter}
        made_before = already(d, key, payload)
        if made_before:
            return made_before
        old = _of(d, facts, reference, ConsentState.RUNNING, ConsentState.EXPIRED)
        made = _insert(d, facts, _again(facts, old, renewal), _unit_ids(old["id"]), old["id"])
        clocks.stop(d, facts.id, ClockKind.CONSENT, about=reference)
        _extend(d, facts, old, made)
        remember(d, key, payload, made)
        advance(d, facts)
        return made


def withdraw(actor: Actor, matter: str, reference: str) -> None:
    """Note that a consent is withdrawn: from this moment it opens nothing more, and nobody asks why.

    Whoever took part in the case on it takes part no more; what was shared stays in the register. Raises Denied,
    NoSuchConsent.
    """
    with door(actor) as d:
        facts = d.require(Action.CONSENT_WITHDRAW, matter, d.facts(matter))
        row = _of(d, facts, reference, ConsentState.RUNNING, ConsentState.EXPIRED, ConsentState.WITHDRAWN)
        if row["withdrawn_at"] is not None:
            return
        ids = chain(row["id"])
        Consent.update(withdrawn_at=d.now, withdrawn_by=d.actor.user_id).where(
            (Consent.id << ids) & Consent.withdrawn_at.is_null()
        ).execute()
        clocks.stop(d, facts.id, ClockKind.CONSENT, about=reference)
        _on(facts, ids, d.now, d.now)
        advance(d, facts)


def lapse(actor: Actor, matter: str, reference: str) -> None:
    """Leave an expired consent expired: nobody is reminded of it any more. Raises Denied, NoSuchConsent."""
    with door(actor) as d:
        facts = d.require(Action.CONSENT_LAPSE, matter, d.facts(matter))
        _of(d, facts, reference, ConsentState.EXPIRED)
        clocks.stop(d, facts.id, ClockKind.CONSENT, about=reference)


def _page(d: Door, facts: Facts, listed: bool, places: tuple[Place, ...] = ()) -> ConsentPage:
    births = births_of(d, facts)
    ages = sorted(age(born, d.today) for born in births.known)
    youngest, oldest = (None if births.unknown else ages[0]), (ages[-1] if ages else None)
    needed = needed_givers(youngest, oldest)
    return ConsentPage(
        facts.reference, facts.matter.kind, views(d, facts, lambda givers: sorted(needed - givers)) if listed else (),
        plus_views(facts) if listed else (), tuple(sorted(needed)), youngest, oldest, places, d.today,
        d.today + timedelta(days=limit("consent_days")), d.may(facts),
    )  # fmt: skip


def _places() -> tuple[Place, ...]:
    rows = (
        Unit.select(Unit.reference, Unit.name, Unit.sector)
        .where(Unit.active & (Unit.sector << BASES[Basis.CONSENT]["sectors"]))
        .order_by(Unit.sector, Unit.name)
        .limit(500)
        .tuples()
    )
    return tuple(Place(reference, name, Sector(sector)) for reference, name, sector in rows)


def _units(references: tuple[str, ...]) -> list[int]:
    found = [id_ for (id_,) in Unit.select(Unit.id).where((Unit.reference << list(references)) & Unit.active).tuples()]
    if not found or len(found) != len(set(references)):
        raise UnfitConsent("units", "missing")
    return found


def _unit_ids(consent_id: int) -> list[int]:
    return [id_ for (id_,) in ConsentUnit.select(ConsentUnit.unit).where(ConsentUnit.consent == consent_id).tuples()]


def _again(facts: Facts, old: dict, renewal: Renewal) -> Given:
    """The old consent's words with the new one's dates."""
    texts = {name: facts.key.open(f"consents.{name}", old["reference"], old[name]) for name in ("named", "scope")}
    givers = tuple(Giver(giver) for giver in old["givers"].split())
    return Given(**asdict(renewal), givers=givers, **texts)


def _insert(d: Door, facts: Facts, given: Given, units: list[int], renews: int | None) -> str:
    """Store a consent with its organisations and its clock. Returns its reference. Raises UnfitConsent."""
    expires_on = _fit(d, given)
    reference = new_reference(ROW)
    id_ = Consent.insert(
        reference=reference, matter=facts.id, givers=" ".join(given.givers), given_on=given.given_on,
        given_how=given.given_how, voluntary=given.voluntary, expires_on=expires_on, recorded_by=d.actor.user_id,
        recorded_at=d.now, renews=renews,
        **seal(facts.key, "consents", reference, named=given.named, scope=given.scope),
    ).execute()  # fmt: skip
    ConsentUnit.insert_many([{"consent": id_, "unit": unit} for unit in units]).execute()
    clocks.start_until(d, facts.id, ClockKind.CONSENT, _capacity(d, facts), expires_on, about=reference)
    return reference


def _fit(d: Door, given: Given) -> date:
    """The last day of a consent that can be noted as it is. Raises UnfitConsent."""
    longest = given.given_on + timedelta(days=limit("consent_days"))
    expires_on = given.expires_on or longest
    unfit = (
        (not given.voluntary, "voluntary", "missing"),
        (not given.givers, "givers", "missing"),
        (given.given_on > d.today, "given_on", "ahead"),
        (expires_on > longest, "expires_on", "too_long"),
        (expires_on < d.today, "expires_on", "over"),
    )
    for wrong, field, reason in unfit:
        if wrong:
            raise UnfitConsent(field, reason)
    return expires_on


def _capacity(d: Door, facts: Facts) -> Capacity:
    """In which capacity whoever notes the consent keeps it, for the clock."""
    held = {grant.capacity for grant in facts.matter.grants if reaches(d.standing, grant, d.now)}
    return next(capacity for capacity in (Capacity.HOLDER, Capacity.CONSULTANT, Capacity.AUTHOR) if capacity in held)


def _of(d: Door, facts: Facts, reference: str, *states: ConsentState) -> dict:
    row = Consent.select().where((Consent.reference == reference) & (Consent.matter == facts.id)).dicts().first()
    if row is None:
        raise NoSuchConsent
    newer = {row["id"]} if Consent.select().where(Consent.renews == row["id"]).exists() else set()
    if state_of(row, d.today, newer) not in states:
        raise NoSuchConsent
    return row


def _extend(d: Door, facts: Facts, old: dict, made: str) -> None:
    """Whoever takes part in the case until the old consent runs out takes part until the new one does.

    But no longer than the network itself does (I6).
    """
    last = Consent.select(Consent.expires_on).where(Consent.reference == made).scalar()
    closes_at = parties.closes_at(facts.matter.grants)
    ends_at = _end(d, last) if closes_at is None else min(_end(d, last), closes_at)
    _on(facts, chain(old["id"]), _end(d, old["expires_on"]), ends_at, exactly=True)


def _on(facts: Facts, ids: list[int], at: int, ends_at: int, exactly: bool = False) -> None:
    """Move the end of the participations in the case that rest on these consents: each began with its check."""
    let_in = (Check.about == Participation.user) & (Check.at == Participation.starts_at)
    check = Check.select(Check.id).where((Check.consent << ids) & (Check.crossing == Crossing.INVITATION) & let_in)
    when = Participation.ends_at == at if exactly else Participation.ends_at.is_null() | (Participation.ends_at > at)
    Participation.update(ends_at=ends_at).where(
        (Participation.matter == facts.id) & (Participation.basis == Basis.CONSENT) & fn.EXISTS(check) & when
    ).execute()  # fmt: skip


def _end(d: Door, last_day: date) -> int:
    return int(end_of(last_day, clocks.local(d.now)).timestamp())

"""A hundred thousand matters to search in, of which three consultants may read few, some and many; all invented."""

import json
import random
from datetime import timedelta

from bench.municipality import FAMILY, FIRST, SAID, SEEN
from ssp.models import (
    Case,
    CasePerson,
    Concern,
    ConcernPerson,
    Consultation,
    Disclosure,
    Entry,
    Goal,
    Matter,
    Membership,
    Message,
    Network,
    Notification,
    Participation,
    Person,
    Session,
    Unit,
    User,
)
from ssp.policy.deadlines import answer_by, decide_by
from ssp.policy.retention import retention_until
from ssp.services.keyring import Keyring
from ssp.services.references import ALPHABET
from ssp.services.standing import today
from ssp.services.writing import seal
from ssp.terms import Basis, Capacity, EntryKind, MatterKind, MessageKind, RetentionClass, Role, Sector, Theme

READERS = {"300": 1, "3,000": 2, "10,000": 3}
"""The network of the consultant who may read that many of a hundred thousand matters; the rest lie in the fourth."""
SHARES = (3, 30, 100)
OUT_OF = 1000
WRITER, PUPILS = 100, 20_000
RARE_NAME = "Mohammad Åkjær"
MORE_FIRST = ("Yasmin", "Oscar", "Signe", "Malthe", "Laila", "Tobias", "Nanna", "Villads", "Alma", "Hamza", "Liva")
MORE_FAMILY = ("Holm", "Bækgaard", "Lund", "Thorup", "Kjær", "Vinther", "Ravn", "Poulsen", "Bang", "Riis", "Toft")
KINDS = (
    *[MatterKind.CONCERN] * 14, *[MatterKind.CASE] * 2, *[MatterKind.DISCLOSURE] * 2, MatterKind.CONSULTATION,
    MatterKind.NOTIFICATION,
)  # fmt: skip
LETTERS = {
    MatterKind.CONCERN: "B", MatterKind.CASE: "F", MatterKind.DISCLOSURE: "V", MatterKind.CONSULTATION: "S",
    MatterKind.NOTIFICATION: "U",
}  # fmt: skip


class Town:
    """Writes the rows of the town, batch by batch, as the application would have stored them."""

    def __init__(self, size: int, keyring: Keyring, moment: int, token_hash):
        self.size, self.keyring, self.moment, self.token_hash = size, keyring, moment, token_hash
        self.random, self.day = random.Random(size), today(moment)
        self.pupils = min(PUPILS, max(20, size // 5))
        self.row = 0

    def batches(self, length: int = 2_000):
        """Rows by model; a model's rows come after those they point at."""
        yield self._directory()
        yield {Person: [self._person(number) for number in range(1, self.pupils + 1)]}
        for start in range(1, self.size + 1, length):
            made: dict = {model: [] for model in _ORDER}
            for number in range(start, min(start + length, self.size + 1)):
                self._matter(number, made)
            yield made

    def reference(self, letter: str) -> str:
        picked = "".join(self.random.choices(ALPHABET, k=8))
        return f"{letter}-{picked[:4]}-{picked[4:]}"

    def network_of(self, number: int) -> int:
        """Spread over the whole time, so that nobody's matters lie side by side."""
        place, first = number * 617 % OUT_OF, 0
        for network, share in enumerate(SHARES, 1):
            if place < first + share:
                return network
            first += share
        return len(SHARES) + 1

    def _directory(self) -> dict:
        networks = range(1, len(SHARES) + 2)
        consultants = [
            {"id": n, "reference": f"M-0000-000{n}", "username": f"consultant{n}", "name": f"Konsulent {n}", "unit": 2,
             "role": Role.SSP_CONSULTANT, "confirmed_on": self.day}
            for n in networks
        ]  # fmt: skip
        writer = {"id": WRITER, "reference": "M-0000-0100", "username": "writer", "name": "Lærer", "unit": 1,
                  "role": Role.SCHOOL_STAFF, "confirmed_on": self.day}  # fmt: skip
        return {
            Network: [
                {"id": n, "reference": f"N-0000-000{n}", "name": f"Netværk {n}", "purpose": "Forebygge",
                 "legal_basis": Basis.RPL115_SSP, "ends_on": self.day + timedelta(days=365)}
                for n in networks
            ],
            Unit: [
                {"id": 1, "reference": "E-0000-0001", "name": "Skolen", "sector": Sector.SCHOOL, "network": 4},
                {"id": 2, "reference": "E-0000-0002", "name": "SSP-enheden", "sector": Sector.SSP},
            ],
            User: [*consultants, writer],
            Membership: [{"id": n, "network": n, "user": n, "starts_on": self.day} for n in networks],
            Session: [
                {"id_hash": self.token_hash(n), "user": n, "created_at": self.moment, "seen_at": self.moment,
                 "data": "{}"}
                for n in networks
            ],
        }  # fmt: skip

    def _person(self, number: int) -> dict:
        reference, pick = self.reference("P"), self.random.choice
        name = RARE_NAME if number % 997 == 5 else f"{pick(FIRST + MORE_FIRST)} {pick(FAMILY + MORE_FAMILY)}"
        wrapped, key = self.keyring.new_key(reference)
        texts = seal(key, "persons", reference, name=name, school_class=f"{number % 10}.B", cpr="010212-4002")
        return {
            "id": number, "reference": reference, "unit": 1, "wrapped_key": wrapped, "cpr_index": "0" * 64,
            "retention_class": RetentionClass.PERSON,
            "retention_until": retention_until(RetentionClass.PERSON, self.day), **texts,
        }  # fmt: skip

    def _matter(self, number: int, made: dict) -> None:
        kind, network = self.random.choice(KINDS), self.network_of(number)
        reference = self.reference(LETTERS[kind])
        wrapped, key = self.keyring.new_key(reference)
        at = self.moment - (self.size - number) * 60 - 3600
        made[Matter].append({
            "id": number, "reference": reference, "kind": kind, "state": _STATES[kind], "unit": 1, "network": network,
            "created_at": at, "changed_at": at, "wrapped_key": wrapped, "retention_class": RetentionClass(kind.value),
            "retention_until": retention_until(RetentionClass(kind.value), self.day),
        })  # fmt: skip
        self._grants(number, kind, network, at, made[Participation])
        getattr(self, f"_{kind}")(number, reference, key, at, made)

    def _grants(self, number: int, kind: MatterKind, network: int, at: int, rows: list) -> None:
        common = {"matter": number, "kind": kind, "starts_at": at}
        if kind is MatterKind.NOTIFICATION:
            rows.append({**common, "user": network, "capacity": Capacity.AUTHOR, "basis": Basis.OWN})
            return
        rows.append({**common, "user": WRITER, "capacity": _OWNERS[kind], "basis": Basis.OWN})
        rows.append({**common, "network": network, "role": Role.SSP_CONSULTANT, "capacity": Capacity.CONSULTANT,
                     "basis": Basis.COORDINATION})  # fmt: skip

    def _words(self, sentences: int) -> str:
        return " ".join(self.random.choices(SEEN, k=sentences))

    def _named(self) -> int:
        return self.random.randint(1, self.pupils)

    def _message(self, number: int, key, at: int, made: dict) -> None:
        reference = self.reference("R")
        made[Message].append({
            "reference": reference, "matter": number, "author": WRITER, "kind": MessageKind.ANSWER, "at": at,
            **seal(key, "messages", reference, body=self._words(1)),
        })  # fmt: skip

    def _concern(self, number: int, reference: str, key, at: int, made: dict) -> None:
        texts = seal(key, "concerns", reference, observation=self._words(5), words=self.random.choice(SAID),
                     assessment=self._words(2), protective=self._words(1), place="Skolegården")  # fmt: skip
        made[Concern].append({
            "matter": number, "author": WRITER, "subject": "child", "theme": Theme.WELLBEING, "worry": "worried",
            "source": "own", "observed_on": self.day, "decide_by": decide_by(self.day),
            "answer_by": answer_by(self.day), **texts,
        })  # fmt: skip
        made[ConcernPerson].append({"reference": self.reference("R"), "concern": number, "person": self._named()})
        if number % 2:
            self._message(number, key, at, made)

    def _case(self, number: int, reference: str, key, at: int, made: dict) -> None:
        texts = seal(key, "cases", reference, title="Hjælp i skolen", purpose=self._words(1))
        made[Case].append({"matter": number, "holder": 4, "prevention_level": "individual", **texts})
        made[CasePerson].append({"reference": self.reference("R"), "case": number, "person": self._named(),
                                 "added_by": 4, "added_at": at})  # fmt: skip
        for _ in range(6):
            row = self.reference("R")
            made[Entry].append({"reference": row, "case": number, "author": 4, "kind": EntryKind.NOTE, "at": at,
                                **seal(key, "entries", row, body=self._words(2))})  # fmt: skip
        row = self.reference("R")
        made[Goal].append({"reference": row, "case": number, "state": "open", "author": 4, "at": at,
                           **seal(key, "goals", row, body=self._words(1))})  # fmt: skip

    def _disclosure(self, number: int, reference: str, key, at: int, made: dict) -> None:
        extract = json.dumps([{"part": "observation", "text": self._words(5)}], ensure_ascii=False)
        made[Disclosure].append({
            "matter": number, "source": number, "sender": WRITER, "recipient_unit": 2, "basis": Basis.RPL115_SSP,
            "purpose": "early_help", "parts": "observation", "extract_hash": "0" * 64, "shared_at": at,
            "expires_at": at + 10**7, **seal(key, "disclosures", reference, extract=extract, necessity=self._words(1)),
        })  # fmt: skip
        self._message(number, key, at, made)

    def _consultation(self, number: int, reference: str, key, at: int, made: dict) -> None:
        texts = seal(key, "consultations", reference, situation=self._words(4), tried=self._words(1))
        made[Consultation].append({"matter": number, "author": WRITER, "age_band": "ten_to_twelve",
                                   "place_kind": "school", **texts})  # fmt: skip
        self._message(number, key, at, made)

    def _notification(self, number: int, reference: str, key, at: int, made: dict) -> None:
        texts = seal(key, "notifications", reference, observation=self._words(5), strengths=self._words(1))
        made[Notification].append({
            "matter": number, "author": WRITER, "section": 2, "came_from": "professional", "ground": "support",
            "parents_informed": True, "arrived_at": at, **texts,
        })  # fmt: skip


_STATES = {
    MatterKind.CONCERN: "closed", MatterKind.CASE: "open", MatterKind.DISCLOSURE: "shared",
    MatterKind.CONSULTATION: "answered", MatterKind.NOTIFICATION: "sent",
}  # fmt: skip
_OWNERS = {
    MatterKind.CONCERN: Capacity.AUTHOR, MatterKind.CASE: Capacity.PARTICIPANT,
    MatterKind.DISCLOSURE: Capacity.SENDER, MatterKind.CONSULTATION: Capacity.AUTHOR,
}  # fmt: skip
_ORDER = (
    Matter, Participation, Concern, ConcernPerson, Case, CasePerson, Entry, Goal, Disclosure, Consultation,
    Notification, Message,
)  # fmt: skip

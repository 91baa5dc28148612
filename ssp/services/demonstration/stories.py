"""The life of one concern, step by step at believable moments, told through the services everybody uses."""

from datetime import timedelta
from random import Random

from ssp.services import batons, cases, closing, concerns, entries, invitations, triage
from ssp.services.closing import Closing
from ssp.services.demonstration.casting import Part
from ssp.services.demonstration.clock import Clock
from ssp.services.demonstration.extracts import ANSWERS, share
from ssp.services.demonstration.informing import inform
from ssp.services.demonstration.texts import Pen, data
from ssp.services.demonstration.town import SOUTH, Town
from ssp.services.demonstration.writers import Written
from ssp.services.entries import Words
from ssp.services.invitations import Invite
from ssp.services.standing import today
from ssp.services.triage import Judgement
from ssp.terms import REASONS, Basis, DutyMark, Outcome, PreventionLevel, Subject, Theme, Verdict

STEPS = {
    "sent": (),
    "received": ("receive",),
    "asked": ("receive", "ask"),
    "answered": ("receive", "ask", "answer"),
    "consultation": ("receive", "consult"),
    "asked_consultation": ("receive", "ask", "answer", "consult"),
    "consultation_closed": ("receive", "consult", "close"),
    "case": ("receive", "open_case", "disclose", "work"),
    "case_taken": ("receive", "open_case", "work", "take_over"),
    "case_offered": ("receive", "open_case", "work", "offer"),
    "case_ended": ("receive", "open_case", "work", "end"),
    "case_closed": ("receive", "open_case", "disclose", "work", "close"),
    "meeting": ("receive", "meet", "disclose"),
    "not_ssp": ("receive", "refer"),
    "asked_not_ssp": ("receive", "ask", "answer", "refer"),
}
SETTLED = ("school_handles", "duplicate", "nothing_needed")
REFERRALS = {
    Theme.WELLBEING: ("other_authority", "school_handles", "social_section"),
    Theme.ABSENCE: ("other_authority", "school_handles", "nothing_needed"),
    Theme.FAMILY: ("social_section",),
    Theme.UNSURE: ("other_authority", "nothing_needed", "duplicate"),
}


class Story:
    """One concern from its first line to where it stands today. Every step yields the moment it happens at."""

    def __init__(self, number: int, part: Part, town: Town, written: Written, clock: Clock):
        self.part, self.town, self.clock, self.written = part, town, clock, written
        self.rng: Random = clock.rng
        self.author = town.actor(part.author)
        self.consultant_name = part.consultant or town.consultant_of(part.author)
        self.consultant = town.actor(self.consultant_name)
        self.pen: Pen = written.pen
        self.number, self._presses = number, 0
        self.concern = self.case = self.returned = ""
        self.question: dict = {}

    def told(self):
        """Every step, in order; stops where the next one would lie ahead of us."""
        steps = [getattr(self, name) for name in STEPS[self.part.fate]]
        for step in (self.send, *steps, *((lambda: inform(self),) if steps else ())):
            for moment in step():
                if moment is None:
                    return
                yield moment

    def key(self) -> str:
        """The key of the next form somebody sends in this story."""
        self._presses += 1
        return f"demonstration-{self.number}-{self._presses}"

    # The writer

    def send(self):
        yield self.clock.now()
        self.concern = concerns.log(self.author, self.written.content, self.key())
        duty = self.part.duty or (DutyMark.SENT if self.written.serious and self.part.kind == "child" else None)
        if duty:
            yield self.clock.forward(0)
            reason = "" if duty is DutyMark.SENT else self.pen.one_of(data("common")["duty_not_relevant"])
            concerns.mark_duty(self.author, self.concern, duty, reason)

    def answer(self):
        yield self.clock.forward(self.rng.randint(0, 1))
        concerns.show(self.author, self.concern)
        concerns.answer(self.author, self.concern, self.pen.write(self.question["answer"]), self.key())

    # The consultant

    def receive(self):
        yield self.clock.forward(self.rng.randint(0, 1))
        triage.queue(self.consultant)
        concerns.show(self.consultant, self.concern)
        triage.receive(self.consultant, self.concern)

    def ask(self):
        self.question = self.rng.choice(self.written.texts("questions"))
        yield self.clock.forward(self.rng.randint(0, 1))
        self._decide(Verdict.ASK, message=self.pen.write(self.question["question"]))

    def consult(self):
        yield self.clock.forward(1)
        self._decide(Verdict.CONSULTATION, message=self.pen.one_of(self.written.texts("consultations")))

    def open_case(self):
        yield self.clock.forward(self.rng.randint(0, 2))
        chosen = self.rng.choice(self.written.texts("cases"))
        about_child = self.written.content.subject is Subject.CHILD
        self.case = self._decide(
            Verdict.CASE,
            reason=self.pen.one_of(self.written.common("case_reasons")),
            message=self.pen.one_of(self.written.common("case_messages")),
            title=self.pen.write(chosen["title"]),
            purpose=self.pen.write(chosen["purpose"]),
            level=PreventionLevel.INDIVIDUAL if about_child else PreventionLevel.SPECIFIC,
        )

    def meet(self):
        yield self.clock.forward(self.rng.randint(1, 2))
        texts = data("common")
        reason, message = self.pen.one_of(texts["meeting_reasons"]), self.pen.one_of(texts["meeting_messages"])
        self._decide(Verdict.MEETING, reason=reason, message=message)

    def refer(self):
        yield self.clock.forward(1)
        about_child = self.written.content.subject is Subject.CHILD
        code = self.rng.choice(REFERRALS.get(self.written.content.theme, SETTLED) if about_child else ("duplicate",))
        chosen = data("common")["not_ssp"][code]
        reason, message = self.pen.write(chosen["reason"]), self.pen.write(chosen["message"])
        self._decide(Verdict.NOT_SSP, code, reason=reason, message=message)

    def close(self):
        yield self.clock.forward(self.rng.randint(4, 8))
        version = concerns.show(self.consultant, self.concern).version
        triage.close(self.consultant, self.concern, version, self.pen.one_of(self.written.common("closing")))

    # Together

    def disclose(self):
        if self.part.shared:
            yield from share(self)

    def work(self):
        """Notes in the case, and somebody let in."""
        helper = "raadgiver3" if self.town.home[self.part.author] == SOUTH else "raadgiver"
        yield self.clock.forward(2)
        invite = Invite(self.town.references[helper], Basis.RPL115_SSP, ANSWERS)
        invitations.admit(self.consultant, self.case, invite)
        notes = self.rng.sample(self.written.texts("notes"), 3)
        for name, note in zip((self.consultant_name, helper, self.consultant_name), notes, strict=True):
            yield self.clock.forward(self.rng.randint(1, 4))
            cases.show(self.town.actor(name), self.case)
            entries.write(self.town.actor(name), self.case, Words(self.pen.write(note)), self.key())

    def take_over(self):
        yield self.clock.forward(3)
        heir = self.town.actor("konsulent")
        advice = self.pen.one_of(data("common")["advice"])
        batons.offer(self.consultant, self.case, self.town.references["konsulent"], advice, self.key())
        yield self.clock.forward(1)
        batons.accept(heir, self.case, batons.show(heir, self.case).running.reference, self.key())

    def offer(self):
        """The case is offered to the other consultant of the network, who has not answered yet."""
        yield self.clock.forward(1)
        heir = "konsulent" if self.consultant_name == "konsulent3" else "konsulent3"
        advice = data("two_homes")["offer"]["advice"]
        batons.offer(self.consultant, self.case, self.town.references[heir], advice, self.key())

    def end(self):
        """The case is closed, its reporter told, and somebody looks at it again on a day."""
        yield self.clock.forward(2)
        texts = data("two_homes")["ending"]
        again = today() + timedelta(days=texts["follow_up"])
        ending = Closing(
            Outcome(texts["outcome"]), texts["happened"], texts["learned"], texts["filed_in"], again, "",
            (self.concern,), texts["message"],
        )  # fmt: skip
        version = closing.show(self.consultant, self.case).head.version
        closing.close(self.consultant, self.case, ending, version, self.key())

    def _decide(self, verdict: Verdict, code: str = "", **texts) -> str:
        version = concerns.show(self.consultant, self.concern).version
        judgement = Judgement(verdict, code or self.rng.choice(REASONS[verdict]), **texts)
        return triage.decide(self.consultant, self.concern, version, judgement, self.key())

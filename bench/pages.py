"""What is measured: four pages, who asks for them, and how one request for each is made."""

from dataclasses import dataclass

from bench.municipality import BUSY, CONSULTANTS, TEACHERS

TEACHER_IDS = list(range(1, BUSY + 1))
CONSULTANT_IDS = [TEACHERS + 1 + number % CONSULTANTS for number in range(8)]

OBSERVATION = "Sidder alene i frikvarteret og vil ikke fortælle, hvad der er galt. Har været væk fire dage på to uger."


@dataclass(frozen=True)
class Plan:
    """What the clients need to know of one database: each teacher's newest concerns, and one of their pupils."""

    references: dict[int, list[str]]
    pupils: dict[int, str]


@dataclass(frozen=True)
class Page:
    """One measured page."""

    name: str
    title: str
    users: list[int]
    path: str

    def ask(self, plan: Plan):
        """The function that makes one request, for the load."""
        if self.name == "post":
            return lambda client, _number: client.post(self.path, fields_of(plan, client.user))
        return lambda client, number: client.get(self.path_for(plan, client.user, number))

    def path_for(self, plan: Plan, user: int, number: int = 0) -> str:
        references = plan.references.get(user, [""])
        return self.path.format(concern=references[number % len(references)])


def fields_of(plan: Plan, user: int) -> dict[str, str]:
    """The fields of a concern as a teacher's browser sends them."""
    return {
        "subject": "child", "children": plan.pupils[user], "theme": "wellbeing", "observation": OBSERVATION,
        "words": "Jeg gider ikke mere.", "worry": "worried", "done": "talked_child", "source": "own", "q": "",
        "place": "Skolegården", "version": "0",
    }  # fmt: skip


PAGES = (
    Page("list", "My concerns, 30 rows", TEACHER_IDS, "/concerns"),
    Page("page", "A concern's page", TEACHER_IDS, "/concerns/{concern}"),
    Page("queue", "The triage queue, 30 rows", CONSULTANT_IDS, "/triage"),
    Page("post", "Posting a concern", TEACHER_IDS, "/concerns"),
)

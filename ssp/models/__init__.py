"""Every table, one module per noun."""

from ssp.models.cases import Case, CaseConcern, Entry
from ssp.models.concerns import Concern, ConcernPerson, TriageDecision
from ssp.models.directory import Membership, Network, Unit, User
from ssp.models.disclosures import Disclosure
from ssp.models.drafts import Draft
from ssp.models.log import Audit, Outgoing
from ssp.models.matters import Matter, Message, Participation
from ssp.models.persons import Person
from ssp.models.sessions import Attempt, Session, Submission

MODELS = (
    Network, Unit, User, Membership, Session, Attempt, Submission, Person, Matter, Participation, Message,
    Concern, ConcernPerson, TriageDecision, Case, CaseConcern, Entry, Disclosure, Draft, Audit, Outgoing,
)  # fmt: skip

__all__ = [model.__name__ for model in MODELS] + ["MODELS"]

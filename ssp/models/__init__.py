"""Every table, one module per noun."""

from ssp.models.attachments import Attachment, AttachmentPiece
from ssp.models.cases import Baton, Case, CaseConcern, CasePerson, Entry, FactorSheet, Filing, Goal
from ssp.models.clocks import Clock
from ssp.models.commitments import Commitment, CommitmentTurn
from ssp.models.concerns import Concern, ConcernPerson, TriageDecision
from ssp.models.consents import Check, Consent, ConsentUnit, Plus
from ssp.models.consultations import Consultation, Lesson
from ssp.models.directory import Membership, Network, Unit, User
from ssp.models.disclosures import Disclosure
from ssp.models.drafts import Draft
from ssp.models.families import Family, Household, HouseholdMember, Merge, Relation
from ssp.models.log import Audit, Mail
from ssp.models.matters import Matter, Message, Participation
from ssp.models.meetings import Meeting
from ssp.models.notices import Notice
from ssp.models.notifications import Absence, Notification, NotificationPerson
from ssp.models.persons import Person
from ssp.models.rules import RuleSignature, RuleVersion
from ssp.models.searches import SavedSearch
from ssp.models.sessions import Attempt, Session, Submission

MODELS = (
    Network, Unit, User, Membership, Session, Attempt, Submission, Person, Matter, Participation, Message,
    Concern, ConcernPerson, TriageDecision, Case, CaseConcern, Entry, Disclosure, Draft, Audit, Mail,
    RuleVersion, RuleSignature, Clock, Consent, ConsentUnit, Plus, Check, Notification, NotificationPerson, Absence,
    Notice, Consultation, Lesson, Meeting, Family, Household, HouseholdMember, Relation, Merge, CasePerson, Baton,
    Goal, Filing, FactorSheet, Commitment, CommitmentTurn, Attachment, AttachmentPiece, SavedSearch,
)  # fmt: skip

__all__ = [model.__name__ for model in MODELS] + ["MODELS"]

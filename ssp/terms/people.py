"""Who works where, and in what capacity they take part."""

from enum import StrEnum


class Sector(StrEnum):
    SCHOOL = "school"
    SOCIAL = "social"
    POLICE = "police"
    SSP = "ssp"
    STREET = "street"
    CLUB = "club"
    HEALTH = "health"
    PROBATION = "probation"
    LEADERSHIP = "leadership"
    PARTNER = "partner"


class Role(StrEnum):
    SCHOOL_STAFF = "school_staff"
    SCHOOL_LEADER = "school_leader"
    SSP_CONSULTANT = "ssp_consultant"
    POLICE_LIAISON = "police_liaison"
    SOCIAL_WORKER = "social_worker"
    STREET_WORKER = "street_worker"
    CLUB_STAFF = "club_staff"
    LEADER = "leader"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"
    DPO = "dpo"


SECTORS_OF_ROLE: dict[Role, frozenset[Sector]] = {
    Role.SCHOOL_STAFF: frozenset({Sector.SCHOOL}),
    Role.SCHOOL_LEADER: frozenset({Sector.SCHOOL}),
    Role.SSP_CONSULTANT: frozenset({Sector.SSP}),
    Role.POLICE_LIAISON: frozenset({Sector.POLICE}),
    Role.SOCIAL_WORKER: frozenset({Sector.SOCIAL, Sector.HEALTH, Sector.PROBATION}),
    Role.STREET_WORKER: frozenset({Sector.STREET}),
    Role.CLUB_STAFF: frozenset({Sector.CLUB}),
    Role.LEADER: frozenset({Sector.LEADERSHIP, Sector.POLICE, Sector.SOCIAL}),
    Role.PARTNER: frozenset({Sector.PARTNER}),
    Role.ADMINISTRATOR: frozenset({Sector.LEADERSHIP, Sector.SSP}),
    Role.DPO: frozenset({Sector.LEADERSHIP}),
}
"""The sectors a role can stand in; a police liaison works for the police and nowhere else."""


class Capacity(StrEnum):
    """In what capacity somebody takes part in a matter."""

    AUTHOR = "author"
    CONSULTANT = "consultant"
    HOLDER = "holder"
    PARTICIPANT = "participant"
    SENDER = "sender"
    RECIPIENT = "recipient"
    SECTION = "section"
    LEADER = "leader"
    LEAD = "lead"

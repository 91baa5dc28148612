"""The roll of a school: pupils enter sealed, and nothing can be read out this way."""

from dataclasses import dataclass

from ssp.models import Person
from ssp.policy.retention import retention_until
from ssp.services.door import letterbox
from ssp.services.references import PERSON, new_reference
from ssp.terms import RetentionClass


@dataclass(frozen=True, slots=True)
class NewPupil:
    """A pupil as the school's own system knows them. `cpr` is "ddmmyy-nnnn" or ""."""

    name: str
    school_class: str = ""
    cpr: str = ""
    address: str = ""
    protected: bool = False


def enrol(unit_id: int, pupils: list[NewPupil]) -> list[str]:
    """Put pupils on a unit's roll. Returns their references, in the same order."""
    with letterbox() as box:
        rows = [_row(box, unit_id, pupil) for pupil in pupils]
        for start in range(0, len(rows), 100):
            Person.insert_many(rows[start : start + 100]).execute()
    return [row["reference"] for row in rows]


def _row(box, unit_id: int, pupil: NewPupil) -> dict:
    reference = new_reference(PERSON)
    wrapped, key = box.key_for(reference, None)
    texts = {"name": pupil.name, "cpr": pupil.cpr, "address": pupil.address, "school_class": pupil.school_class}
    sealed = {name: key.seal(f"persons.{name}", reference, text) if text else None for name, text in texts.items()}
    return {
        "reference": reference, "unit": unit_id, "wrapped_key": wrapped,
        "cpr_index": box.blind_index(pupil.cpr) if pupil.cpr else None, "protected": pupil.protected,
        "retention_class": RetentionClass.PERSON,
        "retention_until": retention_until(RetentionClass.PERSON, box.today), **sealed,
    }  # fmt: skip

"""How long a record is kept: every class has a length, every record a date from its first day (I3)."""

from datetime import date, timedelta

from ssp.policy.register import limit
from ssp.terms import RetentionClass


def retention_until(retention_class: RetentionClass, from_day: date) -> date:
    """The day the record is to be erased, counted from its last change."""
    return from_day + timedelta(days=limit(f"retention_{retention_class}"))

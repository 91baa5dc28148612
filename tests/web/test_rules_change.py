"""A changed number of the register: new matters get it, old ones keep the version they began with, and the log has it."""

from datetime import timedelta

from ssp.models import Audit, Clock, Matter, RuleSignature, RuleVersion
from ssp.services import notifications
from ssp.services.notifications import NotificationContent, Page
from ssp.services.references import new_reference
from ssp.services.standing import today
from ssp.terms import Ground
from tests.web.test_rules_pages import propose, sign

HOUR = 3600


def notify(world) -> str:
    content = NotificationContent(
        Ground.SUPPORT, False, "Set i frikvarteret.", True, children=(world.pupils["north"][0],)
    )
    return notifications.send(world.actor("teacher"), content, Page(new_reference("K")))


def assessment(reference: str) -> tuple[int, int]:
    """How many seconds the clock was given, and the version of the rule it was set by."""
    row = (
        Clock.select(Clock.starts_at, Clock.due_at, Clock.rule_version)
        .join(Matter, on=(Matter.id == Clock.matter))
        .where((Matter.reference == reference) & (Clock.rule == "assessment_hours"))
        .tuples()
        .get()
    )
    return row[1] - row[0], row[2]


def test_E5_a_changed_number_sets_new_clocks_and_leaves_the_old_ones(visit, world):
    before = notify(world)
    propose(visit("administrator"), value="12")
    waiting = notify(world)
    sign(visit("dpo"), "assessment_hours:2")
    after = notify(world)
    assert assessment(before) == (24 * HOUR, 1)
    assert assessment(waiting) == (24 * HOUR, 1)
    assert assessment(after) == (12 * HOUR, 2)

    worker = visit("social_worker")
    assert "barnets lov § 136, version 1" in worker.get(f"/notifications/{before}").text
    assert "barnets lov § 136, version 2" in worker.get(f"/notifications/{after}").text
    page = worker.get("/clocks").text
    assert page.index(after) < page.index(before)

    lines = Audit.select(Audit.action, Audit.decision, Audit.objects, Audit.actor_id)
    found = list(lines.where(Audit.action << ["rule.change", "rule.sign"]).order_by(Audit.seq).tuples())
    version = RuleVersion.select(RuleVersion.reference).scalar()
    signature = RuleSignature.select(RuleSignature.reference).scalar()
    assert found == [
        ("rule.change", "allowed", version, world.users["administrator"]),
        ("rule.sign", "allowed", signature, world.users["dpo"]),
    ]
    log = visit("dpo").get(f"/log?reference={version}").text
    assert "Foreslog en ny værdi i lovgrundlaget" in log


def test_E5_a_version_to_come_sets_no_clock_before_its_day(visit, world):
    propose(visit("administrator"), value="12", begins=today() + timedelta(days=1))
    sign(visit("dpo"), "assessment_hours:2")
    assert assessment(notify(world)) == (24 * HOUR, 1)

"""Every clock on a page says what it is, when it ends and what to do; nothing is red without an action beside it."""

from datetime import timedelta

import pytest

from ssp.db import now
from ssp.models import Clock, Concern, User
from ssp.services import passwords
from ssp.services.references import ROW, new_reference
from ssp.services.standing import today
from ssp.terms import ClockKind, MatterKind, Role
from ssp.web.labels import LABELS
from tests.support import deadlines
from tests.support.case_load import log
from tests.support.pages import parse
from tests.support.world import PASSWORD, make_user

HOUR, DAY = 3600, 24 * 3600
WHEN = ("Senest ", "Skulle være klaret ", "Siden ")
ROWS = frozenset({"li", "p", "tr"})


def unsaid(text: str) -> list[str]:
    """What is wrong with the clocks of a page; [] when each says what it is, when it ends and what to do."""
    tree = parse(text)
    above = {child: parent for parent in tree.iter() for child in parent}
    found = []
    for clock in tree.iter():
        classes = (clock.get("class") or "").split() if isinstance(clock.tag, str) else []
        if not any(name.startswith("clock-") for name in classes):
            continue
        row = clock
        while row.tag not in ROWS and row in above:
            row = above[row]
        words = " ".join("".join(row.itertext()).split())
        acts = [e for e in row.iter("a") if e.get("href")] + list(row.iter("button"))
        names = {str(label) for table in ("clock", "deadline") for label in LABELS[table].values()}
        if row.tag not in ROWS:
            found.append(f"{words[:60]}: a clock outside a row")
        if not acts:
            found.append(f"{words[:60]}: nothing to press beside it")
        if not any(word in words for word in WHEN):
            found.append(f"{words[:60]}: does not say when")
        if not any(name in words for name in names | {"Adgangen er lukket"}):
            found.append(f"{words[:60]}: does not say what it is")
    return found


def shown(text: str) -> int:
    return text.count('class="clock clock-')


@pytest.fixture
def late(world, app):
    """A clock of every kind, overdue; and one of every kind that is running."""
    keyring = deadlines_keyring(app)
    for kind, (matter_kind, capacity) in deadlines.SETTINGS.items():
        matter, _ = deadlines.matter(world, keyring, matter_kind)
        for due_at in (now() - 50 * HOUR, now() + 3 * DAY):
            Clock.insert(
                reference=new_reference(ROW), matter=matter, kind=kind, capacity=capacity, about=new_reference(ROW),
                rule=_rule(kind), rule_version=1, starts_at=1, due_at=due_at,
            ).execute()  # fmt: skip


def deadlines_keyring(app):
    from ssp.services.keyring import Keyring

    return Keyring.from_file(app.config["SAMSPIL"].master_key_file)


def _rule(kind: ClockKind) -> str:
    from ssp.policy.clocks import RULE_OF

    return RULE_OF[kind]


def section_leader(world) -> str:
    make_user("section_leader", world.units["social"], Role.LEADER, password_hash=passwords.hash_password(PASSWORD))
    return "section_leader"


def test_the_eye_sees_a_bare_clock():
    page = '<!doctype html><title>x</title><ul><li><span class="clock clock-overdue">2 dage</span></li></ul>'
    assert len(unsaid(page)) == 3
    told = page.replace("</span>", '</span> Beslutning Senest i går <a href="/x">Gør det</a>')
    assert unsaid(told) == []
    assert unsaid(told.replace(' href="/x"', "")) != []


@pytest.mark.parametrize("path", ["/", "/clocks"])
@pytest.mark.parametrize("name", sorted(deadlines.ACTS[ClockKind.ABSENCE] | {"teacher", "consultant", "social_worker"}))
def test_every_clock_of_everybody_says_what_when_and_what_to_do(visit, world, late, name, path):
    page = visit(name).get(path).text
    assert shown(page) >= 2
    assert unsaid(page) == []
    assert "version 1" in page


def test_each_clock_leads_to_where_its_act_is_done(visit, world, late):
    places = {kind: set() for kind in ClockKind}
    for name in ("head", "teacher", "consultant", "social_worker"):
        tree = parse(visit(name).get("/clocks").text)
        for row in tree.iter("li"):
            words = "".join(row.itertext())
            for kind in ClockKind:
                if str(LABELS["clock_act"][kind]) in words and "row-item" in (row.get("class") or ""):
                    places[kind] |= {link.get("href") for link in row.iter("a")}
    begins = {
        ClockKind.ASSESSMENT: "/notifications/U-", ClockKind.RECEIPT: "/notifications/U-",
        ClockKind.ABSENCE: "/absences/A-", ClockKind.NOTICE: "/concerns/B-", ClockKind.NOTICE_REVIEW: "/concerns/B-",
        ClockKind.CONSENT: "/cases/F-", ClockKind.CONSULTATION: "/consultations/S-",
        ClockKind.NETWORK_CONSULTATION: "/disclosures/V-", ClockKind.ADULT: "/reviews/F-",
        ClockKind.COMMITMENT: "/cases/F-", ClockKind.ANSWER: "/cases/F-",
    }  # fmt: skip
    for kind, start in begins.items():
        assert places[kind], kind
        assert all(place.startswith(start) for place in places[kind]), (kind, places[kind])
    assert all(place.endswith("/consents") for place in places[ClockKind.CONSENT])
    assert all("/commitments/R-" in place for place in places[ClockKind.COMMITMENT] | places[ClockKind.ANSWER])


def test_A4_a_leader_sees_that_the_section_is_late_and_nothing_else(visit, world, late):
    leader = visit(section_leader(world))
    for path in ("/", "/clocks"):
        page = leader.get(path).text
        assert shown(page) == 2, "the assessment and the receipt that are overdue"
        assert unsaid(page) == []
        assert "50 timer over fristen" in page
        assert "/notifications/" not in page
        for name in ("Åse", "Nørgaard", "Teacher"):
            assert name not in page
    stranger = visit("leader")
    assert shown(stranger.get("/").text) == shown(stranger.get("/clocks").text) == 0


def test_E5_a_leader_is_shown_a_clock_when_it_has_run_out_and_not_before(visit, world, late):
    Clock.update(due_at=now() + HOUR).where(Clock.due_at < now()).execute()
    leader = visit(section_leader(world))
    assert shown(leader.get("/clocks").text) == 0
    assert "Ingen af din afdelings underretninger" in leader.get("/clocks").text


def test_a_late_decision_is_red_with_its_act_beside_it(visit, world):
    concern = log(world, "teacher", world.pupils["north"][0])
    Concern.update(decide_by=today() - timedelta(days=2)).execute()
    consultant = visit("consultant")
    for path in ("/", "/triage", f"/triage/{concern}"):
        page = consultant.get(path).text
        assert "clock-overdue" in page, path
        assert "Træf en beslutning" in page, path
        assert unsaid(page) == [], path


def test_an_account_that_lapses_is_red_with_its_act_beside_it(visit, world):
    User.update(confirmed_on=today() - timedelta(days=85)).where(User.username == "colleague").execute()
    User.update(confirmed_on=today() - timedelta(days=95)).where(User.username == "partner").execute()
    page = visit("administrator").get("/").text
    assert "clock-overdue" in page
    assert "Bekræft kontoen" in page
    assert unsaid(page) == []


def test_nobody_has_a_clock_in_a_quiet_world(visit, world):
    for name in (
        "teacher",
        "consultant",
        "liaison",
        "social_worker",
        "head",
        "leader",
        "partner",
        "administrator",
        "dpo",
    ):
        page = visit(name).get("/clocks").text
        assert shown(page) == 0
        assert "Ingen frister lige nu" in page


def test_a_clock_shows_to_those_who_act_on_it_and_to_nobody_else(visit, world, late):
    for kind, acting in deadlines.ACTS.items():
        act = str(LABELS["clock_act"][kind])
        for name in ("teacher", "colleague", "head", "consultant", "social_worker", "liaison", "other_teacher"):
            if name in acting:
                assert act in visit(name).get("/clocks").text, (kind, name)
            elif kind not in {ClockKind.NOTICE, ClockKind.CONSENT}:
                assert act not in visit(name).get("/clocks").text, (kind, name)


def test_more_than_a_page_of_clocks_says_so(visit, world, app):
    matter, _ = deadlines.matter(world, deadlines_keyring(app), MatterKind.ABSENCE)
    row = {"matter": matter, "kind": ClockKind.ABSENCE, "capacity": deadlines.SETTINGS[ClockKind.ABSENCE][1],
           "rule": "absence_days", "rule_version": 1, "starts_at": 1}  # fmt: skip
    Clock.insert_many([row | {"reference": new_reference(ROW), "due_at": now() + n} for n in range(1, 103)]).execute()
    head = visit("head")
    assert shown(head.get("/").text) == 5
    page = head.get("/clocks").text
    assert shown(page) == 100
    assert "Her står kun de første" in page

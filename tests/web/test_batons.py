"""The baton: a case stays where it is until somebody accepts it, or its holder cannot hold it (A10)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest

from ssp import db
from ssp.db import now
from ssp.models import Audit, Baton, Case, Clock, Entry, Mail, Matter, Participation, User
from ssp.services import batons, cases
from ssp.services.batons import NotASuccessor
from ssp.services.door import Denied
from ssp.services.standing import today
from ssp.terms import ClockKind
from tests.support.answers import once, reference_of
from tests.support.case_load import log, open_case
from tests.support.sharing_load import admit
from tests.support.world import join

DAY = timedelta(days=1)
ADVICE = "Ring til farmor først. Hun er den, de lytter til."
WORD = "Jeg har to andre, der lige er begyndt."


@pytest.fixture
def case(world) -> str:
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


@pytest.fixture
def offered(world, case) -> str:
    return offer(world, case)


def offer(world, case: str, by: str = "consultant", to: str = "second_consultant", advice: str = ADVICE) -> str:
    """A case offered. Returns the offer's reference."""
    batons.offer(world.actor(by), case, reference_of(world, to), advice, once())
    return Baton.select(Baton.reference).order_by(Baton.id.desc()).limit(1).scalar()


def leave(world, who: str) -> None:
    User.update(ends_on=today() - DAY).where(User.id == world.users[who]).execute()


def go_away(world, who: str, days: int = 7) -> None:
    User.update(away_until=today() + days * DAY).where(User.id == world.users[who]).execute()


def holders(case: str) -> list[int]:
    """Everybody who is the holder of a case now."""
    running = Participation.ends_at.is_null() | (Participation.ends_at > now())
    matter = Matter.select(Matter.id).where(Matter.reference == case)
    rows = Participation.select().where((Participation.matter << matter) & (Participation.capacity == "holder"))
    return [row.user_id for row in rows.where(running)]


def holder(case: str) -> str:
    """The one who holds a case, by name; the case and the participations agree on it."""
    matter = Matter.get(Matter.reference == case).id
    held_by = Case.get(Case.matter == matter).holder_id
    assert holders(case) == [held_by]
    return User.get_by_id(held_by).username


def version(case: str) -> int:
    return Matter.get(Matter.reference == case).version


def mailed(about: str) -> set[str]:
    return {mail.recipient.split("@")[0] for mail in Mail.select().where(Mail.about == about)}


def running_clock() -> Clock | None:
    return Clock.get_or_none((Clock.kind == ClockKind.BATON) & Clock.stopped_at.is_null())


def test_A10_the_baton_stays_until_it_is_accepted(visit, world, case):
    consultant, second = visit("consultant"), visit("second_consultant")
    page = consultant.get(f"/cases/{case}/baton").text
    assert "Second_Consultant" in page
    assert "Other_Consultant" not in page, "a consultant of another network takes no part"
    fields = {"user": reference_of(world, "second_consultant"), "advice": ADVICE}
    said = consultant.follow(consultant.post(f"/cases/{case}/baton", fields)).text
    assert "Du er tovholder, til der er sagt ja" in said
    assert holder(case) == "consultant"
    assert mailed(case) == {"second_consultant"}
    clock = running_clock()
    assert (clock.user_id, clock.capacity) == (world.users["second_consultant"], "consultant")
    assert case in second.get("/clocks").text
    page = second.get(f"/cases/{case}/baton").text
    assert ADVICE in page
    baton = Baton.get().reference
    taken = second.follow(second.post(f"/cases/{case}/baton/accept", {"baton": baton}))
    assert "Du er nu tovholder" in taken.text
    assert holder(case) == "second_consultant"
    assert running_clock() is None
    assert Entry.select().where(Entry.kind == "holder").count() == 1
    assert mailed(case) == {"consultant", "second_consultant"}


def test_the_advice_is_for_the_successor_and_nobody_else(visit, world, case, offered):
    admit(world, "consultant", case, "social_worker")
    join(world.users["other_consultant"], world.networks["north"])
    assert ADVICE in visit("consultant").get(f"/cases/{case}/baton").text
    assert ADVICE in visit("second_consultant").get(f"/cases/{case}/baton").text
    assert ADVICE not in visit("other_consultant").get(f"/cases/{case}/baton").text
    guest = visit("social_worker")
    assert guest.get(f"/cases/{case}/baton").status_code == 403
    assert ADVICE not in guest.get(f"/cases/{case}").text
    assert visit("liaison").get(f"/cases/{case}/baton").status_code == 404
    batons.decline(world.actor("second_consultant"), case, offered, WORD, once())
    assert ADVICE not in visit("second_consultant").get(f"/cases/{case}/baton").text
    assert ADVICE.encode() not in bytes(Baton.get().advice)


def test_saying_no_takes_a_word_that_only_the_two_read(visit, world, case, offered):
    second = visit("second_consultant")
    second.get(f"/cases/{case}/baton")
    refused = second.post(f"/cases/{case}/baton/decline", {"baton": offered, "word": " "})
    assert refused.status_code == 422
    assert "Skriv kort, hvorfor" in refused.text
    second.follow(second.post(f"/cases/{case}/baton/decline", {"baton": offered, "word": WORD}))
    assert (holder(case), Baton.get().state, running_clock()) == ("consultant", "declined", None)
    assert WORD in visit("consultant").get(f"/cases/{case}/baton").text
    assert "consultant" in mailed(case)
    assert offer(world, case) != offered, "it can be offered again"


def test_an_offer_is_taken_back_by_whoever_made_it(visit, world, case, offered):
    second = visit("second_consultant")
    second.get(f"/cases/{case}/baton")
    assert second.post(f"/cases/{case}/baton/withdraw", {"baton": offered}).status_code == 403
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/baton")
    consultant.follow(consultant.post(f"/cases/{case}/baton/withdraw", {"baton": offered}))
    assert (holder(case), Baton.get().state, running_clock()) == ("consultant", "withdrawn", None)
    late = second.post(f"/cases/{case}/baton/accept", {"baton": offered})
    assert late.status_code == 409
    assert holder(case) == "consultant"


def test_of_two_who_answer_one_wins_and_a_second_press_changes_nothing(visit, world, case, offered):
    second = visit("second_consultant")
    second.get(f"/cases/{case}/baton")
    press = {"baton": offered, "key": "one-press"}
    assert [second.post(f"/cases/{case}/baton/accept", press).status_code for _ in range(2)] == [303, 303]
    assert second.post(f"/cases/{case}/baton/accept", {"baton": offered, "key": "another"}).status_code == 409
    declined = second.post(f"/cases/{case}/baton/decline", {"baton": offered, "word": WORD, "key": "a-third"})
    assert declined.status_code == 409
    assert WORD in declined.text, "what was typed is still there"
    assert Entry.select().where(Entry.kind == "holder").count() == 1
    assert holder(case) == "second_consultant"


def test_one_offer_runs_at_a_time(visit, world, case, offered):
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/baton")
    again = {"user": reference_of(world, "second_consultant"), "advice": "Og en ting til."}
    assert consultant.post(f"/cases/{case}/baton", again).status_code == 409
    assert Baton.select().count() == 1


def test_nobody_accepts_what_was_offered_to_another(visit, world, case, offered):
    join(world.users["other_consultant"], world.networks["north"])
    other = visit("other_consultant")
    other.get(f"/cases/{case}/baton")
    for act, more in (("accept", {}), ("decline", {"word": WORD})):
        refused = other.post(f"/cases/{case}/baton/{act}", {"baton": offered, **more})
        assert refused.status_code == 403
        assert "tilbudt til en anden" in refused.text
    assert holder(case) == "consultant"
    assert Baton.get().state == "offered"


@pytest.mark.parametrize("who", ["consultant", "other_consultant", "social_worker", "teacher"])
def test_A10_a_case_is_offered_to_consultants_who_take_part_and_nobody_else(visit, world, case, who):
    admit(world, "consultant", case, "social_worker")
    with pytest.raises(NotASuccessor):
        offer(world, case, to=who)
    page = visit("consultant")
    page.get(f"/cases/{case}/baton")
    posted = page.post(f"/cases/{case}/baton", {"user": reference_of(world, who), "advice": ADVICE})
    assert posted.status_code == 422
    assert ADVICE in posted.text


@pytest.mark.parametrize("gone", [leave, go_away])
def test_A10_nobody_who_has_left_or_is_away_is_offered_a_case(visit, world, case, gone):
    gone(world, "second_consultant")
    assert "ingen at tilbyde" in visit("consultant").get(f"/cases/{case}/baton").text
    with pytest.raises(NotASuccessor):
        offer(world, case)


def test_A10_a_holder_in_post_is_asked_for_the_case(visit, world, case):
    second = visit("second_consultant")
    page = second.get(f"/cases/{case}").text
    assert "/holder" not in page
    assert "Bed om at få det tilbudt" in second.get(f"/cases/{case}/baton").text
    refused = second.post(f"/cases/{case}/holder", {"version": version(case)})
    assert refused.status_code == 403
    assert "Bed om at få forløbet tilbudt" in refused.text
    assert holder(case) == "consultant"
    line = Audit.select().order_by(Audit.seq.desc()).first()
    assert (line.action, line.decision, line.rule, line.reason) == ("case.take", "denied", "A10", "holder_in_post")


@pytest.mark.parametrize("gone", ["left", "away", "another post", "unconfirmed"])
def test_A10_a_case_whose_holder_cannot_hold_it_is_taken_and_the_offer_ends(visit, world, case, offered, gone):
    them = User.id == world.users["consultant"]
    changed = {
        "left": {"ends_on": today() - DAY}, "away": {"away_until": today()}, "another post": {"role": "social_worker"},
        "unconfirmed": {"confirmed_on": today() - 400 * DAY},
    }  # fmt: skip
    User.update(changed[gone]).where(them).execute()
    second = visit("second_consultant")
    page = second.get(f"/cases/{case}").text
    assert f"/cases/{case}/holder" in page
    stale = second.post(f"/cases/{case}/holder", {"version": version(case) - 1})
    assert stale.status_code == 409
    second.follow(second.post(f"/cases/{case}/holder", {"version": version(case)}))
    assert holder(case) == "second_consultant"
    assert Baton.get().state == "withdrawn"
    assert running_clock() is None
    assert second.post(f"/cases/{case}/holder", {"version": 1}).status_code == 303, "a second press changes nothing"
    assert Entry.select().where(Entry.kind == "holder").count() == 1


def test_A10_an_absence_that_is_over_opens_nothing(visit, world, case):
    go_away(world, "consultant", -1)
    assert visit("second_consultant").post(f"/cases/{case}/holder", {"version": version(case)}).status_code == 403


def test_the_room_costs_as_much_however_often_a_case_was_offered(visit, world, case, queries):
    visitor = visit("consultant")
    visitor.get(f"/cases/{case}/baton")
    queries.clear()
    visitor.get(f"/cases/{case}/baton")
    few = len(queries)
    for _ in range(6):
        batons.decline(world.actor("second_consultant"), case, offer(world, case), WORD, once())
    queries.clear()
    visitor.get(f"/cases/{case}/baton")
    assert len(queries) == few <= 10


def test_reading_is_what_it_was_when_a_case_has_changed_hands(world, case, offered):
    batons.accept(world.actor("second_consultant"), case, offered, once())
    assert cases.show(world.actor("consultant"), case).head.holder == reference_of(world, "second_consultant")


def at_once(*acts) -> list[str]:
    """What becomes of acts done at the same moment, each on a connection of its own, in their order."""
    together = Barrier(len(acts))

    def one(act) -> str:
        db.connect()
        together.wait()
        try:
            act()
            return "done"
        except (db.Clash, Denied) as error:
            return type(error).__name__
        finally:
            db.handle.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_accepted_and_taken_back_at_the_same_moment_one_wins(world, case):
    for _ in range(3):
        by = holder(case)
        to = "consultant" if by == "second_consultant" else "second_consultant"
        offered = offer(world, case, by, to)
        ends = at_once(
            partial(batons.accept, world.actor(to), case, offered, once()),
            partial(batons.withdraw, world.actor(by), case, offered, once()),
            partial(batons.accept, world.actor(to), case, offered, once()),
        )
        assert ends.count("done") == 1, ends
        assert holder(case) == (by if ends[1] == "done" else to)

"""Writing in a chronology: notes that lock, corrections that strike through, statements that stay (I1, H4)."""

import pytest

from ssp.db import at, now
from ssp.models import Draft, Entry, Matter, Unit
from ssp.policy.register import limit
from ssp.services import entries
from ssp.services.entries import Words
from ssp.services.standing import today
from ssp.terms import CaseState, EntryKind, Source
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.sharing_load import DAY, admit

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def case(world) -> str:
    made = open_case(world, "consultant", log(world, "teacher", *world.pupils["north"][:2]))
    admit(world, "consultant", made, "social_worker")
    admit(world, "consultant", made, "liaison")
    return made


def written(world, who: str, case: str, text: str = "Mor ringede i dag.", **more) -> str:
    return entries.write(world.actor(who), case, Words(text, **more), once())


def older(row: str, seconds: int) -> None:
    """Let a line have been written so much earlier, and amended if it was."""
    changed = {"at": Entry.at - seconds, "amended_at": Entry.amended_at - seconds}
    Entry.update(changed).where(Entry.reference == row).execute()


def test_I1_a_note_keeps_its_day_source_writer_and_organisation(visit, world, case):
    worker, child = visit("social_worker"), world.pupils["north"][0]
    desk = worker.get(f"/cases/{case}/entries/new").text
    assert "Åse Nørgaard" in desk
    posted = {
        "kind": "contact", "text": "Far sagde ja til besøget.", "happened_on": str(today() - 2 * DAY), "source": "parent",
        "child": child, "fact": "y",
    }  # fmt: skip
    page = worker.follow(worker.post(f"/cases/{case}/notes", posted)).text
    assert "Far sagde ja til besøget." in page
    row = Entry.select().order_by(Entry.id.desc()).dicts().get()
    assert (row["kind"], row["source"], row["fact"]) == ("contact", "parent", True)
    assert (row["author"], row["unit"]) == (world.users["social_worker"], world.units["social"])
    assert row["happened_on"] == today() - 2 * DAY
    assert b"besoget" not in bytes(row["body"])
    shown = worker.get(f"/cases/{case}/entries/{row['reference']}").text
    for said in ("Om Åse Nørgaard", "En forælder fortalte det", "Konstatering", "Social_Worker, Børnecenteret"):
        assert said in shown


def test_I1_a_note_locks_and_the_typed_correction_waits_for_a_reason(visit, world, case):
    row = written(world, "social_worker", case, "Mødet er tirsdag.")
    worker, path = visit("social_worker"), f"/cases/{case}/entries/{row}"
    form = worker.get(f"{path}/edit").text
    assert "Mødet er tirsdag." in form
    assert worker.post(path, {"text": " ", "version": "0"}).status_code == 422
    worker.follow(worker.post(path, {"text": "Mødet er onsdag.", "version": "0"}))
    assert Entry.get(Entry.reference == row).amended_at
    older(row, limit("note_open_minutes") * 60)
    late = worker.post(path, {"text": "Mødet er torsdag.", "version": "0"})
    assert late.status_code == 422
    assert "Linjen er låst nu" in late.text
    assert "Mødet er torsdag." in late.text
    assert worker.get(f"{path}/edit").status_code == 303
    page = worker.get(f"/cases/{case}").text
    assert "Mødet er onsdag." in page
    assert "torsdag" not in page


def test_I1_two_windows_on_one_note_do_not_write_over_each_other(visit, world, case):
    row = written(world, "consultant", case, "Først.")
    path, one, other = f"/cases/{case}/entries/{row}", visit("consultant"), visit("consultant")
    one.get(f"{path}/edit")
    other.get(f"{path}/edit")
    with at(now() + 60):
        assert one.post(path, {"text": "Det ene vindue.", "version": "0"}).status_code == 303
        clash = other.post(path, {"text": "Det andet vindue.", "version": "0"})
    assert clash.status_code == 409
    assert "Det andet vindue." in clash.text
    assert "Det ene vindue." in one.get(path).text


def test_I1_a_correction_strikes_through_with_a_reason_and_overwrites_nothing(visit, world, case):
    row = written(world, "social_worker", case, "Han bor hos sin far.", happened_on=today() - DAY)
    consultant, path = visit("consultant"), f"/cases/{case}/entries/{row}"
    consultant.get(f"{path}/strike")
    empty = consultant.post(f"{path}/strike", {"reason": "", "instead": "Han bor hos sin mor."})
    assert empty.status_code == 422
    assert "Han bor hos sin mor." in empty.text
    posted = {"reason": "Det var hans bror.", "instead": "Han bor hos sin mor.", "key": once()}
    for _ in range(2):
        consultant.follow(consultant.post(f"{path}/strike", posted))
    page = consultant.get(f"/cases/{case}").text
    assert "<s>Han bor hos sin far.</s>" in page
    for said in ("Det var hans bror.", "Consultant, ", "Han bor hos sin mor."):
        assert said in page
    [new] = Entry.select().where(Entry.answers.is_null(False))
    assert (new.kind, new.happened_on) == ("note", today() - DAY)
    assert Entry.get(Entry.reference == row).struck_by_id == world.users["consultant"]
    again = consultant.post(f"{path}/strike", {"reason": "Igen.", "key": once()})
    assert again.status_code == 403
    assert "allerede overstreget" in again.text


def test_I1_only_the_author_amends_and_only_the_author_or_a_keeper_strikes(visit, world, case):
    row = written(world, "consultant", case, "Kun min.")
    worker, path = visit("social_worker"), f"/cases/{case}/entries/{row}"
    assert worker.get(path).status_code == 200
    assert worker.get(f"{path}/edit").status_code == worker.get(f"{path}/strike").status_code == 303
    assert worker.post(path, {"text": "Min nu.", "version": "0"}).status_code == 403
    assert worker.post(f"{path}/strike", {"reason": "Uenig."}).status_code == 403
    assert worker.post(f"{path}/star", {"starred": "yes"}).status_code == 403
    opened = Entry.get(Entry.kind == EntryKind.OPENED).reference
    assert visit("consultant").post(f"/cases/{case}/entries/{opened}/strike", {"reason": "x"}).status_code == 403
    stored = Entry.get(Entry.reference == row)
    assert (stored.struck_at, stored.amended_at, stored.starred) == (None, None, False)


def test_H4_a_statement_is_attached_and_shown_wherever_the_line_is(visit, world, case):
    row = written(world, "liaison", case, "Han var fuld.", happened_on=today() - 400 * DAY, source=Source.OWN)
    older(row, 400 * 86400)
    consultant, path = visit("consultant"), f"/cases/{case}/entries/{row}"
    assert "Han var fuld." not in consultant.get(f"/cases/{case}").text
    consultant.get(f"{path}/statements/new")
    wrong = consultant.post(f"{path}/statements", {"text": "Jeg var træt, ikke fuld."})
    assert wrong.status_code == 422
    assert "Jeg var træt, ikke fuld." in wrong.text
    posted = {"text": "Jeg var træt, ikke fuld.", "source": "parent", "key": once()}
    for _ in range(2):
        consultant.follow(consultant.post(f"{path}/statements", posted))
    police = Unit.get_by_id(world.units["police"]).reference
    for place in ("", "?view=all", f"?unit={police}", "?kind=note", f"/entries/{row}"):
        page = consultant.get(f"/cases/{case}{place}").text
        assert page.count("Jeg var træt, ikke fuld.") == 1, place
        assert "Han var fuld." in page, place
    assert "i stedet" not in consultant.get(f"/cases/{case}/entries/{row}").text
    second = Entry.get(Entry.kind == EntryKind.STATEMENT)
    entries.state(world.actor("social_worker"), case, second.reference, "Og syg.", Source.PARENT, once())
    assert Entry.select().where(Entry.answers == second.answers_id).count() == 2


def test_H4_a_statement_on_a_struck_line_stays_and_one_struck_itself_is_still_read(visit, world, case):
    row = written(world, "social_worker", case, "Mor kom ikke.")
    stated = entries.state(world.actor("social_worker"), case, row, "Jeg kom, men sent.", Source.PARENT, once())
    entries.strike(world.actor("consultant"), case, row, "Forkert møde.", "", once())
    entries.strike(world.actor("consultant"), case, stated, "Skrevet forkert af.", "Jeg kom kl. 10.", once())
    page = visit("liaison").get(f"/cases/{case}").text
    for said in ("<s>Mor kom ikke.</s>", "<s>Jeg kom, men sent.</s>", "Skrevet forkert af.", "Jeg kom kl. 10."):
        assert said in page


@BOTH
def test_nothing_typed_is_lost_and_a_double_press_makes_one_line(visit, world, case, headers):
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/entries/new")
    text = "Det her er skrevet én gang."
    refused = consultant.post(
        f"/cases/{case}/notes",
        {"text": text, "happened_on": str(today() + DAY), "form": "note", "case": case},
        headers=headers,
    )
    assert refused.status_code == 422
    assert text in refused.text
    assert Draft.select().where(Draft.form == "note").count() == 1
    foreign = {"text": text, "child": world.pupils["south"][0]}
    assert consultant.post(f"/cases/{case}/notes", foreign, headers=headers).status_code == 422
    for _ in range(2):
        posted = consultant.post(f"/cases/{case}/notes", {"text": text, "key": "k" * 24}, headers=headers)
        assert posted.status_code == 303
    assert Entry.select().where(Entry.kind == EntryKind.NOTE).count() == 1


def test_a_draft_is_kept_while_typing_resumed_in_its_own_case_and_gone_when_sent(visit, world, case):
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/entries/new")
    place = {"form": "note", "case": case, "draft": "K-0000-0001", "version": "0", "key": "d" * 24}
    saved = consultant.fragment("/drafts", {**place, "text": "Halvt skr", "kind": "contact"})
    assert "Kladden er gemt." in saved.text
    assert "Halvt skr" in consultant.get(f"/cases/{case}/entries/new").text
    desk = consultant.follow(consultant.get("/drafts/K-0000-0001")).text
    assert "Halvt skr" in desk
    assert f"/cases/{case}/notes" in desk
    assert visit("second_consultant").get("/cases/entries/drafts/K-0000-0001").status_code == 404
    consultant.follow(
        consultant.post(f"/cases/{case}/notes", {**place, "version": "1", "text": "Halvt skrevet, nu helt."})
    )
    assert not Draft.select().exists()


def test_a_draft_of_a_statement_goes_on_at_the_line_it_answers(visit, world, case):
    row = written(world, "consultant", case)
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/entries/{row}/statements/new")
    place = {"form": "note", "case": case, "answers": row, "draft": "K-0000-0002", "version": "0", "key": "e" * 24}
    consultant.fragment("/drafts", {**place, "text": "Jeg sagde"})
    desk = consultant.follow(consultant.get("/drafts/K-0000-0002")).text
    assert "Jeg sagde" in desk
    assert f"/entries/{row}/statements" in desk
    assert "Jeg sagde" not in consultant.get(f"/cases/{case}/entries/new").text


def test_police_write_notes_that_everybody_in_the_case_reads_and_strangers_know_nothing(visit, world, case):
    liaison = visit("liaison")
    liaison.get(f"/cases/{case}/entries/new")
    liaison.follow(liaison.post(f"/cases/{case}/notes", {"text": "Set ved stationen.", "kind": "note"}))
    row = Entry.select().order_by(Entry.id.desc()).get().reference
    assert "Set ved stationen." in visit("social_worker").get(f"/cases/{case}").text
    for stranger in ("other_consultant", "teacher", "dpo"):
        visitor = visit(stranger)
        for path in (
            f"/cases/{case}/entries/new",
            f"/cases/{case}/entries/{row}",
            f"/cases/{case}/entries/{row}/strike",
        ):
            assert visitor.get(path).status_code == 404
        for form in ({"text": "x"}, {"text": "x", "happened_on": "i går"}):
            assert visitor.post(f"/cases/{case}/notes", form).status_code == 404
    assert not Draft.select().exists()
    other = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    assert visit("consultant").get(f"/cases/{other}/entries/{row}").status_code == 404


def test_a_draft_written_before_the_case_was_closed_can_still_be_read(visit, world, case):
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/entries/new")
    place = {"form": "note", "case": case, "draft": "K-0000-0003", "version": "0", "key": "f" * 24}
    consultant.fragment("/drafts", {**place, "text": "Ikke sendt i tide."})
    Matter.update(state=CaseState.CLOSED).where(Matter.reference == case).execute()
    assert "Ikke sendt i tide." in consultant.follow(consultant.get("/drafts/K-0000-0003")).text
    refused = consultant.post(f"/cases/{case}/notes", {**place, "text": "Ikke sendt i tide."})
    assert refused.status_code == 403
    assert "Ikke sendt i tide." in refused.text

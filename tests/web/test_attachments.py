"""Files on cases and concerns: who sees, sends, fetches and removes them, and how they lie at rest."""

import re

import pytest

from ssp.models import Attachment, AttachmentPiece, Audit, Entry
from ssp.policy.register import limit
from ssp.services import attachment_pieces, attachments
from ssp.services.attachments import Most
from ssp.services.keyring import BrokenSeal, DataKey
from ssp.terms import AttachmentState
from tests.support import sending
from tests.support.case_load import log, open_case
from tests.support.sending import WORDS, send
from tests.support.sharing_load import admit

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
TEXT = WORDS.encode()


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][1])


@pytest.fixture
def case(world, concern) -> str:
    return open_case(world, "consultant", concern)


def put(visitor, path: str, name: str = "aftale.txt", data: bytes = TEXT, **options) -> str:
    """A file sent. Returns its reference."""
    visitor.get(path)
    answer = send(visitor, path, name, data, **options)
    assert answer.status_code == 303, answer.text
    return Attachment.select().order_by(Attachment.id.desc()).get().reference


def last() -> Audit:
    return Audit.select().order_by(Audit.seq.desc()).get()


def test_a_file_goes_into_a_case_and_out_again(visit, case):
    sender, path = visit("consultant"), f"/cases/{case}/attachments"
    file = put(sender, path, "Aftale æøå.PDF", sending.pdf())
    page = sender.get(path).text
    assert ">Aftale æøå.pdf</a>" in page
    assert re.search(r"PDF · \d kB · Consultant", page)
    answer = sender.get(f"/attachments/{file}")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=\"{file}.pdf\"; filename*=UTF-8''Aftale%20%C3%A6%C3%B8%C3%A5.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/pdf"
    line = last()
    assert (line.action, line.decision, line.objects) == ("attachment.read", "allowed", f"{case} {file}")
    assert [entry.reference for entry in Entry.select().where(Entry.kind == "attachment")]


def test_every_fetching_is_a_line_in_the_log(visit, case):
    sender = visit("consultant")
    file = put(sender, f"/cases/{case}/attachments")
    for _ in range(3):
        sender.get(f"/attachments/{file}")
    assert Audit.select().where((Audit.action == "attachment.read") & Audit.objects.contains(file)).count() == 3


@pytest.mark.any_engine
def test_a_page_that_would_draw_or_run_a_file_gets_nothing(visit, case):
    sender = visit("consultant")
    file = put(sender, f"/cases/{case}/attachments")
    for purpose in ("image", "script", "iframe", "embed", "style"):
        assert sender.get(f"/attachments/{file}", headers={"Sec-Fetch-Dest": purpose}).status_code == 400
    assert sender.get(f"/attachments/{file}", headers={"Sec-Fetch-Dest": "document"}).data == TEXT


@pytest.mark.parametrize(
    "who", ["other_teacher", "social_worker", "other_consultant", "leader", "administrator", "dpo"]
)
def test_A1_a_stranger_sees_sends_fetches_and_removes_nothing(visit, case, who):
    file = put(visit("consultant"), f"/cases/{case}/attachments")
    stranger, before = visit(who), Attachment.select().count()
    stranger.get("/password")
    for path in (f"/cases/{case}/attachments", f"/attachments/{file}", f"/attachments/{file}/removals/new"):
        assert stranger.get(path).status_code == 404, path
    # A file that would be refused is not even looked at.
    assert send(stranger, f"/cases/{case}/attachments", "x.exe", b"MZ").status_code == 404
    assert last().decision == "denied"
    assert stranger.post(f"/attachments/{file}/removals", {"reason": "væk"}).status_code == 404
    assert Attachment.select().count() == before


def test_a_file_lies_with_a_concern_for_those_who_read_it(visit, world, concern, case):
    file = put(visit("teacher"), f"/concerns/{concern}/attachments")
    reader = visit("consultant")
    assert "aftale.txt" in reader.get(f"/concerns/{concern}/attachments").text
    assert reader.get(f"/attachments/{file}").data == TEXT
    admit(world, "consultant", case, "liaison")
    police = visit("liaison")
    assert police.get(f"/attachments/{file}").status_code == 404
    shared = put(reader, f"/cases/{case}/attachments")
    assert police.get(f"/attachments/{shared}").data == TEXT
    assert visit("colleague").get(f"/concerns/{concern}/attachments").status_code == 404


def test_pressing_twice_makes_one_file_and_another_file_another(visit, case):
    sender, path = visit("consultant"), f"/cases/{case}/attachments"
    for _ in range(2):
        put(sender, path, key="k" * 22)
    assert Attachment.select().count() == 1
    assert Entry.select().where(Entry.kind == "attachment").count() == 1
    put(sender, path, data=b"noget andet", key="k" * 22)
    assert Attachment.select().count() == 2


@pytest.mark.any_engine
@pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])
def test_a_file_that_is_not_taken_says_what_to_do(visit, case, headers):
    sender, path = visit("consultant"), f"/cases/{case}/attachments"
    sender.get(path)
    for name, data, words in (
        ("", b"", "Vælg en fil"),
        ("aftale.pdf", b"%PDF-1.7 i stykker", "Filen kan ikke læses som PDF. Gem den igen, og prøv igen."),
        ("aftale.exe", b"MZ", "Vælg en fil af typen PDF"),
    ):
        answer = send(sender, path, name, data, headers=headers)
        assert answer.status_code == 422
        assert answer.text.count(words) >= 2, "in the summary and at the field"
    assert Attachment.select().count() == 0


@pytest.mark.any_engine
def test_what_is_far_too_large_is_answered_in_words_and_nothing_else_is_lost(visit, case):
    sender, path = visit("consultant"), f"/cases/{case}/attachments"
    put(sender, path)
    answer = send(sender, path, "stor.pdf", bytes((limit("attachment_megabytes") + 2) * 1024**2))
    assert answer.status_code == 413
    assert f'href="{path}"' in answer.text
    assert "aftale.txt" in sender.get(path).text
    assert send(sender, f"/cases/{case}/notes", "stor.pdf", bytes(5 * 1024**2)).status_code == 413
    assert send(visit(), path, "stor.pdf", bytes(5 * 1024**2)).status_code == 413


@pytest.mark.any_engine
def test_a_matter_has_room_for_so_many_files(visit, case, monkeypatch):
    monkeypatch.setattr(attachments, "most", lambda: Most(megabytes=20, files=1))
    sender, path = visit("consultant"), f"/cases/{case}/attachments"
    put(sender, path)
    answer = send(sender, path, "en til.txt", b"ord")
    assert answer.status_code == 422
    assert "Fjern en fil først. Der kan højst ligge 1 her." in answer.text
    Attachment.update(state=AttachmentState.REFUSED).execute()
    assert send(sender, path, "en til.txt", b"ord").status_code == 303


def test_its_sender_and_the_keepers_of_the_case_remove_a_file(visit, world, case):
    admit(world, "consultant", case, "social_worker")
    admit(world, "consultant", case, "liaison")
    guest, path = visit("social_worker"), f"/cases/{case}/attachments"
    first, second = put(guest, path), put(guest, path, data=b"mere")
    other = visit("liaison")
    assert "/removals/new" not in other.get(path).text
    assert other.post(f"/attachments/{first}/removals", {"reason": "væk"}).status_code == 403
    assert guest.get(f"/attachments/{first}/removals/new").status_code == 200
    assert guest.post(f"/attachments/{first}/removals", {"reason": " "}).status_code == 422
    page = guest.follow(guest.post(f"/attachments/{first}/removals", {"reason": "Forkert fil."}))
    assert first not in page.text
    assert visit("consultant").post(f"/attachments/{second}/removals", {"reason": "Dobbelt."}).status_code == 303
    assert (Attachment.select().count(), AttachmentPiece.select().count()) == (0, 0)
    kinds = [
        entry.kind for entry in Entry.select().where(Entry.kind << ["attachment", "file_removed"]).order_by(Entry.id)
    ]
    assert kinds == ["attachment", "attachment", "file_removed", "file_removed"]
    assert Audit.select().where((Audit.action == "attachment.remove") & Audit.criterion.is_null(False)).count() == 2
    assert guest.get(f"/attachments/{first}").status_code == 404


@pytest.mark.parametrize("state", [AttachmentState.PENDING, AttachmentState.REFUSED])
def test_a_file_that_is_not_ready_is_fetched_by_nobody(visit, world, case, state):
    admit(world, "consultant", case, "social_worker")
    guest, path = visit("social_worker"), f"/cases/{case}/attachments"
    file = put(guest, path)
    Attachment.update(state=state).execute()
    assert guest.get(f"/attachments/{file}").status_code == 403
    assert f'href="/attachments/{file}"' not in guest.get(path).text
    assert visit("consultant").get(f"/attachments/{file}").status_code == 404


@pytest.mark.any_engine
def test_A1_the_room_costs_few_statements_however_many_files(visit, case, queries):
    sender, path = visit("consultant"), f"/cases/{case}/attachments"
    for number in range(6):
        put(sender, path, data=b"ord %d" % number)
    queries.clear()
    sender.get(path)
    assert len(queries) <= 8, queries


def pieces(count: int) -> tuple[DataKey, int]:
    """A file of some pieces, at rest without a case around it but for the row."""
    key, row = DataKey(b"k" * 32), Attachment.get()
    AttachmentPiece.delete().execute()
    data = b"".join(bytes([65 + number]) * attachment_pieces.PIECE for number in range(count))
    attachment_pieces.store(key, row.id, row.reference, data[:-1])
    assert attachment_pieces.opened(key, row.id, row.reference) == data[:-1]
    return key, row


def swap(key, row):
    first, second = AttachmentPiece.select().order_by(AttachmentPiece.number).limit(2)
    AttachmentPiece.update(body=second.body).where(AttachmentPiece.id == first.id).execute()
    AttachmentPiece.update(body=first.body).where(AttachmentPiece.id == second.id).execute()


def cut(key, row):
    AttachmentPiece.delete().where(AttachmentPiece.number == 2).execute()


def skip(key, row):
    AttachmentPiece.delete().where(AttachmentPiece.number == 1).execute()


def empty(key, row):
    AttachmentPiece.delete().execute()


def add_on(key, row):
    body = key.seal_bytes("attachment_pieces.body", f"{row.reference}|3|more", b"mere")
    AttachmentPiece.insert(attachment=row.id, number=3, body=body).execute()


def alter(key, row):
    piece = AttachmentPiece.get(AttachmentPiece.number == 1)
    body = bytearray(bytes(piece.body))
    body[-1] ^= 1
    AttachmentPiece.update(body=bytes(body)).where(AttachmentPiece.id == piece.id).execute()


@pytest.mark.any_engine
def test_pieces_that_were_swapped_cut_added_or_altered_do_not_open(visit, case):
    put(visit("consultant"), f"/cases/{case}/attachments")
    for harm in (swap, cut, skip, empty, add_on, alter):
        key, row = pieces(3)
        harm(key, row)
        with pytest.raises(BrokenSeal):
            attachment_pieces.opened(key, row.id, row.reference)


def test_a_piece_of_another_file_is_not_handed_out(visit, case):
    sender, path = visit("consultant"), f"/cases/{case}/attachments"
    first, second = put(sender, path), put(sender, path, data=b"noget andet")
    one, other = AttachmentPiece.select().order_by(AttachmentPiece.id)
    assert WORDS.encode() not in bytes(one.body)
    AttachmentPiece.update(body=one.body).where(AttachmentPiece.id == other.id).execute()
    answer = sender.get(f"/attachments/{second}")
    assert answer.status_code == 500
    assert WORDS not in answer.text
    assert sender.get(f"/attachments/{first}").data == TEXT

"""The rules of sharing, of erasure and of what a mail, an address or a log may say, each by its number."""

import logging

import pytest

from ssp.models import Disclosure, Mail, Matter, Message, Person
from ssp.services import drafts
from ssp.services.standing import today
from ssp.terms import DisclosureState
from ssp.web.logging import JsonLines
from tests.support import case_load
from tests.support.answers import answered
from tests.support.case_load import log, open_case, reference_of, share

TERMS = {"basis": "rpl115_ssp", "purpose": "prevent_crime", "necessity": case_load.WHY, **answered()}


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][1], words="Meget særlige ord")


@pytest.fixture
def shared(world, concern) -> str:
    return share(world, "consultant", concern, "liaison")


def full(world, **more) -> dict:
    return {**TERMS, "parts": "observation", "recipient": reference_of(world, "liaison"), **more}


@pytest.mark.parametrize("missing", ["parts", "recipient", "basis", "purpose", "necessity"])
def test_C1_nothing_is_shared_while_something_is_missing(visit, world, concern, missing):
    consultant = visit("consultant")
    consultant.get(f"/concerns/{concern}/disclosures/new")
    form = {name: value for name, value in full(world).items() if name != missing}
    assert consultant.post(f"/concerns/{concern}/disclosures", form).status_code == 422
    assert Disclosure.select().count() == 0
    assert consultant.post(f"/concerns/{concern}/disclosures", full(world)).status_code == 303


def test_C2_the_page_offers_no_investigation_and_says_so(visit, concern):
    page = visit("consultant").get(f"/concerns/{concern}/disclosures/new").text
    offered = page.split('name="purpose"')
    assert len(offered) == 5
    assert 'value="investigation"' not in page
    assert "efterforsk" in page.lower()


def test_C3_wanted_for_a_criminal_case_is_refused_named_and_logged(visit, shared):
    liaison = visit("liaison")
    liaison.get(f"/disclosures/{shared}")
    refused = liaison.post(f"/disclosures/{shared}/investigation")
    assert refused.status_code == 403
    assert "efterforsk" in refused.text.lower()
    assert Matter.get(Matter.reference == shared).state == DisclosureState.SHARED


def test_C4_a_recipient_declines_without_a_reason_and_is_not_reminded(visit, world, shared):
    liaison = visit("liaison")
    liaison.get(f"/disclosures/{shared}")
    Mail.delete().execute()
    liaison.follow(liaison.post(f"/disclosures/{shared}/decline"))
    assert liaison.get(f"/disclosures/{shared}").status_code == 404
    assert [mail.recipient for mail in Mail.select()] == ["consultant@example.invalid"]
    again = visit("consultant").post(f"/disclosures/{shared}/decline")
    assert again.status_code == 403


def test_C5_nothing_is_ticked_and_only_what_is_ticked_is_seen(visit, world, concern):
    consultant = visit("consultant")
    page = consultant.get(f"/concerns/{concern}/disclosures/new").text
    assert "checked" not in page
    assert ' value="" selected' not in page or "selected" not in page.split("recipient")[1].split("</select>")[0]
    extract = share(world, "consultant", concern, "liaison")
    seen = visit("liaison").get(f"/disclosures/{extract}").text
    assert "Set i frikvarteret" in seen
    for text in ("Meget særlige ord", "Bo Nielsen", "Virker ked af det", "Skolegården", concern):
        assert text not in seen


def test_C6_every_share_is_in_the_register_and_stays_there(visit, world, concern, shared):
    consultant, dpo = visit("consultant"), visit("dpo")
    for recalled in (False, True):
        if recalled:
            consultant.get(f"/disclosures/{shared}")
            consultant.follow(consultant.post(f"/disclosures/{shared}/recall"))
        for page in (consultant.get(f"/triage/{concern}").text, dpo.get("/register").text):
            assert shared in page
            assert "Liaison" in page
    assert visit("liaison").get(f"/disclosures/{shared}").status_code == 404
    row = Disclosure.get()
    assert all((row.sender_id, row.recipient_id, row.basis, row.purpose, row.parts, row.shared_at, row.extract_hash))


def test_C7_passing_on_is_a_share_of_its_own_and_the_sender_is_told(visit, world, shared):
    liaison = visit("liaison")
    liaison.get(f"/disclosures/{shared}/passings/new")
    assert liaison.post(f"/disclosures/{shared}/passings", {"parts": "observation"}).status_code == 422
    Mail.delete().execute()
    to = reference_of(world, "street_worker")
    passed = liaison.post(f"/disclosures/{shared}/passings", {**TERMS, "parts": "observation", "recipient": to})
    reference = passed.location.split("/disclosures/")[1].split("?")[0]
    assert reference != shared
    assert "consultant@example.invalid" in {mail.recipient for mail in Mail.select()}
    assert reference in visit("consultant").get(f"/disclosures/{shared}").text
    street = visit("street_worker")
    assert "Set i frikvarteret" in street.get(f"/disclosures/{reference}").text
    assert street.get(f"/disclosures/{shared}").status_code == 404


def test_I3_every_record_has_its_class_and_date_from_the_first_day(world, shared):
    open_case(world, "consultant", log(world, "teacher", world.pupils["north"][0]))
    drafts.save(world.users["teacher"], drafts.new_draft_reference(), 0, {"observation": "x"})
    kept = [*Matter.select(), *Person.select()]
    assert {row.retention_class for row in kept} == {"concern", "case", "disclosure", "person"}
    assert all(row.retention_until > today() for row in kept)
    for model in (Matter, Person):
        assert not model.retention_class.null
        assert not model.retention_until.null


def test_J1_a_mail_holds_an_address_a_template_and_a_reference(world, shared):
    mails = list(Mail.select().dicts())
    assert mails
    for mail in mails:
        said = {"id", "reference", "recipient", "template", "about", "occasion", "created_at"}
        assert mail.keys() == said | {"next_at", "attempts", "problem", "sent_at", "given_up_at"}
        assert mail["template"] == "news"
        assert Matter.select().where(Matter.reference == mail["about"]).exists()


def test_J2_addresses_titles_and_server_logs_hold_no_names(visit, world, concern, told):
    child = world.pupils["north"][1]
    consultant, teacher = visit("consultant"), visit("teacher")
    for path in (
        f"/triage/{concern}",
        f"/concerns/{concern}/persons/{child}/unmask",
        f"/concerns/{concern}",
        "/triage",
    ):
        title = consultant.get(path).text.split("<title>")[1].split("</title>")[0]
        for text in ("Bo", "Nielsen", "010211"):
            assert text not in title + path
    teacher.get("/concerns/new")
    teacher.fragment("/concerns/children", {"q": "Nielsen"})
    visit().get("/concerns?q=Nielsen")
    assert told
    for text in ("Nielsen", "010211", "Set i frikvarteret"):
        assert text not in "\n".join(told)


@pytest.fixture
def told():
    """Every line the server writes to its log while the test holds it."""
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record):
            lines.append(JsonLines().format(record))

    logger, handler = logging.getLogger("ssp"), Collector()
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


def test_J11_pages_are_danish_and_every_control_has_its_label(visit, world, concern, shared):
    """Labels, headings, ids and titles are checked on every page a visitor opens."""
    for who, paths in {
        "teacher": ("/", "/concerns", "/concerns/new", f"/concerns/{concern}", "/password"),
        "consultant": ("/", "/triage", f"/triage/{concern}", f"/concerns/{concern}/disclosures/new"),
        "liaison": ("/", "/disclosures", f"/disclosures/{shared}", f"/disclosures/{shared}/returns/new"),
    }.items():
        person = visit(who)
        for path in paths:
            page = person.get(path).text
            assert '<html lang="da">' in page
            assert 'href="#main"' in page


def test_C1_bringing_something_back_is_a_share_of_its_own(visit, world, shared):
    liaison = visit("liaison")
    liaison.get(f"/disclosures/{shared}/returns/new")
    assert liaison.post(f"/disclosures/{shared}/returns", {"statement": "Set."}).status_code == 422
    returned = liaison.post(f"/disclosures/{shared}/returns", {**TERMS, "statement": "Set ved søen."})
    assert "Set ved søen." in visit("consultant").follow(returned).text
    assert Disclosure.select().count() == 2


def test_C4_an_answer_reaches_the_sender_alone(visit, world, concern, shared):
    liaison = visit("liaison")
    liaison.get(f"/disclosures/{shared}")
    liaison.follow(liaison.post(f"/disclosures/{shared}/answers", {"text": "Jeg tager en snak."}))
    assert "Jeg tager en snak." in visit("consultant").get(f"/disclosures/{shared}").text
    assert "Jeg tager en snak." not in visit("teacher").get(f"/concerns/{concern}").text
    assert Message.select().count() == 1

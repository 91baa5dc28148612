"""The register's pages: everybody reads, an administrator proposes, the data protection officer stands behind."""

from datetime import timedelta

import pytest

from ssp.models import Audit, RuleSignature, RuleVersion
from ssp.policy.register import LIMITS
from ssp.services.standing import today
from tests.support.world import PEOPLE

HOURS = "/rules/assessment_hours"


def propose(visitor, rule: str = "assessment_hours", value: str = "12", begins=None, **more):
    visitor.get(f"/rules/{rule}")
    fields = {"value": value, "valid_from": begins or today(), "reason": "Døgnvagten er bemandet.", **more}
    return visitor.post(f"/rules/{rule}/versions", fields)


def sign(visitor, *versions: str, review_on=None):
    visitor.get("/rules")
    fields = {"version": list(versions), "review_on": review_on or today() + timedelta(days=200)}
    return visitor.post("/rules/signatures", fields)


def last_line() -> tuple:
    columns = (Audit.action, Audit.decision, Audit.objects, Audit.purpose)
    return Audit.select(*columns).order_by(Audit.seq.desc()).tuples().first()


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_finds_the_register_in_the_menu_and_reads_it(visit, name):
    visitor = visit(name)
    assert 'href="/rules"' in visitor.get("/").text
    page = visitor.get("/rules").text
    assert "inden for 24 timer" in page
    assert "støtte, ikke en afgørelse" in page
    assert "ikke godkendt endnu" in page
    assert ("Venter på din godkendelse" in page) == (name == "dpo")
    entry = visitor.get(HOURS).text
    assert "barnets lov § 136" in entry
    assert ("Foreslå en ny version" in entry) == (name == "administrator")


def test_every_entry_has_a_page_and_stands_on_the_list(visit):
    visitor = visit("teacher")
    page = visitor.get("/rules").text
    for name in LIMITS:
        assert f'href="/rules/{name}"' in page
    for name in ("law_duty", "receipt_days", "notice_months", "absence_percent", "party_age", "ssd_meetings"):
        assert visitor.get(f"/rules/{name}").status_code == 200


def test_an_entry_that_is_not_there_is_not_there(visit):
    for name in ("administrator", "dpo", "teacher"):
        assert visit(name).get("/rules/nothing").status_code == 404
    assert propose_unknown(visit("administrator")).status_code == 404


def propose_unknown(administrator):
    fields = {"value": "1", "valid_from": today(), "reason": "x"}
    return administrator.post("/rules/nothing/versions", fields)


def test_a_proposal_is_a_new_version_that_waits_for_a_signature(visit, world):
    administrator, teacher = visit("administrator"), visit("teacher")
    response = propose(administrator)
    made = administrator.follow(response)
    assert "Forslaget er gemt" in made.text
    reference, version, value = (
        RuleVersion.select(RuleVersion.reference, RuleVersion.version, RuleVersion.value).tuples().get()
    )
    assert (version, value) == (2, "12")
    assert reference in made.text
    action, decision, objects, purpose = Audit.select(
        Audit.action, Audit.decision, Audit.objects, Audit.purpose
    ).where(Audit.action == "rule.change").tuples().get()  # fmt: skip
    assert (decision, objects, purpose) == ("allowed", reference, "assessment_hours")
    page = teacher.get(HOURS).text
    assert "inden for 24 timer" in page
    assert "Foreslået, ikke godkendt" in page


def test_a_signed_version_is_in_force_at_the_next_request(visit, world):
    propose(visit("administrator"))
    dpo, teacher = visit("dpo"), visit("teacher")
    assert "forslag venter på dig" in dpo.get("/").text
    assert "Godkendt." in dpo.follow(sign(dpo, "assessment_hours:2")).text
    reference = RuleSignature.select(RuleSignature.reference).scalar()
    line = Audit.select(Audit.objects).where(Audit.action == "rule.sign").scalar()
    assert line == reference
    page = teacher.get(HOURS).text
    assert "inden for 12 timer" in page
    assert "godkendt af Dpo" in page
    assert "Afløst" in page


def test_a_signed_version_waits_for_its_day(visit, world):
    propose(visit("administrator"), begins=today() + timedelta(days=3))
    sign(visit("dpo"), "assessment_hours:2")
    page = visit("teacher").get(HOURS).text
    assert "inden for 24 timer" in page
    assert "Godkendt, gælder senere" in page


def test_two_presses_make_one_version(visit, world):
    administrator = visit("administrator")
    assert propose(administrator).status_code == 303
    again = {"value": "12", "valid_from": today(), "reason": "Døgnvagten er bemandet."}
    assert administrator.post(f"{HOURS}/versions", again).status_code == 303
    assert RuleVersion.select().count() == 1
    other = administrator.post(f"{HOURS}/versions", again | {"value": "13"})
    assert other.status_code == 409
    assert RuleVersion.select().count() == 1


def test_two_presses_make_one_signature(visit, world):
    dpo = visit("dpo")
    assert sign(dpo, "law_duty:1").status_code == 303
    fields = {"version": ["law_duty:1"], "review_on": today() + timedelta(days=200)}
    assert dpo.post("/rules/signatures", fields).status_code == 303
    assert RuleSignature.select().count() == 1


def test_versions_count_from_two_and_nothing_is_edited(visit, world):
    administrator = visit("administrator")
    for value in ("12", "10", "8"):
        administrator.follow(propose(administrator, value=value))
    found = list(RuleVersion.select(RuleVersion.version, RuleVersion.value).order_by(RuleVersion.id).tuples())
    assert found == [(2, "12"), (3, "10"), (4, "8")]


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("assessment_hours", "0"), ("assessment_hours", "169"), ("assessment_hours", "12,5"), ("assessment_hours", "-3"),
        ("assessment_hours", "toogtyve"), ("assessment_hours", "٣"), ("assessment_hours", "9" * 5000),
        ("assessment_hours", "24"), ("absence_percent", "100"), ("notice_months", "13"), ("law_duty", "x" * 201),
        ("assessment_hours", ""), ("assessment_hours", "   "), ("law_duty", "barnets lov § 133, stk. 1"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_and_stays_in_the_form(visit, world, rule, value):
    response = propose(visit("administrator"), rule, value, reason="Min helt egen grund")
    assert response.status_code == 422
    assert "Min helt egen grund" in response.text
    assert RuleVersion.select().count() == 0


def test_a_day_that_has_passed_and_a_missing_reason_are_refused(visit, world):
    administrator = visit("administrator")
    assert propose(administrator, begins=today() - timedelta(days=1)).status_code == 422
    assert propose(administrator, begins="i morgen").status_code == 422
    assert propose(administrator, reason="  ").status_code == 422
    assert RuleVersion.select().count() == 0


def test_a_paragraph_takes_words(visit, world):
    propose(visit("administrator"), "law_duty", "barnets lov § 134, stk. 1")
    sign(visit("dpo"), "law_duty:2")
    assert "barnets lov § 134, stk. 1" in visit("teacher").get("/rules/law_duty").text


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"administrator"}))
def test_only_an_administrator_proposes(visit, world, name):
    visitor = visit(name)
    response = visitor.post(f"{HOURS}/versions", {"value": "12", "valid_from": today(), "reason": "x"})
    assert response.status_code == 404
    assert last_line()[:2] == ("rule.change", "denied")
    assert RuleVersion.select().count() == 0


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dpo"}))
def test_only_the_data_protection_officer_signs(visit, world, name):
    visitor = visit(name)
    fields = {"version": ["law_duty:1"], "review_on": today() + timedelta(days=9)}
    assert visitor.post("/rules/signatures", fields).status_code == 404
    assert last_line()[:2] == ("rule.sign", "denied")
    assert RuleSignature.select().count() == 0


def test_several_are_signed_at_once(visit, world):
    dpo = visit("dpo")
    assert str(len(LIMITS)) in dpo.get("/").text
    every = [f"{name}:1" for name in LIMITS]
    dpo.follow(sign(dpo, *every[:-1]))
    assert RuleSignature.select().count() == len(LIMITS) - 1
    left = dpo.get("/rules").text
    assert every[-1] in left
    assert every[0] not in left
    dpo.follow(sign(dpo, every[-1]))
    assert "Alt er godkendt" in dpo.get("/rules").text


@pytest.mark.parametrize("version", ["nothing:1", "law_duty:2", "law_duty:0", "law_duty", "law_duty:" + "9" * 5000])
def test_what_does_not_wait_cannot_be_signed(visit, world, version):
    dpo = visit("dpo")
    response = sign(dpo, "law_party:1", version)
    assert response.status_code == 409
    assert "Noget er ændret" in response.text
    assert RuleSignature.select().count() == 0


def test_a_version_that_was_followed_is_not_offered(visit, world):
    administrator, dpo = visit("administrator"), visit("dpo")
    propose(administrator)
    propose(administrator, value="10")
    sign(dpo, "assessment_hours:3")
    page = dpo.get("/rules").text
    assert "assessment_hours:" not in page
    assert sign(dpo, "assessment_hours:2").status_code == 409


def test_signing_takes_a_tick_and_a_day_to_come(visit, world):
    dpo = visit("dpo")
    assert sign(dpo).status_code == 422
    assert sign(dpo, "law_duty:1", review_on=today()).status_code == 422
    assert sign(dpo, "law_duty:1", review_on="snart").status_code == 422
    assert RuleSignature.select().count() == 0


def test_a_signature_comes_up_for_review_and_is_renewed(visit, world):
    dpo = visit("dpo")
    sign(dpo, "law_duty:1", review_on=today() + timedelta(days=31))
    assert "law_duty:1" not in dpo.get("/rules").text
    RuleSignature.update(review_on=today() + timedelta(days=30)).execute()
    assert "law_duty:1" in dpo.get("/rules").text
    assert "skal ses igen" in dpo.get("/rules/law_duty").text
    RuleSignature.update(review_on=today() - timedelta(days=1)).execute()
    assert "law_duty:1" in dpo.get("/rules").text
    dpo.follow(sign(dpo, "law_duty:1"))
    assert "law_duty:1" not in dpo.get("/rules").text
    assert RuleSignature.select().count() == 2

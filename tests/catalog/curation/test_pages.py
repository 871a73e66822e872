"""The pages of those who judge, of the operator, and of the institution."""

import pytest
from sqlalchemy import select

from catalog.curation.models import TaskDraft
from catalog.curation.services.cap import cap_category
from core.clock import now
from partners.organisations import Kind
from partners.staff import Role
from tests.catalog.curation.judging import scores_for, whole
from tests.factories import (
    make_course,
    make_organisation,
    make_seat,
    make_trainer,
)
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in

__all__ = ["signed_in"]


@pytest.fixture
def browser_of(session, signed_in):
    """The browser of somebody who reads Indonesian."""

    def sign_in(seat):
        browser = signed_in(seat)
        session.flush()
        return browser

    return sign_in


@pytest.fixture
def browser(town, browser_of):
    """The browser of somebody of an organisation."""

    def sign_in(organisation_id):
        return browser_of(town.people[organisation_id].seat)

    return sign_in


@pytest.fixture
def owner(town, session, browser_of):
    """The browser of the institution's owner."""
    return browser_of(make_seat(session, town.author.institution))


def filled(layer, verdict, **more):
    form = {f"score-{each['indicator']}": each["score"] for each in scores_for(layer)}
    return form | {"verdict": verdict, "reasons": "Begitu."} | more


def address_of(town, organisation):
    task = town.tasks(organisation.id)[0]
    return f"/partner/{organisation.code}/assessments/{task['id']}"


def test_a_platform_judges_a_course_on_its_pages(town, browser):
    course_id = town.submit()
    page = browser(town.platform.id)
    address = address_of(town, town.platform)

    listed = page.get(f"/partner/{town.platform.code}/assessments")
    shown = page.get(address)
    sent = submit(page, f"{address}/verdict", **filled("platform", "approve"))
    after = page.get(f"/partner/{town.platform.code}/assessments")

    assert "Membuat roti di rumah" in listed.text
    assert "Metode pelatihan interaktif." in shown.text
    assert "Rp\xa0350.000" in shown.text or "Rp 350.000" in shown.text
    assert sent.status_code == 303
    assert "Sudah dinilai" in after.text
    assert town.where(course_id)["waits_for"] == "operator"


def test_a_refused_verdict_keeps_what_was_filled_in(town, browser):
    town.submit()
    page = browser(town.platform.id)
    address = address_of(town, town.platform)

    form = filled("platform", "approve", **{"change-title": "Lebih jelas."})
    refused = submit(page, f"{address}/verdict", **form)

    assert refused.status_code == 422
    assert "Putusan dan perbaikan tidak cocok" in refused.text
    assert "Lebih jelas." in refused.text
    assert refused.text.count("checked") == len(scores_for("platform")) + 1
    assert town.tasks(town.platform.id)[0]["state"] == "assigned"


def test_who_judges_sees_who_teaches_what_is_empty_and_what_she_has_to_look_at_again(
    town, session, browser
):
    trainer = make_trainer(session, town.author.institution, public_name="Sri")
    cap_category(session, "makanan-dan-minuman", price_cap=400_000, at=now())
    town.submit(whole(trainers=[str(trainer.id)]))
    page = browser(town.platform.id)
    address = address_of(town, town.platform)

    shown = page.get(address).text
    form = filled("platform", "approve", **{"score-interactive": "0"})
    failed = submit(page, f"{address}/verdict", **form).text
    sent = submit(
        page,
        f"{address}/verdict",
        **filled("platform", "changes", **{"change-equipment": "Sebutkan oven."}),
    )

    assert "Sri" in shown
    assert "berlaku sampai 1 Januari 2199" in shown
    assert "400.000" in shown
    assert shown.index("Persyaratan utama") < shown.index("Administrasi</h3>")
    assert 'href="#indicator-interactive"' in failed
    assert "Indikator wajib tidak terpenuhi" in failed
    assert sent.status_code == 303
    case = town.case(town.tasks(town.platform.id, state="submitted")[0]["course_id"])
    assert case["tasks"][0]["answer"]["changes"][0]["place"] == "/equipment"


def test_the_institution_sees_the_layers_what_failed_and_when_to_renew(
    town, owner, browser_of
):
    course_id = town.submit()
    one, other = town.to_assessors(course_id)
    low = scores_for("assessment", interactive=0)
    town.agree(one, "reject", scores=[each | {"note": "Kelabu."} for each in low])
    there = town.where(course_id)
    town.agree(other, "reject")
    address = f"/partner/{town.author.institution.code}/submitted-courses/{course_id}"

    rejected, shown = town.where(course_id), owner.get(address).text
    case = browser_of(town.overseer.seat).get(
        f"/operator/curation/{town.case(course_id)['id']}"
    )
    town.appeal(course_id)
    appealed = town.where(course_id)
    for each in town.asked():
        town.agree(each)
    approved = town.where(course_id)

    states = [each["state"] for each in there["layers"]]
    assert (states, there["failed"]) == (["passed", "passed", "here"], [])
    (failed,) = rejected["failed"]
    assert (failed["indicator"], failed["below"], failed["judged"]) == (
        *("interactive", 1, 2),
    )
    assert "Metode pelatihan interaktif." in shown
    assert "Kelabu." not in shown
    assert "Kelabu." in case.text
    assert [each["state"] for each in appealed["layers"]] == ["here"]
    assert approved["renewable_from"] < approved["valid_until"]


def test_a_half_filled_verdict_is_kept_for_who_writes_it_until_it_is_sent(
    town, session, browser, browser_of
):
    course_id = town.submit()
    page, address = browser(town.platform.id), address_of(town, town.platform)
    half = {"score-interactive": "1", "note-interactive": "Ada forum.", "other": "x"}

    kept = submit(page, f"{address}/draft", **half)
    resumed = page.get(address).text
    page.environ_base["HTTP_HX_REQUEST"] = "true"
    again = submit(page, f"{address}/draft", **half | {"change-title": "Jelaskan."})
    del page.environ_base["HTTP_HX_REQUEST"]
    colleague = town.desk.hire(Role.CATALOGUE, at=town.platform)
    others = browser_of(colleague.seat).get(address).text

    assert (kept.status_code, again.status_code) == (303, 200)
    assert "Ada forum." in resumed
    assert resumed.count(" checked") == 1
    assert 'id="kept"' in again.text
    assert "Ada forum." not in others
    draft = session.scalars(select(TaskDraft)).one()
    assert draft.fields == {
        "score-interactive": "1",
        "note-interactive": "Ada forum.",
        "change-title": "Jelaskan.",
    }
    assert town.where(course_id)["waits_for"] == "platform"

    submit(page, f"{address}/verdict", **filled("platform", "approve"))

    assert submit(page, f"{address}/draft", **half).status_code == 409
    assert session.scalars(select(TaskDraft)).all() == []


def test_a_verdict_that_is_not_chosen_is_no_verdict(town, browser):
    town.submit()
    page = browser(town.platform.id)

    refused = submit(page, f"{address_of(town, town.platform)}/verdict", reasons="x")

    assert refused.status_code == 422
    assert town.asked() == [town.platform.id]


def test_an_assessor_sees_no_price_and_may_leave_it_to_another(town, session, browser):
    make_course(
        session,
        town.author.institution,
        title="Membuat roti di rumah",
        summary="Dari menakar tepung sampai roti yang layak jual di pasar.",
        list_price=123_000,
    )
    course_id = town.submit()
    one = town.to_assessors(course_id)[0]
    organisation = next(each for each in town.assessors if each.id == one)
    page = browser(one)
    address = address_of(town, organisation)

    shown = page.get(address)
    declined = submit(page, f"{address}/decline", reason="Tidak ada waktu.")

    assert "350.000" not in shown.text
    assert "123.000" not in shown.text
    assert "Agar tidak terpengaruh" in shown.text
    assert "100 %" in shown.text
    assert declined.status_code == 303
    assert one not in town.asked()


def test_the_operator_sees_what_is_late_who_was_asked_and_how_they_were_drawn(
    town, session, browser_of
):
    course_id = town.submit()
    town.to_assessors(course_id)
    page = browser_of(town.overseer.seat)

    queued = page.get("/operator/curation")
    late = page.get("/operator/curation?state=late").text
    case = town.case(course_id)
    shown = page.get(f"/operator/curation/{case['id']}")

    assert "Membuat roti di rumah" in queued.text
    assert "Penilaian independen" in queued.text
    assert "Membuat roti di rumah" not in late
    assert "Undian ulang menghasilkan hal yang sama." in shown.text
    for each in case["tasks"]:
        assert each["organisation_name"] in shown.text
    assert "Membuat roti" not in page.get("/operator/curation?state=rejected").text


def test_the_operator_caps_prices_on_a_page(town, browser_of):
    page = browser_of(town.overseer.seat)
    address = "/operator/curation/prices"

    wrong = submit(page, f"{address}/makanan-dan-minuman", price_cap="-5")
    assert wrong.status_code == 303
    assert "Tanpa batas" in page.get(address).text
    submit(page, f"{address}/makanan-dan-minuman", price_cap="300000")

    assert "300.000" in page.get(address).text
    begun = town.author.begin()
    refused = town.author.submit(begun["id"], 1)
    assert refused.json["missing"][0]["code"] == "above-cap"


def test_the_institution_sees_what_was_asked_for_and_not_by_whom(town, owner):
    course_id = town.submit()
    code = town.author.institution.code
    waiting = owner.get(f"/partner/{code}/submitted-courses/{course_id}")
    town.agree(town.platform.id, "changes")

    listed = owner.get(f"/partner/{code}/submitted-courses")
    shown = owner.get(f"/partner/{code}/submitted-courses/{course_id}")

    assert "platform yang Anda pilih" in waiting.text
    assert "Perlu perbaikan" in listed.text
    assert "Say for whom." in shown.text
    assert "/title/en" in shown.text
    assert town.platform.name not in shown.text


def test_the_institution_appeals_on_its_page_once(town, owner):
    course_id = town.submit()
    town.agree(town.platform.id, "reject")
    address = f"/partner/{town.author.institution.code}/submitted-courses/{course_id}"
    assert "Keberatan" in owner.get(address).text

    first = submit(owner, f"{address}/appeal", reason="Sudah interaktif.")
    second = submit(owner, f"{address}/appeal", reason="Sudah interaktif.")

    assert (first.status_code, second.status_code) == (303, 409)
    assert "asesor independen" in owner.get(address).text
    assert len(town.asked()) == 2


def test_others_have_none_of_the_pages(town, session, browser, browser_of):
    town.submit()
    stranger = make_organisation(session, Kind.ASSESSOR)
    page = browser_of(make_seat(session, stranger, Role.CATALOGUE))
    task = town.tasks(town.platform.id)[0]
    course_id = town.tasks(town.platform.id)[0]["course_id"]

    assert page.get(address_of(town, town.platform)).status_code == 404
    own = page.get(f"/partner/{stranger.code}/assessments/{task['id']}")
    assert own.status_code == 404
    foreign = page.get(f"/partner/{stranger.code}/submitted-courses/{course_id}")
    assert foreign.status_code == 404
    assert page.get("/operator/curation").status_code == 404
    assert "Belum ada tugas" in page.get(f"/partner/{stranger.code}/assessments").text

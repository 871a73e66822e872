"""The platform's page of its feed, and the operator's of held removals."""

import pytest

from catalog.feed.queries import note_reader
from partners.staff import Role
from tests.factories import make_catalog_hold, make_organisation, make_seat
from tests.partners.browsing import submit
from tests.partners.standing.deciding import Desk

HOLDS = "/operator/catalog-holds"


@pytest.fixture
def desk(client, session) -> Desk:
    return Desk(session, client)


@pytest.fixture
def visit(session, browser_of):
    """A browser of somebody at an organisation, in English or Indonesian."""

    def sign_in(organisation, *roles, locale="en"):
        browser = browser_of(make_seat(session, organisation, *roles))
        submit(browser, "/language", locale=locale, next="/")
        return browser

    return sign_in


def test_a_platform_sees_its_number_checksum_and_readers(stand, visit, at):
    browser = visit(stand.platform, Role.READ_ONLY)
    page = f"/partner/{stand.platform.code}/catalog-feed"
    empty = browser.get(page).text
    stand.course()
    stand.course()
    stand.relay(at)
    note_reader(stand.session, stand.platform.id, "shop-1", 1, at=at)

    full = browser.get(page).text

    assert "Nothing has been published yet" in empty
    assert "None of your programs has read it yet." in empty
    assert "shop-1" in full
    assert "1 changes behind" in full
    assert "/v1/catalog/changes?after=2" in full
    assert "Nothing has been published yet" not in full
    assert page in full


def test_the_page_speaks_indonesian(stand, visit):
    browser = visit(stand.platform, Role.READ_ONLY, locale="id")

    page = browser.get(f"/partner/{stand.platform.code}/catalog-feed").text

    assert "Umpan katalog" in page
    assert "Nothing has been published" not in page


def test_another_organisations_feed_looks_like_none(session, stand, visit):
    browser = visit(make_organisation(session), Role.OWNER)

    assert (
        browser.get(f"/partner/{stand.platform.code}/catalog-feed").status_code == 404
    )


def test_35_a_person_of_the_operator_releases_on_the_page(stand, at, hire_operator):
    browser = hire_operator(Role.PROGRAMME)
    assert "Nothing waits." in browser.get(HOLDS).text
    course, offering = stand.course()
    stand.relay(at)
    offering.withdrawn_at = at
    stand.relay(at)
    listed = browser.get(HOLDS).text
    assert "1 of 1 courses would leave" in listed
    place = listed.split(f'href="{HOLDS}/')[1].split('"')[0]
    shown = browser.get(f"{HOLDS}/{place}").text
    assert course.code in shown

    wordless = submit(browser, f"{HOLDS}/{place}", decision="release", note="")
    done = submit(browser, f"{HOLDS}/{place}", decision="release", note="It closed.")
    again = submit(browser, f"{HOLDS}/{place}", decision="keep", note="It did not.")

    assert wordless.status_code == 422
    assert (done.status_code, done.location) == (303, HOLDS)
    assert again.status_code == 409
    assert "The hold is over" in again.text
    assert "It closed." in browser.get(HOLDS).text


def test_35_only_who_manages_the_programme_decides(stand, hire_operator):
    hold = make_catalog_hold(stand.session, stand.platform)
    browser = hire_operator(Role.SUPPORT)

    assert browser.get(HOLDS).status_code == 403
    answer = submit(browser, f"{HOLDS}/{hold.id}", decision="keep", note="-")
    assert answer.status_code == 403
    stand.session.refresh(hold)
    assert hold.state == "open"


def test_35_holds_are_listed_and_decided_over_the_api(stand, desk, at):
    one = desk.hire(Role.PROGRAMME)
    _, offering = stand.course()
    stand.relay(at)
    offering.withdrawn_at = at
    stand.relay(at)
    [listed] = one.get("/v1/catalog/holds", state="open").json["items"]
    place = f"/v1/catalog/holds/{listed['id']}"

    kept = one.post(f"{place}/rejection", note="It is a mistake.")
    late = one.post(f"{place}/release", note="Really.")

    assert (listed["reason"], listed["removals"]) == ("emptied", 1)
    assert listed["platform"] == stand.platform.code
    assert (kept.status_code, kept.json["state"]) == (200, "rejected")
    assert kept.json["note"] == "It is a mistake."
    assert (late.status_code, late.json["type"]) == (
        409,
        "/problems/catalog-hold-is-over",
    )
    assert one.get("/v1/catalog/holds", state="open").json["items"] == []

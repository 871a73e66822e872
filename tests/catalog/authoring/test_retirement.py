"""An institution gives a course up for good, or discards a draft."""

import html
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.authoring import Draft
from catalog.authoring.models import DraftState
from catalog.authoring.queries import unpublished_count
from catalog.courses import CourseStatus
from catalog.offerings.models import Proposal
from core.audit.models import AuditEntry
from core.clock import now
from partners.staff import Role
from tests.catalog.authoring.drafting import PATH
from tests.catalog.offerings.dealing import Proposer, Seller, slug_of
from tests.factories import make_category, make_offering, make_schedule, make_seat
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in

__all__ = ["signed_in"]


@pytest.fixture
def author(client, session):
    make_category(session, code="makanan-dan-minuman")
    return Proposer(client, session)


def retire(author, course_id, **body):
    return author.http.put(
        f"{PATH}/{course_id}/retirement", json=body, headers=author.headers()
    )


def listed(author, query=""):
    return {each["id"] for each in author.get(query).json["items"]}


def test_a_discarded_draft_counts_no_more_and_is_not_edited_any_more(author, session):
    course_id = author.begin()["id"]
    before = unpublished_count(session, author.institution.id)

    first = retire(author, course_id, cause=" Begun twice. ")
    again = retire(author, course_id, cause="Something else.")

    assert first.status_code == 200
    assert first.json["of_status"] == "draft"
    assert first.json["cause"] == "Begun twice."
    assert again.json == first.json
    assert unpublished_count(session, author.institution.id) == before - 1
    assert course_id not in listed(author)
    assert listed(author, "?status=retired") == {course_id}
    refused = author.edit(course_id, 1, pass_mark=70)
    assert (refused.status_code, slug_of(refused)) == (409, "course-retired")
    assert slug_of(author.submit(course_id, 1)) == "course-retired"
    assert author.read(course_id).json["version"] == 1
    # What was never published is as unknown as no course.
    public = f"/v1/course-comparison?course={author.course.id}&course={course_id}"
    missing = author.http.get(public).json["missing"]
    assert [(each["id"], each["reason"]) for each in missing] == [
        (course_id, "unknown")
    ]
    acts = select(AuditEntry).where(AuditEntry.action == "course.retired")
    assert [each.reason for each in session.scalars(acts)] == ["Begun twice."]


def test_a_retired_course_is_neither_sold_nor_offered_nor_planned(author, session):
    seller = Seller(author.http, session)
    proposal = author.propose(seller)
    assert author.prices() is not None

    assert retire(author, author.course.id).json["of_status"] == "published"

    session.expire_all()
    assert author.course.status == CourseStatus.RETIRED
    assert author.prices() is None
    assert session.get_one(Proposal, proposal["id"]).state == "withdrawn"
    assert slug_of(seller.accept(proposal)) == "proposal-ended"
    assert slug_of(author.try_proposing(seller)) == "course-retired"


def being_judged(session, course, state=DraftState.SUBMITTED):
    session.add(Draft(course_id=course.id, content={}, state=state, changed_at=now()))


def still_listed(session, course):
    make_offering(session, course)


def with_classes(session, course):
    make_schedule(session, course, seats_taken=3)


def taken_off_sale(session, course):
    course.status = CourseStatus.SUSPENDED


REASONS = {
    "course-being-judged": being_judged,
    "course-still-listed": still_listed,
    "course-has-classes": with_classes,
    "course-under-sanction": taken_off_sale,
}


@pytest.mark.parametrize("slug", REASONS)
def test_a_course_is_not_retired_while_others_rely_on_it(author, session, slug):
    REASONS[slug](session, author.course)
    session.flush()
    before = author.course.status

    refused = retire(author, author.course.id)

    assert (refused.status_code, slug_of(refused)) == (409, slug)
    session.expire_all()
    assert author.course.status == before


def test_what_is_over_or_called_off_keeps_no_course(author, session):
    at = now()
    make_offering(session, author.course, withdrawn_at=at)
    make_schedule(session, author.course, cancelled_at=at, seats_taken=1)
    make_schedule(
        session,
        author.course,
        starts_at=at - timedelta(days=9),
        ends_at=at - timedelta(days=8),
        enrolment_closes_at=at - timedelta(days=10),
    )
    session.flush()

    assert retire(author, author.course.id).status_code == 200


def test_another_institution_finds_no_course_to_retire(author, client, session):
    other = Proposer(client, session)

    refused = retire(other, author.course.id)

    assert (refused.status_code, slug_of(refused)) == (404, "own-course-not-found")


def test_a_page_asks_says_what_is_in_the_way_and_retires(author, session, signed_in):
    browser = signed_in(make_seat(session, author.institution, Role.CATALOGUE))
    session.flush()
    path = f"/partner/{author.institution.code}/courses/{author.course.id}"
    offering = make_offering(session, author.course)
    submit(browser, "/language", locale="en", next="/")
    assert "Retire this course" in browser.get(path).text

    blocked = html.unescape(browser.get(f"{path}/retirement").text)
    refused = submit(browser, f"{path}/retirement", cause="")
    offering.withdrawn_at = now()
    session.flush()
    asked = html.unescape(browser.get(f"{path}/retirement").text)
    done = submit(browser, f"{path}/retirement", cause="We teach it elsewhere.")

    assert "Platforms still list the course" in blocked
    assert "This cannot be undone" not in blocked
    assert refused.status_code == 409
    assert "This cannot be undone" in asked
    assert done.status_code == 303
    assert "that is final" in browser.get(path).text
    assert "We teach it elsewhere." in browser.get(f"{path}/retirement").text
    shown = browser.get(path.rsplit("/", 1)[0] + "?show=sale-retired").text
    assert author.course.title in html.unescape(shown)

"""The pages of reviews: everybody's, the institution's, the operator's."""

import re

import pytest

from partners.organisations import Kind, Organisation
from partners.staff import Role
from tests.factories import (
    letters,
    make_account,
    make_course,
    make_organisation,
    make_review,
    make_seat,
)
from tests.partners.browsing import ENGLISH, browser_for, submit

PHONE = "Hubungi 0812 3456 7890"


@pytest.fixture
def course(session):
    return make_course(session, title="Menjahit Dasar")


@pytest.fixture
def staff(session, course):
    provider = session.get_one(Organisation, course.provider_id)
    return make_seat(session, provider, Role.CATALOGUE)


@pytest.fixture
def helper(session):
    return make_seat(session, make_organisation(session, Kind.OPERATOR), Role.SUPPORT)


@pytest.fixture
def browser(app, session):
    def sign_in(account_id):
        account = session.get_one(type(make_account(session)), account_id)
        return browser_for(app, session, account)

    return sign_in


def test_a_course_without_reviews_says_so(client, course):
    for address in (f"/catalogue/{course.id}", f"/catalogue/{course.id}/reviews"):
        page = client.get(address, headers=ENGLISH)

        assert "Nobody has reviewed this course yet." in page.text


def test_everybody_reads_reviews_with_bars_and_replies_and_no_name(
    client, session, course
):
    for stars in (5, 5, 2):
        make_review(session, course, stars=stars, comment=f"Nilai {stars}.")
    make_review(session, course, comment=PHONE)

    page = client.get(f"/catalogue/{course.id}/reviews?sort=lowest", headers=ENGLISH)

    assert "3 reviews" in page.text
    assert '<meter min="0" max="3" value="2"' in page.text
    assert page.text.index("Nilai 2.") < page.text.index("Nilai 5.")
    assert "0812" not in page.text
    assert "Ani" not in re.findall(r"\w+", page.text)
    only = client.get(f"/catalogue/{course.id}/reviews?stars=2", headers=ENGLISH)
    assert "Nilai 5." not in only.text


def test_strange_choices_of_a_list_count_as_not_made(client, course):
    page = client.get(f"/catalogue/{course.id}/reviews?sort=x&stars=9")

    assert page.status_code == 200
    wrong = client.get(f"/catalogue/{course.id}/reviews?cursor=x")
    assert wrong.status_code == 422


def test_anyone_who_is_signed_in_reports_a_review_once(
    client, session, course, browser
):
    review = make_review(session, course)
    address = f"/reviews/{review.id}/report"
    assert client.get(address).status_code == 303
    reader = browser(make_account(session).id)

    sent = submit(reader, address, reason="advertising", note="Lihat nomornya.")
    again = submit(reader, address, reason="advertising")

    assert sent.status_code == 303
    assert again.status_code == 409
    session.refresh(review)
    assert review.waits_since is not None
    wrong = submit(reader, address, reason="because")
    assert wrong.status_code == 422


def test_staff_of_the_institution_replies_on_its_page(session, course, staff, browser):
    review = make_review(session, course, comment="Bagus.")
    code = session.get_one(Organisation, course.provider_id).code
    page = browser(staff.account_id)
    address = f"/partner/{code}/reviews"
    assert "Bagus." in page.get(address).text

    refused = submit(page, f"{address}/{review.id}/reply", words=PHONE)
    empty = submit(page, f"{address}/{review.id}/reply", words=" ")
    done = submit(page, f"{address}/{review.id}/reply", words="Terima kasih.")

    assert (refused.status_code, empty.status_code, done.status_code) == (409, 422, 303)
    assert PHONE in refused.text
    assert "Terima kasih." in page.get(address).text
    public = page.get(f"/catalogue/{course.id}")
    assert "Terima kasih." in public.text


def test_a_role_that_only_reads_cannot_reply(session, course, browser):
    provider = session.get_one(Organisation, course.provider_id)
    reader = make_seat(session, provider, Role.READ_ONLY)
    review = make_review(session, course)
    page = browser(reader.account_id)
    address = f"/partner/{provider.code}/reviews"

    answer = submit(page, f"{address}/{review.id}/reply", words="Ya.")

    assert page.get(address).status_code == 200
    assert answer.status_code == 403


def test_the_operator_sees_why_a_review_waits_and_decides(
    session, course, helper, browser
):
    held = make_review(session, course, comment=PHONE)
    page = browser(helper.account_id)

    listed = page.get("/operator/reviews", headers=ENGLISH)
    assert "seem to hold an e-mail, a phone" in listed.text
    without = submit(page, f"/operator/reviews/{held.id}/decision", act="hide")
    assert without.status_code == 303
    assert held.state == "held"
    hidden = submit(
        page,
        f"/operator/reviews/{held.id}/decision",
        act="hide",
        hide_because="personal_data",
        note="Hapus nomornya.",
    )

    assert hidden.status_code == 303
    session.refresh(held)
    assert held.state == "hidden"
    assert len(letters(session, "review-hidden")) == 1
    empty = page.get("/operator/reviews", headers=ENGLISH)
    assert "No review waits for anybody." in empty.text
    again = submit(
        page,
        f"/operator/reviews/{held.id}/decision",
        act="hide",
        hide_because="personal_data",
    )
    assert again.status_code == 409


def test_who_may_not_look_at_reviews_is_refused(session, staff, browser):
    page = browser(staff.account_id)

    assert page.get("/operator/reviews").status_code == 404

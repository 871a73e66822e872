"""A shortlist: bounded, its owner's alone, and true about each course."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from catalog.courses import Course, CourseStatus, Offering, Schedule
from core.clock import now
from core.ids import new_id
from marketplace.shortlist import ShortlistItem
from marketplace.shortlist.rules import MOST, change_of, together
from partners.accounts import Account
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_account,
    make_award,
    make_client,
    make_course,
    make_offering,
    make_organisation,
    make_schedule,
    make_token,
)
from tests.partners.browsing import browser_for, submit

PATH = "/v1/me/shortlist"


class Owner:
    """A person with the programme's own application."""

    def __init__(self, http, session, account=None):
        operator = make_organisation(session, Kind.OPERATOR)
        app = make_client(session, operator, ["participant:self"])
        self.account = account or make_account(session)
        self.http, self.token = http, make_token(session, app, self.account)

    def send(self, method, path=PATH):
        return self.http.open(path, method=method, headers=authorization(self.token))

    def keep(self, course):
        return self.send("PUT", f"{PATH}/{course.id}")

    def items(self):
        return self.send("GET").json["items"]


@pytest.fixture
def owner(client, session):
    return Owner(client, session)


def on_sale(session, price=300_000, **changes):
    """A course with a seat next week, on one platform."""
    course = make_course(session, list_price=price, **changes)
    make_offering(session, course, price=price)
    make_schedule(session, course)
    return course


def test_34_a_course_is_kept_once_and_taken_off(owner, session):
    course = on_sale(session)

    kept, again = owner.keep(course), owner.keep(course)
    there = owner.items()
    gone, once_more = (owner.send("DELETE", f"{PATH}/{course.id}") for _ in range(2))

    assert (kept.status_code, again.status_code) == (200, 200)
    assert kept.json["price"]["amount"] == 300_000
    assert [each["state"] for each in there] == ["available"]
    assert (gone.status_code, once_more.status_code) == (204, 204)
    assert owner.items() == []


def test_what_is_not_on_sale_is_not_kept(owner, session):
    draft = make_course(session, status=CourseStatus.DRAFT)

    answers = [owner.keep(draft), owner.send("PUT", f"{PATH}/{new_id()}")]

    assert [each.status_code for each in answers] == [404, 404]
    assert session.scalar(select(func.count()).select_from(ShortlistItem)) == 0


def test_34_the_list_says_what_became_of_each_course(owner, session):
    courses = {
        name: on_sale(session, title=name)
        for name in ("cheaper", "full", "no_class", "not_sold", "ended")
    }
    for each in courses.values():
        owner.keep(each)

    def change(model, name, **values):
        column = model.id if model is type(courses[name]) else model.course_id
        session.execute(
            update(model).where(column == courses[name].id).values(**values)
        )

    change(Offering, "cheaper", price=250_000)
    change(Schedule, "full", seats_taken=30)
    change(Schedule, "no_class", enrolment_closes_at=now() - timedelta(hours=1))
    change(Offering, "not_sold", withdrawn_at=now())
    change(Course, "ended", status=CourseStatus.RETIRED)
    found = {each["title"]: each for each in owner.items()}

    assert {name: each["state"] for name, each in found.items()} == {
        "cheaper": "available",
        "full": "full",
        "no_class": "no_class",
        "not_sold": "not_sold",
        "ended": "ended",
    }
    assert found["cheaper"]["change"] == "cheaper"
    assert found["cheaper"]["price_before"]["amount"] == 300_000
    assert found["full"]["change"] == "same"
    assert found["ended"]["course"] is None


def test_34_the_list_says_what_her_balance_buys(client, session):
    award = make_award(session, balance=700_000)
    owner = Owner(client, session, session.get_one(Account, award.participant_id))
    for price in (300_000, 350_000, 400_000, 900_000):
        owner.keep(on_sale(session, price))

    found = owner.send("GET").json

    assert found["balance"]["amount"] == 700_000
    assert (found["affordable"], found["together"]) == (3, 2)
    by_price = {each["price"]["amount"]: each["affordable"] for each in found["items"]}
    assert by_price == {
        300_000: True,
        350_000: True,
        400_000: True,
        900_000: False,
    }


def test_without_an_award_nothing_is_said_of_money(owner, session):
    owner.keep(on_sale(session))

    found = owner.send("GET").json

    assert (found["balance"], found["affordable"], found["together"]) == (None,) * 3
    assert found["items"][0]["affordable"] is None


def test_a_list_is_bounded_and_says_so(owner, session, monkeypatch):
    monkeypatch.setattr("marketplace.shortlist.services.keep.MOST", 2)
    first, second, third = (on_sale(session) for _ in range(3))

    statuses = [owner.keep(each).status_code for each in (first, second, third, first)]

    assert statuses == [200, 200, 409, 200]
    assert len(owner.items()) == 2
    assert MOST == 50


def test_34_a_list_is_its_owners_alone(owner, client, session):
    owner.keep(on_sale(session))

    assert Owner(client, session).items() == []


@pytest.mark.parametrize(
    ("before", "price", "change"),
    [
        (3, 2, "cheaper"),
        (2, 3, "dearer"),
        (2, 2, "same"),
        (None, 2, None),
        (2, None, None),
    ],
)
def test_a_price_is_compared_with_that_of_then(before, price, change):
    assert change_of(before, price) == change


def test_a_balance_buys_the_cheapest_first():
    assert [together([5, 1, 3], balance) for balance in (0, 1, 4, 8, 9)] == [
        0,
        1,
        2,
        2,
        3,
    ]
    assert together([0, 0], 0) == 2


def test_a_person_keeps_and_drops_a_course_on_her_page(app, session):
    course = on_sale(session, title="Menjahit")
    browser = browser_for(app, session, make_account(session))

    empty = browser.get("/me/shortlist")
    asked = browser.get(f"/me/shortlist?add={course.code}")
    kept = submit(browser, f"/me/shortlist/{course.code}")
    listed = browser.get("/me/shortlist")
    twice = browser.get(f"/me/shortlist?add={course.code}")
    unknown = submit(browser, "/me/shortlist/no-such-course")
    dropped = submit(browser, f"/me/shortlist/{course.id}/removal")

    assert "Nothing is on your shortlist" in empty.text
    assert f'action="/me/shortlist/{course.code}"' in asked.text
    assert (kept.status_code, dropped.status_code) == (303, 303)
    assert "Menjahit" in listed.text
    assert unknown.status_code == 404
    assert "“Menjahit” is on your shortlist already." in twice.text
    assert "Menjahit" not in browser.get("/me/shortlist").text


def test_the_page_says_why_a_course_cannot_be_put_on_the_list(app, session):
    ended = on_sale(session, title="Menjahit", status=CourseStatus.RETIRED)
    draft = on_sale(session, title="Rahasia", status=CourseStatus.DRAFT)
    browser = browser_for(app, session, make_account(session))

    told, hidden, none = (
        browser.get(f"/me/shortlist?add={code}").text
        for code in (ended.code, draft.code, "%00nix")
    )

    assert "“Menjahit” is not sold any more." in told
    assert 'href="/catalogue?query=Menjahit"' in told
    for page in (hidden, none):
        assert "There is no course with this code." in page
        assert "Rahasia" not in page

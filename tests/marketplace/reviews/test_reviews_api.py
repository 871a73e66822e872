"""Reviews: who may give one, how often, and what others see."""

import threading
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.reviews import Review
from catalog.reviews.errors import ReviewTwice
from catalog.reviews.services.give import give_review
from core.events.models import StoredEvent
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_course,
    make_offering,
    make_organisation,
    make_participant,
    make_schedule,
    make_token,
    make_voucher,
)


@pytest.fixture
def account(session: Session) -> Account:
    account = make_account(session)
    make_participant(session, account)
    return account


@pytest.fixture
def course(session: Session) -> Course:
    return make_course(session)


@pytest.fixture
def headers(session: Session, account: Account) -> dict[str, str]:
    operator = make_organisation(session, Kind.OPERATOR)
    client = make_client(session, operator, ["participant:self", "catalog:read"])
    return authorization(make_token(session, client, account))


def own_voucher(
    session: Session, course: Course, account: Account, status: str
) -> None:
    schedule = make_schedule(session, course)
    offering = make_offering(session, course)
    make_voucher(
        session,
        offering,
        schedule,
        course,
        account,
        status=status,
        redeemed_at=schedule.starts_at,
        completed_at=(
            schedule.starts_at + timedelta(days=1) if status == "completed" else None
        ),
    )


def test_who_finished_a_course_may_review_it(
    client: FlaskClient,
    session: Session,
    headers: dict[str, str],
    account: Account,
    course: Course,
) -> None:
    own_voucher(session, course, account, "completed")

    response = client.post(
        "/v1/me/reviews",
        json={"course_id": str(course.id), "stars": 1, "comment": "Terlalu cepat."},
        headers=headers,
    )

    assert response.status_code == 201
    assert response.json["stars"] == 1
    review = session.scalars(select(Review)).one()
    assert (review.participant_id, review.course_id) == (account.id, course.id)
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "review.given")
    ).one()
    assert event.audience == [course.provider_id]
    assert event.data == {
        "review_id": str(review.id),
        "course_id": str(course.id),
        "stars": 1,
    }


@pytest.mark.parametrize("status", ["redeemed", None])
def test_who_has_not_finished_may_not(
    client: FlaskClient,
    session: Session,
    headers: dict[str, str],
    account: Account,
    course: Course,
    status: str | None,
) -> None:
    if status:
        own_voucher(session, course, account, status)

    response = client.post(
        "/v1/me/reviews",
        json={"course_id": str(course.id), "stars": 5},
        headers=headers,
    )

    assert response.status_code == 409
    assert response.json["type"].endswith("/course-not-finished")
    assert session.scalar(select(func.count()).select_from(Review)) == 0


def test_another_persons_completion_does_not_count(
    client: FlaskClient, session: Session, headers: dict[str, str], course: Course
) -> None:
    own_voucher(session, course, make_account(session), "completed")

    response = client.post(
        "/v1/me/reviews",
        json={"course_id": str(course.id), "stars": 5},
        headers=headers,
    )

    assert response.status_code == 409


def test_a_course_is_reviewed_once(
    client: FlaskClient,
    session: Session,
    headers: dict[str, str],
    account: Account,
    course: Course,
) -> None:
    own_voucher(session, course, account, "completed")
    review = {"course_id": str(course.id), "stars": 3}
    client.post("/v1/me/reviews", json=review, headers=headers)

    response = client.post(
        "/v1/me/reviews", json={**review, "stars": 5}, headers=headers
    )

    assert response.status_code == 409
    assert response.json["type"].endswith("/review-twice")
    assert session.scalars(select(Review.stars)).all() == [3]


@pytest.mark.parametrize("stars", [0, 6, 4.5, "5", None])
def test_stars_are_whole_from_one_to_five(
    client: FlaskClient,
    session: Session,
    headers: dict[str, str],
    course: Course,
    stars: object,
) -> None:
    response = client.post(
        "/v1/me/reviews",
        json={"course_id": str(course.id), "stars": stars},
        headers=headers,
    )

    assert response.status_code == 422
    assert session.scalar(select(func.count()).select_from(Review)) == 0


def test_others_read_reviews_without_their_writers(
    client: FlaskClient,
    session: Session,
    headers: dict[str, str],
    account: Account,
    course: Course,
) -> None:
    """PD-03: nothing in the list leads to a person."""
    own_voucher(session, course, account, "completed")
    client.post(
        "/v1/me/reviews",
        json={"course_id": str(course.id), "stars": 4, "comment": "Baik."},
        headers=headers,
    )

    listed = client.get(f"/v1/courses/{course.id}/reviews", headers=headers)

    assert listed.status_code == 200
    (shown,) = listed.json["items"]
    assert shown.keys() == {
        "id",
        "stars",
        "comment",
        "created_at",
        "edited_at",
        "shown_as",
        "reply",
        "replied_at",
        "reply_edited_at",
    }
    assert str(account.id) not in listed.text
    detail = client.get(f"/v1/courses/{course.id}", headers=headers).json
    assert (detail["reviews"], detail["stars_average"]) == (1, 400)


def test_reviews_of_a_hidden_course_are_hidden(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    hidden = make_course(session, status="suspended")

    response = client.get(f"/v1/courses/{hidden.id}/reviews", headers=headers)

    assert response.status_code == 404


@pytest.mark.race
def test_of_eight_reviews_at_once_one_counts(committed: Engine) -> None:
    with unit_of_work("test") as session:
        account, course = make_account(session), make_course(session)
        make_participant(session, account)
    outcomes: list[str] = []
    together = threading.Barrier(8)

    def review() -> None:
        together.wait()
        try:
            with unit_of_work("test") as session:
                give_review(
                    session,
                    participant_id=account.id,
                    course_id=course.id,
                    stars=5,
                    comment="",
                    at=course.created_at,
                )
            outcomes.append("given")
        except ReviewTwice:
            outcomes.append("refused")

    threads = [threading.Thread(target=review) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["given"] + ["refused"] * 7
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(Review)) == 1

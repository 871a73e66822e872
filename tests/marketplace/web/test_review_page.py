"""Reviewing a course on its page (programme rules, section 7)."""

from sqlalchemy import select

from catalog.reviews import Review
from marketplace.incentives import Condition


def test_a_finished_course_is_reviewed_and_meets_the_condition(person, session, story):
    address = f"/me/courses/{story.finished_course.id}/review"

    response = person.send(address, {"stars": "4", "comment": "Jelas."})

    assert response.status_code == 303
    assert response.location == "/me"
    review = session.scalars(select(Review)).one()
    assert (review.stars, review.comment) == (4, "Jelas.")
    condition = session.scalars(
        select(Condition).where(Condition.name == "review")
    ).one()
    assert condition.met_at is not None
    assert "Thank you." in person.get("/me").text


def test_a_review_without_stars_is_shown_again_and_not_stored(person, session, story):
    address = f"/me/courses/{story.finished_course.id}/review"

    response = person.send(address, {"comment": "Jelas."})

    assert response.status_code == 422
    assert "Choose one to five stars." in response.text
    assert "Jelas." in response.text
    assert session.scalars(select(Review)).all() == []


def test_a_second_review_is_refused_and_the_first_stays(person, session, story):
    address = f"/me/courses/{story.finished_course.id}/review"
    person.send(address, {"stars": "4"})

    response = person.send(address, {"stars": "1"})

    assert response.status_code == 409
    assert session.scalars(select(Review.stars)).all() == [4]


def test_an_unfinished_course_has_no_review_page(person, story):
    response = person.get(f"/me/courses/{story.fresh.course_id}/review")

    assert response.status_code == 409
    assert "Only finished courses are reviewed" in response.text

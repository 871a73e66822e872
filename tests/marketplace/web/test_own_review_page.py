"""A participant's own review: changed, hidden, objected to."""

from sqlalchemy import select

from catalog.reviews import Review
from catalog.reviews.services.moderate import decide_review
from core.clock import now
from tests.factories import make_account


def given(person, session, story, **form):
    address = f"/me/courses/{story.finished_course.id}/review"
    person.send(address, {"stars": "4", "comment": "Jelas.", **form})
    return address, session.scalars(select(Review)).one()


def test_her_review_is_shown_to_her_and_can_be_changed(person, session, story):
    address, review = given(person, session, story)
    page = person.get(address)
    assert "Your review" in page.text
    assert "Everybody reads it" in page.text

    form = {"stars": "2", "comment": "Terlalu cepat.", "shown_as": "initials"}
    changed = person.send(f"{address}/change", form, page=address)

    assert changed.status_code == 303
    session.refresh(review)
    assert (review.stars, review.comment) == (2, "Terlalu cepat.")
    assert review.initials is not None
    missing = person.send(f"{address}/change", {"comment": "x"}, page=address)
    assert missing.status_code == 422


def test_words_with_a_number_are_told_to_wait_and_the_incentive_does_not(
    person, session, story
):
    address, review = given(person, session, story, comment="WA 081234567890")

    assert review.state == "held"
    page = person.get(address).text
    assert "Not shown before somebody looked" in page
    assert "Take it out, and others read your review at once." in page
    assert f'href="{address}"' in person.get("/me").text


def test_she_objects_once_on_the_page_of_her_hidden_review(person, session, story):
    address, review = given(person, session, story)
    decide_review(
        session,
        review_id=review.id,
        hide_because="advertising",
        note="Tanpa iklan.",
        by=make_account(session).id,
        at=now(),
    )
    session.flush()
    assert "Tanpa iklan." in person.get(address).text

    empty = person.send(f"{address}/objection", {"words": ""}, page=address)
    sent = person.send(f"{address}/objection", {"words": "Jujur."}, page=address)
    again = person.send(f"{address}/objection", {"words": "Jujur."}, page=address)

    assert (empty.status_code, sent.status_code, again.status_code) == (422, 303, 409)
    assert "You have objected." in person.get(address).text

"""Results and completion, over HTTP."""

from sqlalchemy import select

from core.events import StoredEvent
from core.ids import new_id
from core.ledger.proof import prove
from marketplace.orders.models import Order
from tests.factories import authorization
from tests.vouchers.classroom import make_classroom, rules
from tests.vouchers.learning.test_verifications_api import problem, step
from vouchers.certificates import Certificate
from vouchers.learning.models import AssessmentResult


def report(client, room, kind="post_test", score=80, *, bearer=None, **body):
    return client.post(
        f"/v1/vouchers/{room.voucher.id}/results",
        json={"kind": kind, "score": score} | body,
        headers=authorization(bearer or room.bearer),
    )


def complete(client, room, *, bearer=None, key=None):
    return client.post(
        f"/v1/vouchers/{room.voucher.id}/completion",
        headers=authorization(bearer or room.bearer, key or new_id().hex),
    )


def attend(client, room):
    for sequence in (1, 2, 999):
        step(client, room, sequence)


def certificates(session):
    return session.scalars(select(Certificate)).all()


def test_a_repeated_result_is_the_next_revision(client, session):
    room = make_classroom(session)
    step(client, room, 1)

    report(client, room, "practice_task", 40, number=2)
    second = report(client, room, "practice_task", 90, number=2)
    other = report(client, room, "pre_test", 10)

    assert second.status_code == 201
    assert (second.json["revision"], second.json["score"]) == (2, 90)
    assert other.json["revision"] == 1
    listed = client.get(
        f"/v1/vouchers/{room.voucher.id}/results", headers=authorization(room.bearer)
    )
    assert [
        (it["kind"], it["number"], it["revision"], it["score"])
        for it in listed.json["items"]
    ] == [
        ("practice_task", 2, 1, 40),
        ("practice_task", 2, 2, 90),
        ("pre_test", 1, 1, 10),
    ]


def test_no_result_before_the_voucher_is_redeemed(client, session):
    room = make_classroom(session)

    response = report(client, room, "pre_test")

    assert problem(response) == (409, "voucher-not-redeemed")
    assert session.scalars(select(AssessmentResult)).all() == []


def test_no_post_test_result_before_the_post_test(client, session):
    room = make_classroom(session)
    step(client, room, 1)

    assert problem(report(client, room)) == (409, "post-test-not-attended")
    assert session.scalars(select(AssessmentResult)).all() == []


def test_another_institution_neither_reports_nor_reads_nor_completes(client, session):
    """VC-06."""
    room = make_classroom(session)
    attend(client, room)
    url = f"/v1/vouchers/{room.voucher.id}/results"

    assert problem(report(client, room, bearer=room.stranger))[0] == 404
    assert client.get(url, headers=authorization(room.stranger)).status_code == 404
    assert problem(complete(client, room, bearer=room.stranger)) == (
        404,
        "voucher-not-found",
    )
    assert session.scalars(select(AssessmentResult)).all() == []


def test_scores_and_numbers_have_bounds(client, session):
    room = make_classroom(session)
    attend(client, room)

    for wrong in (101, -1, 80.0, "80", True, None):
        assert report(client, room, score=wrong).status_code == 422
    assert report(client, room, number=2).status_code == 422
    assert report(client, room, "practice_task", number=21).status_code == 422
    assert report(client, room, "oral").status_code == 422
    assert session.scalars(select(AssessmentResult)).all() == []


def test_completion_that_is_not_earned_names_each_requirement(client, session):
    room = make_classroom(session, rules=rules(practice_tasks=1, pass_mark=70))
    attend(client, room)
    report(client, room, score=69)

    response = complete(client, room)

    assert problem(response) == (409, "completion-not-earned")
    assert [
        (it["name"], it["needed"], it["have"]) for it in response.json["unmet"]
    ] == [
        ("pass_mark", 70, 69),
        ("practice_tasks", 1, 0),
    ]
    assert all(it["words"]["en"] and it["words"]["id"] for it in response.json["unmet"])
    session.refresh(room.voucher)
    assert (room.voucher.status, room.voucher.completed_at) == ("redeemed", None)
    assert certificates(session) == []


def test_an_earned_completion_issues_the_certificate(client, session, settings):
    room = make_classroom(session)
    attend(client, room)
    report(client, room, score=55)

    response = complete(client, room)

    assert response.status_code == 201, response.json
    [certificate] = certificates(session)
    assert response.json == {
        "voucher_id": str(room.voucher.id),
        "certificate_id": str(certificate.id),
        "completed_at": certificate.issued_at.isoformat(),
        "verification_url": (
            f"{settings.public_url}/certificates/{certificate.public_id}"
        ),
    }
    assert certificate.post_test_score == 55
    session.refresh(room.voucher)
    assert room.voucher.status == "completed"
    assert room.voucher.completed_at == certificate.issued_at
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "voucher.completed")
    ).one()
    assert event.audience == [room.voucher.provider_id, room.voucher.platform_id]
    order = session.scalars(select(Order)).one()
    session.refresh(order)
    assert order.status == "fulfilled"
    assert prove(session).holds


def test_a_completion_with_its_key_is_replayed_and_with_another_refused(
    client, session
):
    room = make_classroom(session)
    attend(client, room)
    report(client, room)

    first = complete(client, room, key="mine")
    again = complete(client, room, key="mine")
    other = complete(client, room)

    assert again.status_code == 201
    assert again.get_data() == first.get_data()
    assert problem(other) == (409, "voucher-already-completed")
    assert len(certificates(session)) == 1


def test_nothing_is_reported_after_completion(client, session):
    room = make_classroom(session)
    attend(client, room)
    report(client, room, score=80)
    complete(client, room)

    response = report(client, room, score=10)

    assert problem(response) == (409, "voucher-already-completed")
    assert [it.score for it in session.scalars(select(AssessmentResult))] == [80]


def test_an_unredeemed_voucher_is_not_completed(client, session):
    room = make_classroom(session)

    assert problem(complete(client, room)) == (409, "voucher-not-redeemed")
    assert certificates(session) == []

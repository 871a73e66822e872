"""The published quality score (feature 28): parts, formula, small cells."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from catalog.quality import QualityPart
from catalog.quality.formula import Counted, points_of, score_of
from core.clock import now
from marketplace.quality.compute import compute_quality
from partners.organisations import Kind, Organisation
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_course,
    make_offering,
    make_organisation,
    make_review,
    make_schedule,
    make_token,
    make_voucher,
)
from vouchers.learning.models import AssessmentResult

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def course(session):
    return make_course(session, pass_mark=70)


@pytest.fixture
def headers(session):
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    return authorization(
        make_token(session, make_client(session, platform, ["catalog:read"]))
    )


def learners(session, course, completed, left, *, ended=timedelta(days=10)):
    """Vouchers of a class that ended some days ago."""
    ends_at = now() - ended
    schedule = make_schedule(
        session, course, starts_at=ends_at - timedelta(days=2), ends_at=ends_at
    )
    offering = make_offering(session, course)
    made = []
    for place in range(completed + left):
        done = place < completed
        made.append(
            make_voucher(
                session,
                offering,
                schedule,
                course,
                make_account(session),
                status="completed" if done else "redeemed",
                redeemed_at=ends_at - timedelta(days=1),
                completed_at=ends_at if done else None,
            )
        )
    return made


def compute(session):
    session.flush()
    return compute_quality(session, at=now(), zone=JAKARTA)


def part(session, subject_id, name):
    row = session.scalars(
        select(QualityPart).where(
            QualityPart.subject_id == subject_id, QualityPart.part == name
        )
    ).one_or_none()
    return row and (row.numerator, row.denominator)


def test_28_completion_is_of_those_whose_class_is_over(session, course):
    learners(session, course, 9, 3)
    learners(session, course, 5, 5, ended=timedelta(days=400))
    learners(session, course, 0, 4, ended=timedelta(days=-5))

    compute(session)

    assert part(session, course.id, "completion") == (9, 12)
    assert part(session, course.provider_id, "completion") == (9, 12)


def test_an_institution_is_counted_over_all_its_courses(session, course):
    provider = session.get_one(Organisation, course.provider_id)
    other = make_course(session, provider)
    learners(session, course, 2, 0)
    learners(session, other, 1, 3)

    compute(session)

    assert part(session, other.id, "completion") == (1, 4)
    assert part(session, provider.id, "completion") == (3, 6)


def test_28_the_last_result_says_who_passed(session, course):
    made = learners(session, course, 2, 0)
    for voucher, scores in zip(made, [(40, 75), (90, 60)], strict=True):
        for revision, score in enumerate(scores, 1):
            session.add(
                AssessmentResult(
                    voucher_id=voucher.id,
                    kind="post_test",
                    revision=revision,
                    score=score,
                    reported_at=now() - timedelta(days=2),
                )
            )

    compute(session)

    assert part(session, course.id, "pass") == (1, 2)


def test_28_stars_of_counted_reviews_and_complaints_are_parts(session, course):
    make_review(session, course, stars=5)
    make_review(session, course, stars=2)
    make_review(session, course, stars=1, comment="WA 081234567890")
    learners(session, course, 3, 0)

    compute(session)

    assert part(session, course.id, "rating") == (7, 2)
    assert part(session, course.id, "complaints") == (0, 3)


def test_counting_twice_gives_the_same_and_forgets_what_is_gone(session, course):
    learners(session, course, 2, 0)
    first = compute(session)
    session.add(
        QualityPart(
            subject_id=make_course(session).id,
            part="pass",
            numerator=1,
            denominator=1,
            period_to=now().date(),
            formula_version=1,
            computed_at=now(),
        )
    )

    assert compute(session) == first > 0


def test_28_points_follow_the_formula():
    assert points_of(Counted("completion", 9, 12)) == 750
    assert points_of(Counted("complaints", 0, 50)) == 1_000
    assert points_of(Counted("complaints", 1, 50)) == 600
    assert points_of(Counted("complaints", 9, 50)) == 0
    assert points_of(Counted("rating", 100, 20)) == (4_250 - 1_000) // 4


def test_28_no_score_is_made_up_of_too_little():
    few = [Counted("completion", 9, 9), Counted("pass", 9, 9), Counted("rating", 9, 9)]
    assert score_of(few) is None
    assert score_of([Counted("completion", 10, 10)]) is None
    assert score_of([]) is None

    known = [Counted("completion", 9, 12), Counted("rating", 100, 20)]
    assert score_of(known) == (30 * 750 + 30 * 812) // 60


def test_28_everybody_reads_the_parts_and_small_cells_are_suppressed(
    client, session, course, headers
):
    learners(session, course, 9, 3)
    for _ in range(9):
        make_review(session, course, stars=5)
    compute(session)

    answer = client.get(f"/v1/courses/{course.id}/quality", headers=headers)

    assert answer.status_code == 200
    parts = {each["part"]: each for each in answer.json["parts"]}
    completion = parts["completion"]
    assert (completion["numerator"], completion["denominator"]) == (9, 12)
    assert completion["points"] == 750
    assert parts["rating"]["state"] == "too_few"
    assert parts["rating"]["numerator"] is None
    assert parts["job_outcome"]["state"] == "no_data"
    assert answer.json["score"] is None
    theirs = client.get(
        f"/v1/institutions/{course.provider_id}/quality", headers=headers
    )
    assert theirs.status_code == 200
    page = client.get(f"/catalogue/{course.id}", headers={"Accept-Language": "en"})
    assert "9 / 12" in page.text
    assert "Too few people to show" in page.text
    assert "No data" in page.text


def test_what_is_not_on_sale_has_no_quality(client, session, headers):
    hidden = make_course(session, status="suspended")
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)

    for address in (
        f"/v1/courses/{hidden.id}/quality",
        f"/v1/institutions/{platform.id}/quality",
    ):
        assert client.get(address, headers=headers).status_code == 404


def test_28_whoever_reads_the_formula_comes_to_the_same_score(client, session, course):
    """By hand, from what the API says alone; and the page shows the reckoning."""
    learners(session, course, completed=15, left=5)
    compute(session)
    rules = client.get("/v1/quality-formula").json
    weights = {each["part"]: each["weight"] for each in rules["parts"]}
    page = client.get(f"/courses/{course.code}").text

    completed, complaints = 1_000 * 15 // 20, 1_000
    weight = weights["completion"] + weights["complaints"]
    assert rules["rating_prior"] == {"reviews": 20, "thousandths": 3500}
    assert (rules["smallest"], rules["least_weight_percent"]) == (10, 50)
    # 45 of 100 is too little for a score; the parts are there, with their weights.
    assert weight * 100 < rules["least_weight_percent"] * sum(weights.values())
    assert (completed, complaints) == (750, 1_000)
    assert "15 / 20" in page
    assert 'href="/quality"' in page

    session.add(
        QualityPart(
            subject_id=course.id,
            part="rating",
            numerator=132,
            denominator=30,
            period_to=now().date(),
            formula_version=1,
            computed_at=now(),
        )
    )
    session.flush()
    mean = (20 * 3_500 + 1_000 * 132) // (20 + 30)
    stars = (mean - 1_000) * 1_000 // 4_000
    points = 30 * completed + 30 * stars + 15 * complaints

    counted = client.get(f"/courses/{course.code}").text
    assert (mean, stars, points // 75) == (4_040, 760, 804)
    assert "30 × 750 + 30 × 760 + 15 × 1000) ÷ 75 = 804." in counted
    told = client.get("/quality", headers={"Accept-Language": "id"}).text
    assert "dari yang masuk kelas yang berakhir dalam periode" in told
    assert "20 ulasan bernilai 3500 perseribu bintang" in told

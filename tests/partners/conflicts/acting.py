"""Assigning a reviewer, and making an exception, over HTTP."""

from datetime import timedelta

from core.clock import now

SOON = (now() + timedelta(days=30)).date().isoformat()


def assign(who, subject, reviewer, role="assessor", task="onsite_verification"):
    return who.post(
        "/v1/review-assignments",
        subject_id=str(subject.id),
        reviewer_id=str(reviewer.id),
        role=role,
        task=task,
    )


def waive(first, second, purpose, one, other, **more):
    proposed = first.post(
        "/v1/conflict-waivers",
        purpose=purpose,
        organisation_id=str(one.id),
        other_organisation_id=str(other.id),
        reason="Nobody else reaches the region.",
        ends_on=SOON,
        **more,
    )
    assert proposed.status_code == 201, proposed.json
    return second.post(
        f"/v1/conflict-waivers/{proposed.json['id']}/decision", agrees=True
    )

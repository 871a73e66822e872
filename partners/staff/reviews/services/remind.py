"""Writing to owners whose review waits: shortly before its end, and then every week."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.formats import moment_text
from core.signing import issuer_of
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.organisations.models import Organisation, Standing
from partners.staff.reviews.letters import LATE, REMINDER
from partners.staff.reviews.models import AccessReview
from partners.staff.reviews.queries import owners_of
from partners.staff.reviews.rulebook import rulebook
from partners.staff.reviews.rules import ReviewState
from partners.staff.reviews.services.open import address_of

BATCH = 50


def remind(session: Session, *, at: datetime) -> int:
    """Write to the owners of a batch of organisations whose review waits; how many
    reviews. Idempotent: each reminder moves the next one on."""
    rows = session.execute(
        select(AccessReview, Organisation)
        .join(Organisation, Organisation.id == AccessReview.organisation_id)
        .where(
            AccessReview.state == ReviewState.OPEN,
            AccessReview.remind_at <= at,
            Organisation.standing != Standing.TERMINATED,
        )
        .order_by(AccessReview.remind_at, AccessReview.id)
        .limit(BATCH)
        .with_for_update(of=AccessReview, key_share=True, skip_locked=True)
    ).all()
    owners = owners_of(session, [organisation.id for _, organisation in rows])
    for review, organisation in rows:
        for owner in owners[organisation.id]:
            _write(session, owner, review, organisation, at=at)
        review.reminders += 1
        review.remind_at = _following(review, at=at)
    session.flush()
    return len(rows)


def _following(review: AccessReview, *, at: datetime) -> datetime:
    """The next reminder after `at`; days on which no worker ran are made up by one."""
    step: timedelta = rulebook().remind_every
    due = review.remind_at or at
    return due + step * ((at - due) // step + 1)


def _write(
    session: Session,
    owner: Account,
    review: AccessReview,
    organisation: Organisation,
    *,
    at: datetime,
) -> None:
    zone = issuer_of(session).zone
    tell(
        session,
        owner,
        LATE if review.is_late(at=at) else REMINDER,
        at=at,
        organisation=organisation.name,
        due=moment_text(review.due_at, zone=zone),
        lapse=moment_text(review.lapses_at, zone=zone),
        days=rulebook().end_unused.days,
        link=address_of(session, organisation, review.id),
    )

"""Opening the incentive that the first finished course earns."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core import audit
from core.ids import new_id
from marketplace.incentives.models import (
    Condition,
    Entitlement,
    EntitlementStatus,
)
from marketplace.incentives.services.evaluate import evaluate
from marketplace.programme.models import Award, Scheme
from marketplace.programme.parameters import Parameters
from vouchers.certificates.events import CertificateIssued

JOB_SEARCH = "job_search"


def open_incentive(session: Session, event: CertificateIssued) -> None:
    """On a certificate, open the job-search incentive of the holder's award.

    Only the first certificate does: later ones find it open and change nothing
    (programme rules, section 7). Every payment of the scheme gets an entitlement of its
    own, with a condition for each name the scheme requires. Survey incentives are not
    opened: they are earned by answering surveys, which do not exist yet. Runs in the
    transaction that issues the certificate; what is met already counts at once.
    """
    row = session.execute(
        select(Award, Scheme)
        .join(Scheme, Scheme.id == Award.scheme_id)
        .where(Award.participant_id == event.participant_id)
    ).one_or_none()
    if row is None:
        return
    award, scheme = row
    incentives = Parameters.from_document(scheme.document).incentives
    if incentives.job_search.amount == 0:
        return
    for number in range(1, incentives.job_search.count + 1):
        if not _open_one(
            session,
            event,
            award,
            number=number,
            amount=incentives.job_search.amount,
            requires=incentives.requires,
        ):
            return
    evaluate(session, participant_id=event.participant_id, at=event.occurred_at)


def _open_one(
    session: Session,
    event: CertificateIssued,
    award: Award,
    *,
    number: int,
    amount: int,
    requires: tuple[str, ...],
) -> bool:
    """Whether it was opened: two certificates at once meet at the unique constraint,
    and the second one earns nothing."""
    entitlement_id = session.scalar(
        insert(Entitlement)
        .values(
            id=new_id(),
            participant_id=event.participant_id,
            award_id=award.id,
            certificate_id=event.certificate_id,
            kind=JOB_SEARCH,
            number=number,
            amount=amount,
            status=EntitlementStatus.CONDITIONS_OPEN,
            created_at=event.occurred_at,
        )
        .on_conflict_do_nothing(index_elements=["award_id", "kind", "number"])
        .returning(Entitlement.id)
    )
    if entitlement_id is None:
        return False
    session.add_all(
        Condition(entitlement_id=entitlement_id, name=name) for name in requires
    )
    audit.record(
        session,
        action="incentive.opened",
        object_type="entitlement",
        object_id=entitlement_id,
        after={"status": EntitlementStatus.CONDITIONS_OPEN, "amount": amount},
        at=event.occurred_at,
    )
    return True

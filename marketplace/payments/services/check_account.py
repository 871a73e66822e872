"""Having an account checked by the partner: what to ask, and what the answer changes.

The question travels between two transactions, never inside one.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.events import publish
from core.privacy import vault_of
from marketplace.payments.events import PayoutAccountRefused, PayoutAccountVerified
from marketplace.payments.models import AccountStatus, PayoutAccount
from marketplace.payments.partner.verification import (
    AccountToVerify,
    AccountVerification,
    VerificationRefused,
)
from marketplace.payments.queries import number_of
from marketplace.payments.reasons import HOLDER_NAME_MISMATCH, KYC_NOT_DONE, told
from marketplace.payments.services.link_account import lock_participant
from partners.accounts.models import Account


def account_to_check(session: Session, account_id: UUID) -> AccountToVerify | None:
    """What to ask the partner; None when the account is not waiting for it any more."""
    account = session.get(PayoutAccount, account_id)
    if account is None or account.status != AccountStatus.PENDING:
        return None
    person = session.get_one(Account, account.participant_id)
    return AccountToVerify(
        institution_code=account.channel,
        account_number=number_of(session, account),
        holder_name=vault_of(session).open(
            person.full_name_sealed, row=person.id, field="full_name"
        ),
    )


def record_check(
    session: Session,
    *,
    account_id: UUID,
    finding: AccountVerification | VerificationRefused,
    at: datetime,
) -> None:
    """Verify or refuse the account by what the partner found.

    An account that was replaced meanwhile stays replaced. Names must match and the
    holder's identity must be checked (programme rules, section 7, condition 4).
    """
    account = session.get_one(PayoutAccount, account_id)
    # Before the account, as linking does, so that the two cannot wait for each other.
    lock_participant(session, account.participant_id)
    session.refresh(account, with_for_update=True)
    if account.status != AccountStatus.PENDING:
        return
    refusal = _refusal(finding)
    if refusal is not None:
        refuse_account(session, account, code=refusal, at=at)
    elif isinstance(finding, AccountVerification):
        _verify(session, account, destination=finding.destination, at=at)


def refuse_account(
    session: Session, account: PayoutAccount, *, code: str, at: datetime
) -> None:
    """Take an account out of use: the owner has to link another one."""
    before = account.status
    account.move_to(AccountStatus.REFUSED)
    account.refusal = code
    audit.record(
        session,
        action="payout_account.refused",
        object_type="payout_account",
        object_id=account.id,
        before={"status": before},
        after={"status": account.status},
        reason=code,
        at=at,
    )
    publish(
        session,
        PayoutAccountRefused(
            occurred_at=at,
            payout_account_id=account.id,
            refusal=told(code),
            participant_id=account.participant_id,
        ),
    )


def accounts_to_ask_again(session: Session, *, linked_before: datetime) -> list[UUID]:
    """Accounts that wait for a check whose job gave up, at most a hundred."""
    return list(
        session.scalars(
            select(PayoutAccount.id)
            .where(
                PayoutAccount.status == AccountStatus.PENDING,
                PayoutAccount.linked_at < linked_before,
            )
            .order_by(PayoutAccount.linked_at)
            .limit(100)
        )
    )


def _refusal(finding: AccountVerification | VerificationRefused) -> str | None:
    if isinstance(finding, VerificationRefused):
        return finding.code
    if not finding.name_matches:
        return HOLDER_NAME_MISMATCH
    if not finding.kyc_verified:
        return KYC_NOT_DONE
    return None


def _verify(
    session: Session, account: PayoutAccount, *, destination: str, at: datetime
) -> None:
    account.move_to(AccountStatus.VERIFIED)
    account.partner_reference = destination
    account.verified_at = at
    audit.record(
        session,
        action="payout_account.verified",
        object_type="payout_account",
        object_id=account.id,
        before={"status": AccountStatus.PENDING},
        after={"status": account.status},
        at=at,
    )
    publish(
        session,
        PayoutAccountVerified(
            occurred_at=at,
            payout_account_id=account.id,
            participant_id=account.participant_id,
        ),
    )

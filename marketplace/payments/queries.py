"""Reads of payout accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.privacy import mask_account_number, vault_of
from marketplace.payments.channels import channels
from marketplace.payments.models import LIVE_ACCOUNTS, PayoutAccount
from marketplace.payments.reasons import Reason, reason_for


@dataclass(frozen=True)
class AccountView:
    """An account as its owner sees it: number masked, refusal in words."""

    account: PayoutAccount
    channel_name: str
    number_masked: str
    refusal: Reason | None


def live_account_of(session: Session, participant_id: UUID) -> PayoutAccount | None:
    """The account that is linked now, pending or verified."""
    return session.scalars(
        select(PayoutAccount).where(
            PayoutAccount.participant_id == participant_id,
            PayoutAccount.status.in_(LIVE_ACCOUNTS),
        )
    ).one_or_none()


def accounts_of(session: Session, participant_id: UUID) -> Sequence[AccountView]:
    """A participant's accounts, the latest first; at most the last twenty."""
    accounts = session.scalars(
        select(PayoutAccount)
        .where(PayoutAccount.participant_id == participant_id)
        .order_by(PayoutAccount.linked_at.desc(), PayoutAccount.id.desc())
        .limit(20)
    )
    return [view_account(session, account) for account in accounts]


def view_account(session: Session, account: PayoutAccount) -> AccountView:
    """One account as its owner sees it."""
    return AccountView(
        account=account,
        channel_name=channels().get(account.channel, account.channel),
        number_masked=mask_account_number(number_of(session, account)),
        refusal=reason_for(account.refusal) if account.refusal else None,
    )


def number_of(session: Session, account: PayoutAccount) -> str:
    """The account's number in the clear: for the partner, never for a log."""
    return vault_of(session).open(
        account.number_sealed, row=account.id, field="payout_account"
    )

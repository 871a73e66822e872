"""Linking the account where a participant wants to be paid."""

import re
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core import audit
from core.events import publish
from core.ids import new_id
from core.privacy import vault_of
from marketplace.participants.models import Participant
from marketplace.payments.channels import channels
from marketplace.payments.errors import (
    AccountAlreadyLinked,
    AccountBelongsToAnother,
    AccountNumberMalformed,
    ChannelUnknown,
    ParticipantMissing,
)
from marketplace.payments.events import PayoutAccountLinked
from marketplace.payments.models import AccountStatus, PayoutAccount
from marketplace.payments.queries import live_account_of

_DIGITS = re.compile(r"[0-9]{8,20}")


def link_account(
    session: Session, *, participant_id: UUID, channel: str, number: str, at: datetime
) -> PayoutAccount:
    """Link a bank account or wallet; it is verified by the partner afterwards.

    The account linked before is replaced. One account per participant, and one
    participant per account (features 2 and 83; programme rules, section 7). Raises
    ChannelUnknown, AccountNumberMalformed, ParticipantMissing, AccountAlreadyLinked or
    AccountBelongsToAnother.
    """
    if channel not in channels():
        raise ChannelUnknown(channel=channel[:32], known=", ".join(channels()))
    digits = number.replace(" ", "").replace("-", "")
    if not _DIGITS.fullmatch(digits):
        raise AccountNumberMalformed
    if not lock_participant(session, participant_id):
        raise ParticipantMissing
    index = vault_of(session).index(f"{channel}:{digits}", field="payout_account")
    _replace_live(session, participant_id, index, at=at)
    account = _insert(session, participant_id, channel, digits, index, at=at)
    audit.record(
        session,
        action="payout_account.linked",
        object_type="payout_account",
        object_id=account.id,
        after={"status": account.status, "channel": channel},
        at=at,
    )
    publish(
        session,
        PayoutAccountLinked(
            occurred_at=at,
            payout_account_id=account.id,
            participant_id=participant_id,
        ),
    )
    return account


def lock_participant(session: Session, participant_id: UUID) -> bool:
    """Let changes that decide on a participant's incentives take turns; whether there
    is such a participant. Rows that refer to her can still be written meanwhile."""
    found = session.scalar(
        select(Participant.id)
        .where(Participant.id == participant_id)
        .with_for_update(key_share=True)
    )
    return found is not None


def _replace_live(
    session: Session, participant_id: UUID, index: bytes, *, at: datetime
) -> None:
    old = live_account_of(session, participant_id)
    if old is None:
        return
    if old.number_index == index:
        raise AccountAlreadyLinked(state=old.status)
    before = old.status
    old.move_to(AccountStatus.REPLACED)
    audit.record(
        session,
        action="payout_account.replaced",
        object_type="payout_account",
        object_id=old.id,
        before={"status": before},
        after={"status": old.status},
        at=at,
    )
    session.flush()


def _insert(
    session: Session,
    participant_id: UUID,
    channel: str,
    digits: str,
    index: bytes,
    *,
    at: datetime,
) -> PayoutAccount:
    """Store the account; two people with one number meet at the unique index."""
    account_id = new_id()
    sealed = vault_of(session).seal(digits, row=account_id, field="payout_account")
    account = session.scalars(
        insert(PayoutAccount)
        .values(
            id=account_id,
            participant_id=participant_id,
            channel=channel,
            number_sealed=sealed,
            number_index=index,
            status=AccountStatus.PENDING,
            linked_at=at,
        )
        .on_conflict_do_nothing(
            index_elements=["number_index"],
            index_where=text("status IN ('pending', 'verified')"),
        )
        .returning(PayoutAccount)
    ).one_or_none()
    if account is None:
        raise AccountBelongsToAnother
    return account

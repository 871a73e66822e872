"""Payout accounts, payment orders, their attempts and the partner's callbacks."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Amount, Base, Json, one_of
from core.ids import new_id


class AccountStatus(StrEnum):
    PENDING = "pending"
    VERIFIED = "verified"
    REFUSED = "refused"
    REPLACED = "replaced"


class PaymentStatus(StrEnum):
    """design.md, section 5: `unknown` is asked again, never re-sent blindly."""

    CREATED = "created"
    SUBMITTING = "submitting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


LIVE_ACCOUNTS = (AccountStatus.PENDING, AccountStatus.VERIFIED)

# What an account may become; a replaced or refused one stays what it is.
ACCOUNT_MOVES = {
    AccountStatus.PENDING: {
        AccountStatus.VERIFIED,
        AccountStatus.REFUSED,
        AccountStatus.REPLACED,
    },
    AccountStatus.VERIFIED: {AccountStatus.REFUSED, AccountStatus.REPLACED},
    AccountStatus.REFUSED: set(),
    AccountStatus.REPLACED: set(),
}

# What a payment may become. Back to created only when nothing at all was sent.
PAYMENT_MOVES = {
    PaymentStatus.CREATED: {PaymentStatus.SUBMITTING},
    PaymentStatus.SUBMITTING: {
        PaymentStatus.CREATED,
        PaymentStatus.SUCCEEDED,
        PaymentStatus.FAILED,
        PaymentStatus.UNKNOWN,
    },
    PaymentStatus.UNKNOWN: {PaymentStatus.SUCCEEDED, PaymentStatus.FAILED},
    PaymentStatus.SUCCEEDED: set(),
    PaymentStatus.FAILED: set(),
}

FINAL_PAYMENTS = (PaymentStatus.SUCCEEDED, PaymentStatus.FAILED)


class PayoutAccount(Base):
    """A bank account or wallet of a participant: sealed, one live at a time, one person
    per account (feature 2). Verified by the partner: same name, KYC done."""

    __tablename__ = "payout_accounts"
    __table_args__ = (
        CheckConstraint(one_of("status", AccountStatus), name="status_known"),
        Index(
            "uq_payout_accounts_live",
            "participant_id",
            unique=True,
            postgresql_where=text("status IN ('pending', 'verified')"),
        ),
        Index(
            "uq_payout_accounts_owner",
            "number_index",
            unique=True,
            postgresql_where=text("status IN ('pending', 'verified')"),
        ),
        Index("ix_payout_accounts_participant", "participant_id", "linked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    channel: Mapped[str]
    number_sealed: Mapped[bytes] = mapped_column(info={"sealed": "payout_account"})
    number_index: Mapped[bytes]
    status: Mapped[str] = mapped_column(default=AccountStatus.PENDING)
    refusal: Mapped[str | None]
    partner_reference: Mapped[str | None]
    linked_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]

    def move_to(self, status: AccountStatus) -> None:
        """Raises ValueError for a move that the table does not have."""
        if status not in ACCOUNT_MOVES[AccountStatus(self.status)]:
            raise ValueError(f"A payout account is not {status} after {self.status}.")
        self.status = status


class PaymentOrder(Base):
    """One payment of one entitlement: the lineage that may succeed at most once.

    `idempotency_key` and `request` (without the account number) are written before the
    partner is called; a new key is drawn only after a failure (payment partners, part
    0: order of work, retry key). `request` has the exact body. `unanswered` counts the
    steps in a row after which the end was still open; it spaces the next ones.
    `claimed_until` keeps other workers away while one speaks to the partner.
    """

    __tablename__ = "payment_orders"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(one_of("status", PaymentStatus), name="status_known"),
        UniqueConstraint("entitlement_id", "lineage"),
        Index(
            "uq_payment_orders_one_success",
            "entitlement_id",
            unique=True,
            postgresql_where=text("status <> 'failed'"),
        ),
        Index(
            "ix_payment_orders_due",
            "next_step_at",
            postgresql_where=text("status IN ('created', 'submitting', 'unknown')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    entitlement_id: Mapped[UUID] = mapped_column(ForeignKey("entitlements.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    payout_account_id: Mapped[UUID] = mapped_column(ForeignKey("payout_accounts.id"))
    lineage: Mapped[int] = mapped_column(default=1)
    amount: Mapped[Amount]
    status: Mapped[str] = mapped_column(default=PaymentStatus.CREATED)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    request: Mapped[Json]
    partner_payout_id: Mapped[str | None] = mapped_column(index=True)
    failure: Mapped[str | None]
    created_at: Mapped[datetime]
    unanswered: Mapped[int] = mapped_column(default=0)
    next_step_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    def move_to(self, status: PaymentStatus) -> None:
        """Raises ValueError for a move that the table does not have."""
        if status not in PAYMENT_MOVES[PaymentStatus(self.status)]:
            raise ValueError(f"A payment is not {status} after {self.status}.")
        self.status = status

    @property
    def is_final(self) -> bool:
        return self.status in FINAL_PAYMENTS


class PaymentAttempt(Base):
    """Evidence of one call to the partner: `kind` is `create`, `retrieve` or `find`;
    `outcome` its status or why there is none, with `_replayed` behind a stored answer.
    """

    __tablename__ = "payment_attempts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    payment_order_id: Mapped[UUID] = mapped_column(
        ForeignKey("payment_orders.id"), index=True
    )
    kind: Mapped[str]
    attempted_at: Mapped[datetime]
    latency_ms: Mapped[int]
    http_status: Mapped[int | None]
    partner_request_id: Mapped[str | None]
    outcome: Mapped[str]


class PartnerEvent(Base):
    """A callback of the payment partner, stored once by its own id before it is
    handled; the handler asks the partner for the object's present state."""

    __tablename__ = "partner_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    object_id: Mapped[str]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]

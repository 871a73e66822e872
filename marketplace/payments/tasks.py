"""Background work with the payment partner: the only callers of its client."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from core import context
from core.clock import now
from core.jobs import enqueue, periodic, task
from core.unit_of_work import unit_of_work
from marketplace.payments.events import PayoutAccountLinked
from marketplace.payments.gateway import payment_partner
from marketplace.payments.services.check_account import accounts_to_ask_again
from marketplace.payments.steps import apply_callback, check_account, step_payment

ASK_AGAIN_AFTER = timedelta(hours=2)


@periodic("payments.step", "* * * * * */2")
def step_payments() -> None:
    """Take every payment that is due one step further, the oldest first."""
    with context.acting_as("job:payments.step"):
        while step_payment(payment_partner(), at=now()):
            pass


@task("payments.check_account")
def check(account_id: str) -> None:
    """Have a linked account checked by the partner."""
    with context.acting_as("job:payments.check_account"):
        check_account(payment_partner(), UUID(account_id), clock=now)


@task("payments.apply_callback")
def apply(event_id: str) -> None:
    """Look into a callback."""
    with context.acting_as("job:payments.apply_callback"):
        apply_callback(payment_partner(), event_id, at=now())


@periodic("payments.check_accounts_again", "41 * * * *")
def check_again() -> None:
    """Ask again for accounts whose check gave up while the partner was away."""
    with unit_of_work("payments.check_accounts_again") as session:
        before = now() - ASK_AGAIN_AFTER
        for account_id in accounts_to_ask_again(session, linked_before=before):
            ask_for_check(session, account_id)


def ask_for_check(session: Session, account_id: UUID) -> None:
    """Put the check of an account on the queue; one that waits there is enough."""
    enqueue(
        session,
        check,
        queueing_lock=f"payments.check_account:{account_id}",
        account_id=str(account_id),
    )


def on_account_linked(session: Session, event: PayoutAccountLinked) -> None:
    """A linked account is checked after its transaction commits."""
    ask_for_check(session, event.payout_account_id)


def ask_for_callback(session: Session, event_id: str, payout_id: str) -> None:
    """Put a callback on the queue; those about one payout take turns."""
    enqueue(session, apply, lock=f"payout:{payout_id}", event_id=event_id)

"""Housekeeping of browsers' sessions, and the answers to forgotten passwords and to
those who want an account."""

from uuid import UUID

from core.clock import now
from core.jobs import periodic, task
from core.unit_of_work import unit_of_work
from partners.accounts.services.change_password import answer_reset_request
from partners.accounts.services.mailed_links import forget_links
from partners.accounts.services.second_step import forget_pending
from partners.accounts.services.sessions import forget_sessions
from partners.accounts.services.sign_up import answer_sign_up, forget_sign_ups


@periodic("accounts.forget_sessions", "37 * * * *")
def forget_old_sessions() -> None:
    """Forget the sessions of browsers that ended more than 30 days ago, and sign-ins
    that were never finished, links of last month, and addresses that wanted an
    account and did not come back."""
    with unit_of_work("accounts.forget_sessions") as session:
        forget_sessions(session, at=now())
        forget_pending(session, at=now())
        forget_links(session, at=now())
        forget_sign_ups(session, at=now())


@task("accounts.answer_reset")
def answer_reset(request_id: str) -> None:
    """Look up whether a forgotten password has an account, and write to it."""
    with unit_of_work("accounts.answer_reset") as session:
        answer_reset_request(session, UUID(request_id), at=now())


@task("accounts.answer_sign_up")
def answer_to_sign_up(sign_up_id: str) -> None:
    """Look up whether an address has an account already, and write to it."""
    with unit_of_work("accounts.answer_sign_up") as session:
        answer_sign_up(session, UUID(sign_up_id), at=now())

"""What comes next in an authentication request: sign in, choose, or go on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from authlib.oidc.core.errors import LoginRequiredError

from partners.accounts.proof import Proof
from partners.oauth.oidc.progress import Progress
from partners.oauth.oidc.wishes import Wishes


class Step(Enum):
    SIGN_IN = auto()
    CHOOSE = auto()
    GO_ON = auto()


@dataclass(frozen=True)
class Visitor:
    """Who is signed in in this browser; `subject` is what this client calls her."""

    account_id: UUID
    subject: str
    proof: Proof


def next_step(
    wishes: Wishes,
    visitor: Visitor | None,
    progress: Progress | None,
    *,
    hinted: str | None,
    at: datetime,
) -> Step:
    """What she has to do before she is asked for her consent.

    `hinted` is the subject of the id_token_hint. Raises login_required where she may
    not be asked, or where she has just signed in and is somebody else.
    """
    if visitor is None:
        return _ask(wishes, Step.SIGN_IN)
    signed_in_for_this = (
        progress is not None and visitor.proof.authenticated_at >= progress.asked_at
    )
    if hinted is not None and hinted != visitor.subject:
        if signed_in_for_this:
            raise LoginRequiredError("Another person is signed in.")
        return _ask(wishes, Step.SIGN_IN)
    if signed_in_for_this:
        return Step.GO_ON
    chosen = progress.chosen if progress is not None else None
    if wishes.select_account and chosen != visitor.account_id:
        return Step.CHOOSE
    if wishes.login or _is_too_old(wishes, visitor.proof, at=at):
        return _ask(wishes, Step.SIGN_IN)
    return Step.GO_ON


def _is_too_old(wishes: Wishes, proof: Proof, *, at: datetime) -> bool:
    if wishes.max_age is None:
        return False
    return at - proof.authenticated_at > timedelta(seconds=wishes.max_age)


def _ask(wishes: Wishes, step: Step) -> Step:
    if wishes.silent:
        raise LoginRequiredError("She would have to sign in.")
    return step

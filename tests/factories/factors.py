"""Second factors of people."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.ids import new_id
from core.privacy import vault_of
from partners.accounts import Account
from partners.factors import Authenticator
from partners.factors.rules import code_of, step_at
from tests.factories.partners import EARLY

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_authenticator(session: Session, account: Account) -> Authenticator:
    """An authenticator in use; its codes come from `code_at`."""
    identity = new_id()
    made = Authenticator(
        id=identity,
        account_id=account.id,
        secret_sealed=vault_of(session).seal(SECRET, row=identity, field="secret"),
        created_at=EARLY,
        confirmed_at=EARLY,
        last_used_at=EARLY,
    )
    account.protected_at = EARLY
    session.add(made)
    session.flush()
    return made


def code_at(at: datetime, *, steps: int = 0) -> str:
    """The code that the authenticator shows at `at`, or so many steps later."""
    return code_of(SECRET, step_at(at) + steps)

"""What an account is called, and hence its id."""

from dataclasses import dataclass
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1d2c1e-5b0e-4b7e-9d53-2f0a6a2f5a10")


@dataclass(frozen=True)
class Account:
    """An account by its code, such as `training-balance:<award id>`.

    The id follows from the code, so that posting needs no look-up. A `guarded` account
    keeps a stored balance (credits minus debits) that the database holds at or above
    zero; all others are summed when asked, so that none becomes a hot row.
    """

    code: str
    currency: str = "IDR"
    guarded: bool = False
    owner_id: UUID | None = None

    @property
    def id(self) -> UUID:
        return uuid5(_NAMESPACE, f"{self.currency}/{self.code}")

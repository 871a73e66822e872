"""The table of token keys, and how a key moves from one state to the next."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Json, one_of
from core.ids import new_id
from partners.oauth.token_keys.errors import TokenKeyMoveIllegal


class Algorithm(StrEnum):
    """What a key signs with. RS256 is there for libraries that know nothing else, and
    because OpenID Connect Discovery (section 3) asks every provider to have it."""

    ES256 = "ES256"
    RS256 = "RS256"


class KeyState(StrEnum):
    """A key is published before it signs, and for a while after it signed last."""

    NEXT = "next"
    ACTIVE = "active"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[KeyState, frozenset[KeyState]] = {
    KeyState.NEXT: frozenset({KeyState.ACTIVE, KeyState.WITHDRAWN}),
    KeyState.ACTIVE: frozenset({KeyState.RETIRED, KeyState.WITHDRAWN}),
    KeyState.RETIRED: frozenset({KeyState.WITHDRAWN}),
    KeyState.WITHDRAWN: frozenset(),
}


class TokenKey(Base):
    """A key pair. `kid` is the thumbprint of its public half (RFC 7638).

    The private half is sealed, as the text of a JWK, and forgotten when the key signs
    no more. Of each algorithm one key is next and one is active.
    """

    __tablename__ = "oauth_token_keys"
    __table_args__ = (
        CheckConstraint(one_of("algorithm", Algorithm), name="algorithm_known"),
        CheckConstraint(one_of("state", KeyState), name="state_known"),
        CheckConstraint(
            "(private_sealed IS NOT NULL) = (state IN ('next', 'active'))",
            name="private_half_while_it_signs",
        ),
        Index(
            "uq_oauth_token_keys_next",
            "algorithm",
            unique=True,
            postgresql_where=text("state = 'next'"),
        ),
        Index(
            "uq_oauth_token_keys_active",
            "algorithm",
            unique=True,
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kid: Mapped[str] = mapped_column(unique=True)
    algorithm: Mapped[str]
    state: Mapped[str]
    public_jwk: Mapped[Json]
    private_sealed: Mapped[bytes | None] = mapped_column(info={"sealed": "token_key"})
    published_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    def activate(self, *, at: datetime) -> None:
        """Let it sign from now on."""
        self._move(KeyState.ACTIVE)
        self.activated_at = at

    def retire(self, *, at: datetime) -> None:
        """It signs no more; what it signed is good until it expires."""
        self._end(KeyState.RETIRED, at=at)

    def withdraw(self, *, at: datetime) -> None:
        """It leaked: nothing that it signed counts any longer."""
        self._end(KeyState.WITHDRAWN, at=at)

    def _end(self, state: KeyState, *, at: datetime) -> None:
        self._move(state)
        self.private_sealed = None
        self.ended_at = at

    def _move(self, state: KeyState) -> None:
        before = KeyState(self.state)
        if state not in TRANSITIONS[before]:
            raise TokenKeyMoveIllegal(state=before, wanted=state)
        self.state = state

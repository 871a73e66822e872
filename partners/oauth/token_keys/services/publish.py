"""Making keys, and the first ones where there are none."""

from datetime import datetime

from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from core.privacy import vault_of
from partners.oauth.token_keys.models import Algorithm, KeyState, TokenKey
from partners.oauth.token_keys.queries import key_in
from partners.oauth.token_keys.rules import kid_of, make_key, private_text, public_jwk


def active_key(session: Session, algorithm: Algorithm, *, at: datetime) -> TokenKey:
    """The key that signs now, made together with its successor where there is none."""
    found = key_in(session, algorithm, KeyState.ACTIVE)
    if found is not None:
        return found
    publish_key(session, algorithm, KeyState.ACTIVE, at=at)
    publish_key(session, algorithm, KeyState.NEXT, at=at)
    return _present(session, algorithm)


def publish_key(
    session: Session, algorithm: Algorithm, state: KeyState, *, at: datetime
) -> None:
    """Make a key and publish it, unless there is one in this state: of two processes
    that begin at once, the second finds the key of the first."""
    key, identity = make_key(algorithm), new_id()
    made = session.scalar(
        insert(TokenKey)
        .values(
            id=identity,
            kid=kid_of(key),
            algorithm=algorithm,
            state=state,
            public_jwk=public_jwk(key, algorithm),
            private_sealed=vault_of(session).seal(
                private_text(key), row=identity, field="token_key"
            ),
            published_at=at,
            activated_at=at if state is KeyState.ACTIVE else None,
        )
        .on_conflict_do_nothing(
            index_elements=[TokenKey.algorithm],
            # As a literal: a prepared statement's parameter would match no index.
            index_where=TokenKey.state == literal(state.value, literal_execute=True),
        )
        .returning(TokenKey.id)
    )
    if made is not None:
        record(
            session,
            action="token_key.published",
            object_type="token_key",
            object_id=made,
            at=at,
            after={"kid": kid_of(key), "algorithm": algorithm, "state": state},
        )


def _present(session: Session, algorithm: Algorithm) -> TokenKey:
    found = key_in(session, algorithm, KeyState.ACTIVE)
    if found is None:
        raise RuntimeError("The active key went away while it was looked up.")
    return found

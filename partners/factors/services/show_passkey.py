"""Asking for a passkey, and checking the answer (WebAuthn, level 2, section 7.2)."""

from datetime import datetime
from uuid import UUID

import webauthn
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.structs import UserVerificationRequirement

from partners.accounts.models import Account
from partners.accounts.proof import Method
from partners.factors.errors import PasskeyRefused
from partners.factors.models import Passkey
from partners.factors.queries import passkeys_of
from partners.factors.services.challenges import Purpose, make_challenge
from partners.factors.services.passkey_answers import (
    TIMEOUT_MILLISECONDS,
    RelyingParty,
    challenge_of,
    checked,
    descriptors,
    spend,
)


def ask_for_passkey(
    session: Session,
    purpose: Purpose,
    party: RelyingParty,
    *,
    subject: str,
    account_id: UUID | None,
    at: datetime,
) -> str:
    """What a browser needs to show a passkey, as JSON; without an account, any that the
    device has for us."""
    known = passkeys_of(session, account_id) if account_id is not None else []
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=make_challenge(session, purpose, subject=subject, at=at),
        timeout=TIMEOUT_MILLISECONDS,
        allow_credentials=descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def check_passkey(
    session: Session,
    purpose: Purpose,
    party: RelyingParty,
    *,
    subject: str,
    answer: str,
    at: datetime,
    account_id: UUID | None = None,
) -> tuple[Account, Method]:
    """Whose passkey answered, and what it is worth; of `account_id` if that is given.

    A device that counts backwards was copied, and is refused. Raises PasskeyRefused.
    """
    challenge = challenge_of(answer)
    passkey, account = _find(session, answer, account_id)
    shown = checked(
        lambda: webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    )
    spend(session, challenge, purpose, subject, at=at)
    passkey.sign_count, passkey.last_used_at = shown.new_sign_count, at
    session.flush()
    return account, Method.SYNCED_KEY if passkey.copied else Method.DEVICE_KEY


def _find(
    session: Session, answer: str, account_id: UUID | None
) -> tuple[Passkey, Account]:
    """The passkey that a browser names, held until the transaction ends."""
    raw_id = checked(lambda: parse_authentication_credential_json(answer).raw_id)
    row = session.execute(
        select(Passkey, Account)
        .join(Account, Account.id == Passkey.account_id)
        .where(Passkey.credential_id == raw_id, Account.disabled_at.is_(None))
        .with_for_update(of=Passkey)
    ).one_or_none()
    if row is None or account_id not in (None, row[0].account_id):
        raise PasskeyRefused
    return row[0], row[1]

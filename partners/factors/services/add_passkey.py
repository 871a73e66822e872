"""Setting a passkey up (WebAuthn, level 2, section 7.1)."""

from datetime import datetime
from uuid import UUID

import webauthn
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from core.ids import new_id
from core.privacy import vault_of
from partners.accounts.models import Account
from partners.accounts.services.tell import email_of
from partners.factors.errors import PasskeyKnown, TooManyPasskeys
from partners.factors.models import Passkey
from partners.factors.queries import passkeys_of
from partners.factors.rules import PASSKEY_NAME_LETTERS, PASSKEYS_ALLOWED
from partners.factors.services.challenges import Purpose, make_challenge
from partners.factors.services.passkey_answers import (
    TIMEOUT_MILLISECONDS,
    RelyingParty,
    challenge_of,
    checked,
    descriptors,
    spend,
)
from partners.factors.services.protection import Factor, factor_added, lock_account


def offer_passkey(
    session: Session, account: Account, party: RelyingParty, *, at: datetime
) -> str:
    """What a browser needs to make a passkey, as JSON; raises TooManyPasskeys.

    It must check who sits there (by finger, face or PIN), so that the passkey counts
    as two factors; and may be found without an e-mail address, if the device can.
    """
    known = passkeys_of(session, account.id)
    if len(known) >= PASSKEYS_ALLOWED:
        raise TooManyPasskeys(limit=PASSKEYS_ALLOWED)
    name = vault_of(session).open(
        account.full_name_sealed, row=account.id, field="full_name"
    )
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=account.id.bytes,
        user_name=email_of(session, account),
        user_display_name=name,
        challenge=make_challenge(
            session, Purpose.REGISTER, subject=str(account.id), at=at
        ),
        timeout=TIMEOUT_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=descriptors(known),
    )
    return webauthn.options_to_json(options)


def add_passkey(
    session: Session,
    *,
    account_id: UUID,
    answer: str,
    name: str,
    party: RelyingParty,
    at: datetime,
) -> list[str]:
    """Keep the passkey that a browser made. Gives recovery codes when she has none yet.

    Raises PasskeyRefused, PasskeyKnown or TooManyPasskeys.
    """
    account = lock_account(session, account_id)
    challenge = challenge_of(answer)
    made = checked(
        lambda: webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    )
    spend(session, challenge, Purpose.REGISTER, str(account_id), at=at)
    if len(passkeys_of(session, account_id)) >= PASSKEYS_ALLOWED:
        raise TooManyPasskeys(limit=PASSKEYS_ALLOWED)
    identity = new_id()
    stored = session.scalar(
        insert(Passkey)
        .values(
            id=identity,
            account_id=account_id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            copied=made.credential_device_type == CredentialDeviceType.MULTI_DEVICE,
            name_sealed=sealed_name(session, identity, name),
            created_at=at,
        )
        .on_conflict_do_nothing(index_elements=[Passkey.credential_id])
        .returning(Passkey.id)
    )
    if stored is None:
        raise PasskeyKnown
    return factor_added(session, account, Factor.PASSKEY, at=at)


def sealed_name(session: Session, identity: UUID, name: str) -> bytes:
    """The name of a passkey as it is kept: short, on one line, sealed."""
    short = " ".join(name.split())[:PASSKEY_NAME_LETTERS]
    return vault_of(session).seal(short, row=identity, field="name")

"""Accepting an agreement for an organisation, and the receipt for it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from core.names import tidy
from core.privacy import vault_of
from core.text import LOCALES
from partners.agreements.errors import (
    AgreementAlreadyAccepted,
    AgreementChanged,
    AgreementUnknown,
    OfficerMissing,
)
from partners.agreements.models import Acceptance
from partners.agreements.shipped import agreement_of, agreements_in_force
from partners.organisations.models import Organisation


def accept(
    session: Session,
    *,
    organisation_id: UUID,
    code: str,
    version: int,
    language: str,
    sha256: bytes,
    account_id: UUID,
    officer_name: str,
    officer_position: str,
    address: str,
    zone: ZoneInfo,
    at: datetime,
) -> Acceptance:
    """Accept the version in force as an officer who is named.

    `sha256` is that of the text that she read. Raises AgreementUnknown,
    AgreementChanged, OfficerMissing, AgreementAlreadyAccepted.
    """
    today = at.astimezone(zone).date()
    in_force = {each.code: each for each in agreements_in_force(on=today)}
    if code not in in_force:
        raise AgreementUnknown
    agreement = in_force[code]
    if (
        version != agreement.version
        or language not in LOCALES
        or sha256 != agreement.sha256(language)
    ):
        raise AgreementChanged
    name, position = tidy(officer_name)[:120], tidy(officer_position)[:120]
    if len(name) < 2 or len(position) < 2:
        raise OfficerMissing
    vault, identity = vault_of(session), new_id()
    made: Acceptance | None = session.scalar(
        insert(Acceptance)
        .values(
            id=identity,
            organisation_id=organisation_id,
            code=code,
            version=version,
            language=language,
            sha256=sha256,
            account_id=account_id,
            officer_name_sealed=vault.seal(name, row=identity, field="officer_name"),
            officer_position=position,
            accepted_at=at,
            address_hash=vault.index(address, field="address"),
        )
        .on_conflict_do_nothing(index_elements=["organisation_id", "code", "version"])
        .returning(Acceptance)
    )
    if made is None:
        raise AgreementAlreadyAccepted
    record(
        session,
        action="agreement.accepted",
        object_type="organisation",
        object_id=organisation_id,
        at=at,
        after={"code": code, "version": version, "language": language},
    )
    return made


def receipt(session: Session, *, organisation_id: UUID, code: str) -> str:
    """The newest acceptance as a text that can be kept, with what was accepted.

    Raises AgreementUnknown when nothing was accepted.
    """
    accepted = session.scalar(
        select(Acceptance)
        .where(Acceptance.organisation_id == organisation_id, Acceptance.code == code)
        .order_by(Acceptance.version.desc())
        .limit(1)
    )
    if accepted is None:
        raise AgreementUnknown
    agreement = agreement_of(code, accepted.version)
    organisation = session.get_one(Organisation, organisation_id)
    name = vault_of(session).open(
        accepted.officer_name_sealed, row=accepted.id, field="officer_name"
    )
    lines = (
        agreement.title.in_(accepted.language),
        f"Version: {agreement.code} {agreement.version} ({accepted.language})",
        f"SHA-256: {accepted.sha256.hex()}",
        f"Organisation: {organisation.name} ({organisation.code})",
        f"Accepted by: {name}, {accepted.officer_position}",
        f"Account: {accepted.account_id}",
        f"Accepted at: {accepted.accepted_at.isoformat()}",
        f"Receipt: {accepted.id}",
    )
    return "\n".join(lines) + "\n\n" + agreement.text.in_(accepted.language) + "\n"

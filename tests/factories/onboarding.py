"""Applications of organisations."""

import hashlib
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.files.keeping import put
from core.files.receiving import FileKind, Received
from core.ids import new_id
from core.privacy import vault_of
from partners.agreements.models import Acceptance
from partners.agreements.shipped import agreements_in_force
from partners.onboarding import PartnerApplication
from partners.onboarding.evidence_models import EvidenceFile
from partners.onboarding.models import Tie
from partners.onboarding.requirement import Relation
from partners.onboarding.services.evidence import attach
from partners.onboarding.shipped import requirement_of
from partners.organisations import Kind, Organisation
from tests.factories.partners import EARLY, make_account

CONTENT = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"
# As if it had been looked at, which tests of their own do (tests/core/files).
PDF = Received(
    kind=FileKind.PDF,
    content=CONTENT,
    sha256=hashlib.sha256(CONTENT).digest(),
    received_sha256=hashlib.sha256(CONTENT).digest(),
    pages=1,
)


def make_partner_application(
    session: Session,
    organisation: Organisation,
    kind: Kind = Kind.JOB_PORTAL,
    **changes: Any,
) -> PartnerApplication:
    """A draft under the first version of the kind's requirements."""
    if "started_by" not in changes:
        changes["started_by"] = make_account(session).id
    values: dict[str, Any] = {
        "organisation_id": organisation.id,
        "kind": kind,
        "requirement_version": 1,
        "requirement_sha256": requirement_of(kind, 1).sha256,
        "answers": {},
        "started_at": EARLY,
        "changed_at": EARLY,
    }
    return _add(session, PartnerApplication(**(values | changes)))


def make_tie(
    session: Session,
    application: PartnerApplication,
    *,
    name: str = "PT Induk Sejahtera",
    number: str = "8120011223344",
    **changes: Any,
) -> Tie:
    """An owner that is a company and holds everything."""
    identity, vault = new_id(), vault_of(session)
    values: dict[str, Any] = {
        "id": identity,
        "application_id": application.id,
        "relation": Relation.OWNER,
        "is_person": False,
        "name_sealed": vault.seal(name, row=identity, field="tie_name"),
        "number_sealed": vault.seal(number, row=identity, field="tie_number"),
        "share_bps": 10_000,
        "added_at": EARLY,
        "added_by": application.started_by,
    }
    return _add(session, Tie(**(values | changes)))


def make_acceptance(session: Session, organisation: Organisation) -> Acceptance:
    """The agreement in force, accepted."""
    (agreement,) = agreements_in_force(on=date(2026, 3, 2))
    identity, vault = new_id(), vault_of(session)
    return _add(
        session,
        Acceptance(
            id=identity,
            organisation_id=organisation.id,
            code=agreement.code,
            version=agreement.version,
            language="id",
            sha256=agreement.sha256("id"),
            account_id=make_account(session).id,
            officer_name_sealed=vault.seal("Sari", row=identity, field="officer_name"),
            officer_position="Direktur",
            accepted_at=EARLY,
            address_hash=vault.index("127.0.0.1", field="address"),
        ),
    )


def make_evidence(
    session: Session, application: PartnerApplication, item: str = "privacy_notice"
) -> EvidenceFile:
    """A small PDF, in the store and attached."""
    return attach(
        session,
        application.id,
        organisation_id=application.organisation_id,
        item=item,
        name="bukti.pdf",
        file=put(PDF),
        account_id=application.started_by,
        at=EARLY,
    )


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row

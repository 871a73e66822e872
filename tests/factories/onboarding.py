"""Applications of organisations."""

from typing import Any

from sqlalchemy.orm import Session

from core.ids import new_id
from core.privacy import vault_of
from partners.onboarding import PartnerApplication
from partners.onboarding.models import Tie
from partners.onboarding.requirement import Relation
from partners.onboarding.shipped import requirement_of
from partners.organisations import Kind, Organisation
from tests.factories.partners import EARLY, make_account


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


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row

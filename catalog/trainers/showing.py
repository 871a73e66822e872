"""A trainer as the people and programs of her institution see her."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, or_
from sqlalchemy.orm import Session

from catalog.trainers.models import Trainer, TrainerCertificate, TrainerState
from catalog.trainers.queries import certificates_of, own_trainer, own_trainers
from core.audit import record
from core.privacy import Vault, mask_account_number, mask_email, mask_name, vault_of

MOST_CHOICES = 200

_PLAIN = (
    "id",
    "version",
    "state",
    "public_name",
    "created_at",
    "changed_at",
    "ended_at",
    "end_reason",
)


def read_trainer(
    session: Session, trainer_id: UUID, *, provider_id: UUID, today: date, at: datetime
) -> dict[str, Any]:
    """All that is known of a trainer, in clear; the reading is an audit line (PD-03).

    Raises TrainerNotFound.
    """
    trainer = own_trainer(session, trainer_id, provider_id=provider_id)
    record(
        session,
        action="trainer.read",
        object_type="trainer",
        object_id=trainer.id,
        at=at,
    )
    return shown(session, [trainer], today=today, in_clear=True)[0]


@dataclass(frozen=True)
class Choice:
    """A trainer to be chosen by her own people: her public name, else a masked one,
    and the masked address that tells two of one name apart."""

    id: UUID
    label: str


def trainers_to_choose(
    session: Session, provider_id: UUID, chosen: Collection[str]
) -> list[Choice]:
    """Those who teach for the institution, the newest 200, and who is chosen."""
    vault = vault_of(session)
    named = {str(each) for each in chosen}
    found = session.scalars(
        own_trainers(provider_id)
        .where(
            or_(Trainer.state == TrainerState.ACTIVE, cast(Trainer.id, Text).in_(named))
        )
        .order_by(Trainer.id.desc())
        .limit(MOST_CHOICES)
    )
    choices = []
    for each in found:
        personal = _personal(vault, each, in_clear=False)
        name = each.public_name or personal["name"]
        choices.append(Choice(each.id, f"{name} ({personal['email']})"))
    return sorted(choices, key=lambda each: each.label)


def qualifications_of(
    session: Session, provider_id: UUID, chosen: Sequence[str]
) -> list[dict[str, Any]]:
    """Those whom a course names, for those who judge it: by the name that she lets be
    published, else by none, with what her certificates say that she may teach."""
    named = set(chosen)
    found = session.scalars(
        own_trainers(provider_id)
        .where(cast(Trainer.id, Text).in_(named))
        .order_by(Trainer.id)
        .limit(MOST_CHOICES)
    ).all()
    held = certificates_of(session, [each.id for each in found])
    return [
        {
            "name": each.public_name,
            "certificates": [
                {
                    "issuer": one.issuer,
                    "valid_until": one.valid_until,
                    "skills": one.skills,
                    "competence_units": one.competence_units,
                }
                for one in held[each.id]
            ],
        }
        for each in found
    ]


def shown(
    session: Session,
    trainers: Collection[Trainer],
    *,
    today: date,
    in_clear: bool = False,
) -> list[dict[str, Any]]:
    """Trainers with their certificates; masked, unless said otherwise."""
    vault = vault_of(session)
    held = certificates_of(session, [each.id for each in trainers])
    return [
        {
            **{name: getattr(each, name) for name in _PLAIN},
            **_personal(vault, each, in_clear=in_clear),
            "is_masked": not in_clear,
            "certificates": [
                _certificate(vault, one, today=today, in_clear=in_clear)
                for one in held[each.id]
            ],
        }
        for each in trainers
    ]


def _personal(vault: Vault, trainer: Trainer, *, in_clear: bool) -> dict[str, Any]:
    name = vault.open(trainer.name_sealed, row=trainer.id, field="trainer_name")
    email = vault.open(trainer.email_sealed, row=trainer.id, field="trainer_email")
    phone = trainer.phone_sealed and vault.open(
        trainer.phone_sealed, row=trainer.id, field="trainer_phone"
    )
    if in_clear:
        return {"name": name, "email": email, "phone": phone}
    return {
        "name": mask_name(name),
        "email": mask_email(email),
        "phone": phone and mask_account_number(phone),
    }


def _certificate(
    vault: Vault, certificate: TrainerCertificate, *, today: date, in_clear: bool
) -> dict[str, Any]:
    number = vault.open(
        certificate.number_sealed, row=certificate.id, field="trainer_certificate"
    )
    return {
        "id": certificate.id,
        "number": number if in_clear else mask_account_number(number),
        "issuer": certificate.issuer,
        "valid_until": certificate.valid_until,
        "is_good": certificate.valid_until >= today,
        "skills": certificate.skills,
        "competence_units": certificate.competence_units,
    }

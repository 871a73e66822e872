"""Registering a trainer, and keeping what is known of her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog.taxonomies import Taxonomy
from catalog.taxonomies.queries import concepts_named, loaded_taxonomies
from catalog.trainers.errors import (
    TooManyTrainers,
    TrainerChanged,
    TrainerRegistered,
    TrainerSkillsUnknown,
)
from catalog.trainers.models import Trainer, TrainerCertificate
from catalog.trainers.queries import own_trainer
from core.audit import record
from core.ids import new_id
from core.privacy import vault_of
from partners.organisations.models import Organisation

# Of one institution; it bounds what a wrong program can leave behind.
MOST = 2_000


@dataclass(frozen=True)
class CertificateDraft:
    """A certificate as somebody tells it."""

    number: str
    issuer: str
    valid_until: date
    skills: tuple[str, ...] = ()
    competence_units: tuple[str, ...] = ()


def register_trainer(
    session: Session, *, provider_id: UUID, values: Mapping[str, Any], at: datetime
) -> Trainer:
    """Take a trainer into the registry of her institution.

    `values` are `name` and `email`, and perhaps `phone`, `public_name` and
    `certificates` (CertificateDraft). Raises TooManyTrainers, TrainerRegistered or
    TrainerSkillsUnknown. Takes the institution's row, so that the count holds.
    """
    session.execute(
        select(Organisation.id)
        .where(Organisation.id == provider_id)
        .with_for_update(key_share=True)
    )
    mine = select(func.count(Trainer.id)).where(Trainer.provider_id == provider_id)
    if (session.scalar(mine) or 0) >= MOST:
        raise TooManyTrainers(limit=MOST)
    trainer = Trainer(
        id=new_id(), provider_id=provider_id, version=1, created_at=at, changed_at=at
    )
    _write(session, trainer, values)
    session.add(trainer)
    session.flush()
    _certify(session, trainer, values.get("certificates", ()))
    _tell(session, trainer, "registered", sorted(values), at=at)
    return trainer


def change_trainer(
    session: Session,
    trainer_id: UUID,
    *,
    provider_id: UUID,
    patch: Mapping[str, Any],
    version: int,
    at: datetime,
) -> Trainer:
    """Keep what is sent; `certificates` take the place of all there were.

    Raises TrainerNotFound, TrainerChanged, TrainerRegistered or TrainerSkillsUnknown.
    """
    trainer = own_trainer(session, trainer_id, provider_id=provider_id, lock=True)
    if version != trainer.version:
        raise TrainerChanged(current=trainer.version)
    if not patch:
        return trainer
    _write(session, trainer, patch)
    if "certificates" in patch:
        _certify(session, trainer, patch["certificates"])
    trainer.version += 1
    trainer.changed_at = at
    _tell(session, trainer, "changed", sorted(patch), at=at)
    return trainer


def _write(session: Session, trainer: Trainer, values: Mapping[str, Any]) -> None:
    vault = vault_of(session)
    if "email" in values:
        address = values["email"].strip().lower()
        index = vault.index(address, field="trainer_email")
        _check_new(session, trainer, index)
        trainer.email_index = index
        trainer.email_sealed = vault.seal(
            address, row=trainer.id, field="trainer_email"
        )
    if "name" in values:
        trainer.name_sealed = vault.seal(
            values["name"], row=trainer.id, field="trainer_name"
        )
    if "phone" in values:
        phone = values["phone"]
        trainer.phone_sealed = phone and vault.seal(
            phone, row=trainer.id, field="trainer_phone"
        )
    if "public_name" in values:
        trainer.public_name = values["public_name"]


def _check_new(session: Session, trainer: Trainer, index: bytes) -> None:
    known = session.scalar(
        select(Trainer.id).where(
            Trainer.provider_id == trainer.provider_id,
            Trainer.email_index == index,
            Trainer.id != trainer.id,
        )
    )
    if known is not None:
        raise TrainerRegistered(trainer_id=str(known))


def _certify(
    session: Session, trainer: Trainer, drafts: Sequence[CertificateDraft]
) -> None:
    _check_skills(session, drafts)
    session.execute(
        delete(TrainerCertificate).where(TrainerCertificate.trainer_id == trainer.id)
    )
    vault = vault_of(session)
    for draft in drafts:
        identity = new_id()
        session.add(
            TrainerCertificate(
                id=identity,
                trainer_id=trainer.id,
                number_sealed=vault.seal(
                    draft.number, row=identity, field="trainer_certificate"
                ),
                issuer=draft.issuer,
                valid_until=draft.valid_until,
                skills=list(draft.skills),
                competence_units=list(draft.competence_units),
            )
        )
    session.flush()


def _check_skills(session: Session, drafts: Sequence[CertificateDraft]) -> None:
    """Units are not looked at: only a part of their register is known."""
    skills = sorted({skill for draft in drafts for skill in draft.skills})
    if not skills or Taxonomy.SKILL not in loaded_taxonomies(session):
        return
    known = concepts_named(session, [(Taxonomy.SKILL, each) for each in skills])
    missing = [each for each in skills if (Taxonomy.SKILL, each) not in known]
    if missing:
        raise TrainerSkillsUnknown(count=len(missing), codes=missing)


def _tell(
    session: Session, trainer: Trainer, act: str, fields: list[str], *, at: datetime
) -> None:
    """Which fields, never what they hold: the trail is no place for personal data."""
    record(
        session,
        action=f"trainer.{act}",
        object_type="trainer",
        object_id=trainer.id,
        at=at,
        after={"version": trainer.version, "fields": fields},
    )
    session.flush()

"""Trainers of institutions."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalog.trainers import Trainer, TrainerCertificate
from core.ids import new_id
from core.privacy import vault_of
from partners.organisations import Organisation
from tests.factories.partners import EARLY, _add


def make_trainer(
    session: Session,
    provider: Organisation,
    *,
    good_until: date | None = date(2199, 1, 1),
    skills: tuple[str, ...] = (),
    **values: Any,
) -> Trainer:
    """A trainer with a certificate that is good through a day, or without any."""
    vault, identity = vault_of(session), values.pop("id", None) or new_id()
    sealed = {
        name: values.pop(name, default)
        for name, default in [
            ("name", "Ani Lestari"),
            ("email", f"{identity.hex}@dapur.example"),
            ("phone", None),
        ]
    }
    made = Trainer(
        id=identity,
        provider_id=provider.id,
        email_index=vault.index(sealed["email"], field="trainer_email"),
        created_at=EARLY,
        changed_at=EARLY,
        **{
            f"{name}_sealed": value
            and vault.seal(value, row=identity, field=f"trainer_{name}")
            for name, value in sealed.items()
        },
        **values,
    )
    _add(session, made)
    if good_until is not None:
        number = new_id()
        _add(
            session,
            TrainerCertificate(
                id=number,
                trainer_id=identity,
                number_sealed=vault.seal(
                    "74909 2411", row=number, field="trainer_certificate"
                ),
                issuer="LSP Tata Boga",
                valid_until=good_until,
                skills=list(skills),
            ),
        )
    return made

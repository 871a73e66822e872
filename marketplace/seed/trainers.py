"""Two invented trainers of the invented institution: one whose certificate is good, one
whose ended lately, so that the page of trainers has something to say."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.trainers.services.register import CertificateDraft, register_trainer

GOOD_FOR, ENDED_AGO = timedelta(days=700), timedelta(days=10)
TRAINERS = (
    ("Bagus Prakoso", "bagus.prakoso", GOOD_FOR),
    ("Rini Astuti", "rini.astuti", -ENDED_AGO),
)


def seed_trainers(
    session: Session, provider_id: UUID, *, skills: tuple[str, ...], at: datetime
) -> list[str]:
    """Their ids, as a course names them."""
    return [
        str(
            register_trainer(
                session,
                provider_id=provider_id,
                values={
                    "name": name,
                    "email": f"{mailbox}@contoh.example",
                    "public_name": name,
                    "certificates": [
                        CertificateDraft(
                            number=f"CONTOH-{mailbox.upper()}",
                            issuer="Lembaga Sertifikasi Contoh",
                            valid_until=(at + good_for).date(),
                            skills=skills,
                        )
                    ],
                },
                at=at,
            ).id
        )
        for name, mailbox, good_for in TRAINERS
    ]

"""Participants, schemes, batches, applications and awards."""

import itertools
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

import marketplace.programme
from catalog.regions.models import District, Province, Regency
from core.clock import now
from core.ids import new_id
from core.ledger import post_transfer
from core.ledger.services.post import open_accounts
from core.privacy import vault_of
from marketplace.participants.models import Participant
from marketplace.programme import Application, Award, Batch, BatchStatus, Scheme
from marketplace.programme.ledger import fund_of, training_balance_of
from partners.accounts import Account
from tests.factories.partners import EARLY, _add, make_account

SCHEMES = Path(marketplace.programme.__file__).parent / "schemes"
_numbers = itertools.count(1)


def make_participant(
    session: Session, account: Account | None = None, **changes: Any
) -> Participant:
    account = account or make_account(session)
    _make_district(session)
    number = int(account.id.hex[-12:], 16) % 10**10
    nik, kk = f"327301{number:010d}", f"327302{number:010d}"
    phone = f"0812{number % 10**8:08d}"
    vault = vault_of(session)
    values: dict[str, Any] = {
        "id": account.id,
        "nik_sealed": vault.seal(nik, row=account.id, field="nik"),
        "nik_index": vault.index(nik, field="nik"),
        "kk_sealed": vault.seal(kk, row=account.id, field="kk"),
        "kk_index": vault.index(kk, field="kk"),
        "phone_sealed": vault.seal(phone, row=account.id, field="phone"),
        "phone_index": vault.index(phone, field="phone"),
        "birth_date": date(1998, 5, 17),
        "gender": "female",
        "district_code": "32.73.01",
        "declarations": {"offices": [], "student": False, "other_aid": False},
        "registered_at": EARLY,
    }
    return _add(session, Participant(**(values | changes)))


def make_scheme(session: Session, code: str = "normal", **document: Any) -> Scheme:
    """A shipped scheme as a version of its own, with top-level sections replaced."""
    shipped = json.loads((SCHEMES / f"{code}.json").read_text())
    return _add(
        session,
        Scheme(
            code=code,
            version=1000 + next(_numbers),
            title=code,
            document=shipped | document,
            created_at=EARLY,
        ),
    )


def make_batch(session: Session, scheme: Scheme | None = None, **changes: Any) -> Batch:
    scheme = scheme or make_scheme(session)
    values: dict[str, Any] = {
        "number": 10_000 + next(_numbers),
        "scheme_id": scheme.id,
        "quota": 100,
        "status": BatchStatus.OPEN,
        "created_at": EARLY,
        "opened_at": EARLY,
    }
    return _add(session, Batch(**(values | changes)))


def make_application(
    session: Session, batch: Batch, participant: Participant, **changes: Any
) -> Application:
    values: dict[str, Any] = {
        "batch_id": batch.id,
        "participant_id": participant.id,
        "failed_rules": [],
        "submitted_at": EARLY,
        "submitted_on": EARLY.date(),
    }
    return _add(session, Application(**(values | changes)))


def make_award(
    session: Session,
    participant: Participant | None = None,
    *,
    batch: Batch | None = None,
    balance: int = 3_500_000,
    **changes: Any,
) -> Award:
    """An active award whose training balance holds `balance`, with days to buy."""
    participant = participant or make_participant(session)
    batch = batch or make_batch(session)
    application = make_application(session, batch, participant, status="selected")
    award = _add(
        session,
        Award(
            **{
                "id": new_id(),
                "participant_id": participant.id,
                "application_id": application.id,
                "batch_id": batch.id,
                "scheme_id": batch.scheme_id,
                "decree_number": "SK-1",
                "amount": balance,
                "awarded_at": now() - timedelta(days=1),
                "purchase_deadline_at": now() + timedelta(days=14),
                **changes,
            }
        ),
    )
    account = training_balance_of(award.id, participant.id)
    open_accounts(session, [account], at=EARLY)
    if balance:
        post_transfer(
            session,
            debit=fund_of("normal"),
            credit=account,
            amount=balance,
            reference=f"award:{award.id}",
            description="Training balance awarded.",
            at=EARLY,
        )
    return award


def _make_district(session: Session) -> None:
    for model, row in (
        (Province, {"code": "32", "name": "Jawa Barat"}),
        (
            Regency,
            {
                "code": "32.73",
                "province_code": "32",
                "name": "Kota Bandung",
                "kind": "kota",
            },
        ),
        (
            District,
            {
                "code": "32.73.01",
                "regency_code": "32.73",
                "name": "Sukasari",
                "nik_prefix": "327301",
            },
        ),
    ):
        session.execute(insert(model).values(row).on_conflict_do_nothing())

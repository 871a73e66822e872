"""What the measurement of orders needs: buyers with a balance, tokens, one class.

Made up and written in bulk. Seats and money are enough for all.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from catalog.courses import Course, Offering, Schedule
from catalog.regions.models import District, Province, Regency
from core.clock import now
from core.ids import new_id
from core.ledger import Account as LedgerName
from core.ledger.services.post import open_accounts
from core.ledger.services.post_many import Transfer, open_new_accounts, post_transfers
from marketplace.participants.models import Participant
from marketplace.programme import Application, Award, Batch, Scheme
from marketplace.programme.ledger import (
    VOUCHERS_OUTSTANDING,
    fund_of,
    training_balance_of,
)
from marketplace.programme.shipped import shipped_document
from partners.accounts import Account
from partners.oauth import Client, Grant, Token
from partners.organisations import Kind, Organisation, Standing

BALANCE = 3_500_000
PRICE = 350_000
LATE = datetime(2100, 1, 1, tzinfo=UTC)


def token_of(number: int) -> str:
    """The access token of buyer `number`."""
    return f"bench-token-{number:08d}"


def fill(session: Session, buyers: int) -> dict[str, UUID]:
    """Write everything; the ids that a request names, and the table for pgbench."""
    at = now()
    shop = _shop(session, buyers, at)
    accounts = [new_id() for _ in range(buyers)]
    awards = [new_id() for _ in range(buyers)]
    for rows, model in _people(accounts, awards, shop, at):
        session.execute(insert(model), rows)
    balances = [
        training_balance_of(award, account)
        for award, account in zip(awards, accounts, strict=True)
    ]
    open_accounts(session, [fund_of("normal"), VOUCHERS_OUTSTANDING], at=at)
    open_new_accounts(session, balances, at=at)
    transfers = [
        Transfer(fund_of("normal"), balance, BALANCE, f"award:{award}")
        for balance, award in zip(balances, awards, strict=True)
    ]
    post_transfers(session, transfers, description="Training balance.", at=at)
    _table_for_pgbench(session, accounts, awards, balances, shop)
    return shop


def _shop(session: Session, seats: int, at: datetime) -> dict[str, UUID]:
    """A platform, an institution, and one class with a seat for everybody."""
    names = ("platform", "provider", "course", "schedule", "offering", "client")
    ids = {name: new_id() for name in (*names, "scheme", "batch")}
    for name, kind in (
        ("platform", Kind.DIGITAL_PLATFORM),
        ("provider", Kind.TRAINING_INSTITUTION),
    ):
        organisation = Organisation(
            id=ids[name],
            code=f"bench-{name}",
            name=name,
            name_key=f"bench {name}",
            kinds=[kind],
            standing=Standing.APPROVED,
            created_at=at,
        )
        session.add(organisation)
    session.flush()
    session.add(
        Client(
            id=ids["client"],
            client_id="bench-platform",
            organisation_id=ids["platform"],
            name="Bench",
            redirect_uris=[],
            grant_types=["authorization_code"],
            scopes=["orders:write"],
            auth_method="client_secret_basic",
            created_at=at,
        )
    )
    session.add(
        Course(
            id=ids["course"],
            provider_id=ids["provider"],
            code="bench",
            title="Measured course",
            category="lainnya",
            category_title="Lainnya",
            mode="webinar",
            sessions=2,
            list_price=PRICE,
            source_ref="bench",
            status="published",
            created_at=at,
            updated_at=at,
        )
    )
    session.add(
        Scheme(
            id=ids["scheme"],
            code="normal",
            version=1,
            title="normal",
            document=shipped_document("normal"),
            created_at=at,
        )
    )
    session.flush()
    session.add(
        Schedule(
            id=ids["schedule"],
            course_id=ids["course"],
            code="bench",
            starts_at=at + timedelta(days=7),
            ends_at=at + timedelta(days=9),
            enrolment_closes_at=at + timedelta(days=6),
            capacity=2 * seats,
        )
    )
    session.add(
        Offering(
            id=ids["offering"],
            course_id=ids["course"],
            platform_id=ids["platform"],
            price=PRICE,
            commission_bps=1000,
            listed_at=at,
        )
    )
    session.add(
        Batch(
            id=ids["batch"],
            number=1,
            scheme_id=ids["scheme"],
            quota=2 * seats,
            status="decided",
            created_at=at,
        )
    )
    for place in (
        Province(code="32", name="Jawa Barat"),
        Regency(code="32.73", province_code="32", name="Bandung", kind="kota"),
        District(code="32.73.01", regency_code="32.73", name="X", nik_prefix="327301"),
    ):
        session.add(place)
        session.flush()
    return ids


def _people(
    accounts: list[UUID], awards: list[UUID], shop: dict[str, UUID], at: datetime
) -> Iterator[tuple[list[dict[str, Any]], Any]]:
    """Rows of each table, in the order in which they refer to each other."""
    grants = [new_id() for _ in accounts]
    applications = [new_id() for _ in accounts]
    numbered = list(enumerate(accounts))
    yield (
        [
            {
                "id": account,
                "email_sealed": b"-",
                "email_index": account.bytes,
                "full_name_sealed": b"-",
                "password_hash": "-",
                "locale": "id",
                "created_at": at,
            }
            for account in accounts
        ],
        Account,
    )
    yield (
        [
            {
                "id": account,
                "nik_sealed": b"-",
                "nik_index": account.bytes,
                "kk_sealed": b"-",
                "kk_index": account.bytes,
                "phone_sealed": b"-",
                "phone_index": account.bytes,
                "birth_date": date(1998, 5, 17),
                "gender": "female",
                "district_code": "32.73.01",
                "declarations": {},
                "registered_at": at,
            }
            for account in accounts
        ],
        Participant,
    )
    yield (
        [
            {
                "id": grants[number],
                "account_id": account,
                "client_id": shop["client"],
                "organisation_id": shop["platform"],
                "subject": account.hex,
                "scopes": ["orders:write"],
                "consent_text": "-",
                "granted_at": at,
            }
            for number, account in numbered
        ],
        Grant,
    )
    yield (
        [
            {
                "id": new_id(),
                "family_id": new_id(),
                "client_id": shop["client"],
                "grant_id": grants[number],
                "account_id": account,
                "scopes": ["orders:write"],
                "access_hash": hashlib.sha256(token_of(number).encode()).digest(),
                "access_expires_at": LATE,
                "issued_at": at,
            }
            for number, account in numbered
        ],
        Token,
    )
    yield (
        [
            {
                "id": applications[number],
                "batch_id": shop["batch"],
                "participant_id": account,
                "status": "selected",
                "failed_rules": [],
                "submitted_at": at,
                "submitted_on": at.date(),
            }
            for number, account in numbered
        ],
        Application,
    )
    yield (
        [
            {
                "id": awards[number],
                "participant_id": account,
                "application_id": applications[number],
                "batch_id": shop["batch"],
                "scheme_id": shop["scheme"],
                "decree_number": "SK-1",
                "amount": BALANCE,
                "status": "active",
                "awarded_at": at,
                "purchase_deadline_at": at + timedelta(days=15),
            }
            for number, account in numbered
        ],
        Award,
    )


def _table_for_pgbench(
    session: Session,
    accounts: list[UUID],
    awards: list[UUID],
    balances: list[LedgerName],
    shop: dict[str, UUID],
) -> None:
    session.execute(
        text(
            "CREATE UNLOGGED TABLE bench_buyers AS SELECT n - 1 AS n, participant_id,"
            " award_id, account_id, sha256(convert_to('bench-token-' ||"
            " lpad((n - 1)::text, 8, '0'), 'UTF8')) AS token_hash,"
            " CAST(:platform AS uuid) AS platform_id,"
            " CAST(:provider AS uuid) AS provider_id,"
            " CAST(:course AS uuid) AS course_id,"
            " CAST(:schedule AS uuid) AS schedule_id,"
            " CAST(:offering AS uuid) AS offering_id,"
            " CAST(:outstanding AS uuid) AS outstanding_id"
            " FROM unnest(CAST(:accounts AS uuid[]), CAST(:awards AS uuid[]),"
            " CAST(:balances AS uuid[])) WITH ORDINALITY"
            " AS buyer (participant_id, award_id, account_id, n)"
        ),
        {
            **{
                name: shop[name]
                for name in ("platform", "provider", "course", "schedule", "offering")
            },
            "outstanding": VOUCHERS_OUTSTANDING.id,
            "accounts": accounts,
            "awards": awards,
            "balances": [balance.id for balance in balances],
        },
    )
    session.execute(text("ALTER TABLE bench_buyers ADD PRIMARY KEY (n)"))

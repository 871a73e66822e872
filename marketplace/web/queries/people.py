"""The signed-in person's own account and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from core.database import Json
from core.ledger.queries import balance_of
from core.privacy import vault_of
from core.text import Text
from marketplace.participants.models import Participant
from marketplace.payments.models import AccountStatus
from marketplace.payments.queries import AccountView, accounts_of
from marketplace.programme import Application, Award, Batch, BatchStatus, Scheme
from marketplace.programme.ledger import training_balance_of
from marketplace.programme.parameters import Parameters
from marketplace.programme.rules import words_of
from marketplace.programme.services.apply import HOPEFUL
from partners.accounts import Account
from partners.accounts.rules import given_name
from partners.switches import Closure, Switch
from partners.switches.errors import REFUSAL_OF


@dataclass(frozen=True)
class Person:
    """Who looks at the page. Only a registered participant can join a batch."""

    given_name: str
    is_participant: bool


@dataclass(frozen=True)
class AwardCard:
    """An award: what is left of it, whole rupiah, and until when to buy first.

    `deadline_at` is None as soon as the first course was bought in time.
    """

    status: str
    amount: int
    balance: int
    deadline_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class ApplicationCard:
    """An application, with the words for every rule that was not met."""

    batch_number: int
    status: str
    failed_rules: list[Text]
    submitted_at: datetime


def person_of(session: Session, account_id: UUID) -> Person:
    """The person behind an account, which must exist."""
    account = session.get_one(Account, account_id)
    name = vault_of(session).open(
        account.full_name_sealed, row=account.id, field="full_name"
    )
    registered = session.scalar(
        select(Participant.id).where(Participant.id == account_id)
    )
    return Person(given_name=given_name(name), is_participant=registered is not None)


def what_is_closed(
    session: Session, switches: Sequence[Switch], account_id: UUID | None = None
) -> list[tuple[Text, Text]]:
    """What the operator has closed of these, for all or for the scheme of her award:
    title and reason."""
    hers = (
        select(Scheme.code)
        .join(Award, Award.scheme_id == Scheme.id)
        .where(Award.participant_id == account_id)
    )
    closures = session.scalars(
        select(Closure)
        .where(
            Closure.switch.in_(switches),
            Closure.opened_at.is_(None),
            or_(Closure.scheme_code.is_(None), Closure.scheme_code.in_(hers)),
        )
        .order_by(Closure.closed_at)
        .limit(5)
    )
    return [
        (REFUSAL_OF[Switch(closure.switch)].title, closure.reason)
        for closure in closures
    ]


def award_of(session: Session, account_id: UUID) -> AwardCard | None:
    """Her award (one in a life), or None."""
    award = session.scalar(select(Award).where(Award.participant_id == account_id))
    if award is None:
        return None
    bought = award.first_purchased_at is not None
    return AwardCard(
        status=award.status,
        amount=award.amount,
        balance=balance_of(session, training_balance_of(award.id, account_id)),
        deadline_at=None if bought else award.purchase_deadline_at,
        ended_at=award.ended_at,
    )


def district_of(session: Session, account_id: UUID) -> str | None:
    """The code of the district in which she lives, None before she registered."""
    return session.scalar(
        select(Participant.district_code).where(Participant.id == account_id)
    )


def applications_of(session: Session, account_id: UUID) -> list[ApplicationCard]:
    """Her applications, newest first; few in a life."""
    rows = session.execute(
        select(Batch.number, Scheme.document, Application)
        .join(Batch, Batch.id == Application.batch_id)
        .join(Scheme, Scheme.id == Batch.scheme_id)
        .where(Application.participant_id == account_id)
        .order_by(Application.submitted_at.desc())
        .limit(20)
    )
    return [
        ApplicationCard(
            batch_number=number,
            status=application.status,
            failed_rules=_in_words(application.failed_rules, document),
            submitted_at=application.submitted_at,
        )
        for number, document, application in rows
    ]


def _in_words(names: list[str], document: Json) -> list[Text]:
    """Failed rules with the numbers of the scheme that they belong to."""
    rules = Parameters.from_document(document).eligibility
    return [words_of(name, rules) for name in names]


def open_batches(session: Session) -> list[Batch]:
    """The batches that take applications now, lowest number first."""
    return list(session.scalars(_open()))


def _open() -> Select[Batch]:
    return select(Batch).where(Batch.status == BatchStatus.OPEN).order_by(Batch.number)


def batches_to_join(session: Session, account_id: UUID) -> list[Batch]:
    """The open batches that she could apply to now: she is a participant, was never
    awarded, and no application of hers can still succeed."""
    hopeful = select(Application.id).where(
        Application.participant_id == account_id, Application.status.in_(HOPEFUL)
    )
    joined = select(Application.id).where(
        Application.participant_id == account_id, Application.batch_id == Batch.id
    )
    query = _open().where(
        exists().where(Participant.id == account_id),
        ~exists().where(Award.participant_id == account_id),
        ~hopeful.exists(),
        ~joined.exists(),
    )
    return list(session.scalars(query))


def payout_account_of(session: Session, account_id: UUID) -> AccountView | None:
    """The account that she linked last, masked (PD-03); None before the first."""
    views = accounts_of(session, account_id)
    return next(
        (each for each in views if each.account.status != AccountStatus.REPLACED), None
    )

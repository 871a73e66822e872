"""Invented organisations that apply, so that the operator has something to look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fpdf import FPDF
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.files.keeping import put
from core.files.receiving import receive
from core.privacy import vault_of
from marketplace.seed.demo import CONTROLLING, PASSWORD, REVIEWER
from partners.accounts.models import Account
from partners.accounts.services.register import register_account
from partners.agreements.services.accept import accept
from partners.agreements.shipped import agreements_in_force
from partners.onboarding.models import PartnerApplication
from partners.onboarding.queries import requirement_for
from partners.onboarding.requirement import Form, Relation, Requirement
from partners.onboarding.review_models import Outcome, Verdict
from partners.onboarding.rules import DeclaredTie
from partners.onboarding.services.decide import recommend
from partners.onboarding.services.evidence import attach
from partners.onboarding.services.review import record_finding, request_changes
from partners.onboarding.services.save import save_answers
from partners.onboarding.services.start import start_with_new_organisation
from partners.onboarding.services.submit import submit
from partners.onboarding.services.ties import add_tie
from partners.organisations.models import Kind, Organisation

DRAFT, SENT, RETURNED, RECOMMENDED = "draft", "sent", "returned", "recommended"


@dataclass(frozen=True)
class DemoApplicant:
    """An invented organisation, and how far its application has come."""

    name: str
    code: str
    kind: Kind
    stage: str
    days_ago: int


APPLICANTS = (
    DemoApplicant("Kerja Nusantara", "kerja-nusantara", Kind.JOB_PORTAL, DRAFT, 1),
    DemoApplicant("Sanggar Digital", "sanggar-digital", Kind.MONITOR, SENT, 3),
    DemoApplicant("Bursa Karya", "bursa-karya", Kind.JOB_PORTAL, RETURNED, 12),
    DemoApplicant("Balai Terampil", CONTROLLING, Kind.ASSESSOR, RECOMMENDED, 40),
)


def seed_applications(session: Session, *, at: datetime, zone: ZoneInfo) -> int:
    """Begin the applications that are not there yet; how many were new."""
    known = set(
        session.scalars(
            select(Organisation.code).where(
                Organisation.code.in_([each.code for each in APPLICANTS])
            )
        )
    )
    newcomers = [each for each in APPLICANTS if each.code not in known]
    reviewer = _account(session, REVIEWER)
    for each in newcomers:
        began = at - timedelta(days=each.days_ago)
        _apply(session, each, reviewer, at=began, zone=zone)
    return len(newcomers)


def _apply(
    session: Session,
    applicant: DemoApplicant,
    reviewer: Account,
    *,
    at: datetime,
    zone: ZoneInfo,
) -> None:
    owner = register_account(
        session,
        email=f"owner@{applicant.code}.example",
        full_name="Wahyu Hidayat",
        password=PASSWORD,
        at=at,
    )
    application = start_with_new_organisation(
        session,
        name=applicant.name,
        code=applicant.code,
        kind=applicant.kind,
        account_id=owner.id,
        zone=zone,
        at=at,
    )
    session.flush()
    if applicant.stage == DRAFT:
        return
    _complete(session, application, owner, applicant, at=at, zone=zone)
    common: dict[str, Any] = {"account_id": reviewer.id, "at": at}
    if applicant.stage == SENT:
        return
    for criterion in requirement_for(application).criteria:
        asked = criterion.code == "known-addresses" and applicant.stage == RETURNED
        record_finding(
            session,
            application.id,
            criterion=criterion.code,
            verdict=Verdict.QUESTION if asked else Verdict.MET,
            note="Domain belum menampilkan halaman." if asked else None,
            **common,
        )
    if applicant.stage == RETURNED:
        reason = "Mohon pastikan domain dapat dibuka."
        request_changes(session, application.id, reason=reason, zone=zone, **common)
    else:
        recommend(
            session,
            application.id,
            outcome=Outcome.APPROVE,
            reason="Semua kriteria terpenuhi.",
            zone=zone,
            **common,
        )


def _complete(
    session: Session,
    application: PartnerApplication,
    owner: Account,
    applicant: DemoApplicant,
    *,
    at: datetime,
    zone: ZoneInfo,
) -> None:
    """Everything that its kind asks for, made up, and sent."""
    requirement = requirement_for(application)
    own: dict[str, Any] = {"organisation_id": application.organisation_id, "at": at}
    answers = _answers(requirement, applicant.code)
    save_answers(session, application.id, answers=answers, **own)
    for tie in _ties(applicant.code):
        add_tie(session, application.id, tie=tie, account_id=owner.id, **own)
    for item in requirement.evidence:
        if item.is_asked(answers):
            attach(
                session,
                application.id,
                item=item.code,
                name=f"{item.code}.pdf",
                file=put(receive(_document(item.label.id))),
                account_id=owner.id,
                **own,
            )
    for agreement in agreements_in_force(on=at.astimezone(zone).date()):
        accept(
            session,
            **own,
            code=agreement.code,
            version=agreement.version,
            language="id",
            sha256=agreement.sha256("id"),
            account_id=owner.id,
            officer_name="Wahyu Hidayat",
            officer_position="Direktur",
            address="127.0.0.1",
            zone=zone,
        )
    submit(session, application.id, account_id=owner.id, zone=zone, **own)


def _answers(requirement: Requirement, code: str) -> dict[str, Any]:
    demanded = {
        demand.field: min(demand.is_)
        for criterion in requirement.criteria
        for demand in criterion.demands
    }
    answers: dict[str, Any] = {}
    for field in requirement.fields:
        if field.form is Form.NUMBER:
            answers[field.code] = max(field.minimum, 1)
        elif field.choices:
            chosen = demanded.get(field.code, field.choices[0].code)
            answers[field.code] = [chosen] if field.form is Form.CHOICES else chosen
        elif field.form is Form.URL:
            answers[field.code] = f"https://{code}.example"
        else:
            number = "012345678901234"
            answers[field.code] = number if field.pattern else "Contoh isian."
    return answers


def _ties(code: str) -> tuple[DeclaredTie, ...]:
    return (
        DeclaredTie(
            Relation.OWNER,
            name="Yayasan Contoh",
            number="8120011223344",
            share_bps=10_000,
        ),
        DeclaredTie(
            Relation.OFFICER,
            name="Wahyu Hidayat",
            number="3273015705989001",
            detail="Direktur",
        ),
        DeclaredTie(Relation.DOMAIN, detail=f"{code}.example"),
    )


def _document(title: str) -> bytes:
    document = FPDF()
    document.set_font("helvetica")
    document.add_page()
    document.multi_cell(0, text=f"{title}\n\nDokumen contoh, tidak berlaku.")
    return bytes(document.output())


def _account(session: Session, email: str) -> Account:
    index = vault_of(session).index(email, field="email")
    return session.scalars(select(Account).where(Account.email_index == index)).one()

"""Of organisations: people who work there, ties, applications, sanctions."""

from datetime import timedelta

from sqlalchemy.orm import Session

from core.clock import now
from core.ids import new_code
from partners.accounts import Account
from partners.conflicts.models import ReviewAssignment, TieDispute, Waiver
from partners.organisations import Organisation
from partners.staff.rules import roles_of_kind
from partners.standing import Severity
from partners.standing.models import SanctionChange
from tests import factories


def add_application(
    session: Session, ids: dict[str, object], organisation: Organisation
) -> None:
    application = factories.make_partner_application(session, organisation)
    tie = factories.make_tie(session, application)
    ids |= {
        "application_id": application.id,
        "tie_id": tie.id,
        "file_id": factories.make_evidence(session, application).id,
        "criterion": "real-vacancies",
        "agreement": "partner",
    }
    factories.make_acceptance(session, organisation)


def add_people(
    session: Session,
    ids: dict[str, object],
    account: Account,
    organisations: tuple[Organisation, Organisation],
) -> None:
    """The person also works at the platform and at the operator, in every role; others
    work at the platform, whose owners look through its seats, and are invited to it."""
    for organisation in set(organisations):
        factories.make_seat(
            session,
            organisation,
            *roles_of_kind(organisation.kinds),
            account_id=account.id,
        )
    platform, _ = organisations
    ids |= {
        "seat_id": factories.make_seat(session, platform).id,
        "review_id": factories.make_access_review(session, platform).id,
        "invitation_id": factories.make_invitation(session, platform).id,
    }


def add_sanction(
    session: Session, ids: dict[str, object], organisation: Organisation
) -> None:
    """A warning that somebody wants to be lifted."""
    sanction = factories.make_sanction(session, organisation, Severity.WARNING)
    change = SanctionChange(
        sanction_id=sanction.id,
        act="lift",
        reason="Mended.",
        alone=False,
        proposed_by=factories.make_account(session).id,
        proposed_at=now(),
    )
    session.add(change)
    session.flush()
    ids |= {
        "platform_id": organisation.id,
        "sanction_id": sanction.id,
        "change_id": change.id,
    }


def add_closures(session: Session, ids: dict[str, object]) -> None:
    """Schemes that nobody here is in are closed, one of them to be opened again."""
    ids |= {
        "closure_id": factories.make_closure(session, scheme_code=new_code()).id,
        "proposed_closure_id": factories.make_closure(
            session, scheme_code=new_code(), proposed=True
        ).id,
    }


def add_register(
    session: Session,
    ids: dict[str, object],
    organisation: Organisation,
    account: Account,
) -> None:
    """Ties of the organisation, one of them disputed; an exception that waits; a task
    of an assessor. The person may decide about the organisation although she works
    there: two others have waived that."""
    disputed = factories.make_officer(session, organisation, "Budi Santoso")
    own = factories.make_officer(session, organisation, "Citra Dewi")
    over = factories.make_officer(session, organisation, "Eka Putri")
    others = [factories.make_account(session).id for _ in range(2)]
    partner, assessor = (factories.make_organisation(session) for _ in range(2))
    pair = sorted([partner.id, assessor.id])
    waiver = Waiver(
        purpose="sale",
        organisation_id=pair[0],
        other_organisation_id=pair[1],
        reason="Test.",
        proposed_by=others[0],
        proposed_at=now(),
        ends_at=now() + timedelta(days=30),
    )
    assignment = ReviewAssignment(
        subject_id=partner.id,
        reviewer_id=assessor.id,
        role="assessor",
        task="document_review",
        assigned_by=others[0],
        assigned_at=now(),
    )
    session.add_all(
        [
            waiver,
            assignment,
            TieDispute(
                tie_id=disputed.id,
                text="Wrong.",
                filed_by=others[0],
                filed_at=now(),
            ),
            Waiver(
                purpose="decision",
                organisation_id=organisation.id,
                account_id=account.id,
                reason="Test.",
                state="in_force",
                proposed_by=others[0],
                proposed_at=now(),
                decided_by=others[1],
                decided_at=now(),
                ends_at=now() + timedelta(days=30),
            ),
        ]
    )
    session.flush()
    ids |= {
        "disputed_tie_id": disputed.id,
        "own_tie_id": own.id,
        "over_tie_id": over.id,
        "waiver_id": waiver.id,
        "assignment_id": assignment.id,
    }

"""What tests of key rotation share: three sets of keys, and rows under the first."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text

from core import unit_of_work
from core.ids import new_id
from core.mail.letters import Letter
from core.mail.services.write import write_mail
from core.privacy import Vault
from core.privacy.columns import sealed_tables
from core.privacy.queries import values_by_key
from core.text import Text
from partners.accounts.models import Account, ResetRequest
from partners.oauth.token_keys import Algorithm
from partners.oauth.token_keys.services.publish import active_key
from partners.webhooks.services.endpoints import rotate_secret
from tests.factories import (
    make_acceptance,
    make_account,
    make_authenticator,
    make_award,
    make_certificate,
    make_course,
    make_course_list,
    make_evidence,
    make_invitation,
    make_offering,
    make_officer,
    make_organisation,
    make_partner_application,
    make_payout_account,
    make_pushed_request,
    make_refund_request,
    make_sanction,
    make_schedule,
    make_tie,
    make_trainer,
    make_visit,
    make_visit_file,
    make_voucher,
)
from tests.partners.webhooks.receiving import make_endpoint

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32
BEFORE = Vault({"old": OLD}, INDEX)
ROTATED = Vault({"new": NEW, "old": OLD}, INDEX)
AFTER = Vault({"new": NEW}, INDEX)


def fill(session, at):
    """Rows in every table with sealed columns."""
    award = make_award(session)
    make_certificate(session, award, at=at)
    make_course_list(session, make_organisation(session))
    make_trainer(session, make_organisation(session), phone="+6281234567890")
    make_payout_account(session, award.participant_id, at=at)
    endpoint = make_endpoint(session, make_organisation(session))
    make_pushed_request(session)
    _ask_for_balance(session, award)
    rotate_secret(session, endpoint.id, organisation_id=endpoint.organisation_id, at=at)
    _fill_people_and_partners(session, at)
    # Fresh, so that a worker of the test does not rotate it.
    active_key(session, Algorithm.ES256, at=datetime.now(UTC))
    session.flush()


def _ask_for_balance(session, award):
    """She asks for the balance of a class that a sanction interrupts."""
    institution, platform = make_organisation(session), make_organisation(session)
    course = make_course(session, institution)
    offering = make_offering(session, course, platform)
    account = session.get_one(Account, award.participant_id)
    voucher = make_voucher(
        session, offering, make_schedule(session, course), course, account
    )
    sanction = make_sanction(session, institution)
    make_refund_request(session, voucher, sanction.id)


def _fill_people_and_partners(session, at):
    organisation, account = make_organisation(session), make_account(session)
    application = make_partner_application(session, organisation)
    make_tie(session, application)
    make_evidence(session, application)
    visit = make_visit(session, make_schedule(session, make_course(session)))
    make_visit_file(session, visit)
    make_acceptance(session, organisation)
    make_officer(session, organisation, "Budi Santoso")
    make_invitation(session, organisation)
    make_authenticator(session, account)
    letter = Letter("test", Text("Subject", "Perihal"), (Text("Text.", "Isi."),))
    # Not due yet, so that a worker of the test leaves it alone.
    later = datetime.now(UTC) + timedelta(days=1)
    write_mail(session, to="ani@example.org", locale="id", letter=letter, at=later)
    identity = new_id()
    sealed = BEFORE.seal("ani@example.org", row=identity, field="email")
    session.add(ResetRequest(id=identity, email_sealed=sealed, created_at=at))


def contents(session, vault):
    """Every sealed value of the database, opened."""
    opened = {}
    for name, sealed in sealed_tables().items():
        for row in session.execute(select(sealed.table)).mappings():
            for column, field in sealed.fields.items():
                value = row[column]
                if value is not None:
                    key = (name, column, row["id"])
                    opened[key] = vault.open(value, row=row["id"], field=field)
    return opened


def values_under(session, key_id):
    return sum(c.values for c in values_by_key(session) if c.key_id == key_id)


def rotated_sessions(session):
    """Sessions inside the test's transaction that carry the rotated keys."""
    made = unit_of_work._new_session

    def make():
        inner = made()
        inner.info["vault"] = ROTATED
        return inner

    return make


def jobs_of(session):
    return session.execute(
        text(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'privacy.reseal'"
            " ORDER BY id"
        )
    ).all()

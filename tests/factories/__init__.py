"""Made-up rows: a plain function per model. Say only what the test is about."""

from tests.factories.access_reviews import make_access_review
from tests.factories.catalog import (
    make_catalog_hold,
    make_category,
    make_course,
    make_offering,
    make_proposal,
    make_revision,
    make_schedule,
)
from tests.factories.conflicts import make_officer, make_register_tie, person
from tests.factories.course_lists import make_course_list
from tests.factories.curation import make_case, make_course_task
from tests.factories.factors import code_at, make_authenticator
from tests.factories.incentives import (
    announce,
    give_review,
    issue_certificate,
    make_certificate,
    make_due_incentive,
    make_payout_account,
)
from tests.factories.mail import kinds_of_letters, letters, link_in
from tests.factories.marketplace import (
    make_application,
    make_award,
    make_batch,
    make_participant,
    make_scheme,
)
from tests.factories.monitoring import (
    make_finding,
    make_plan,
    make_visit,
    make_visit_file,
)
from tests.factories.onboarding import (
    make_acceptance,
    make_evidence,
    make_partner_application,
    make_tie,
)
from tests.factories.partners import (
    authorization,
    make_account,
    make_alert,
    make_client,
    make_dispute,
    make_grant,
    make_invitation,
    make_link,
    make_organisation,
    make_pushed_request,
    make_seat,
    make_token,
)
from tests.factories.reviews import make_reply, make_review
from tests.factories.standing import make_sanction
from tests.factories.switches import make_closure
from tests.factories.trainers import make_trainer
from tests.factories.transfers import make_refund_request
from tests.factories.vouchers import RULES, make_voucher

__all__ = [
    "RULES",
    "announce",
    "authorization",
    "code_at",
    "give_review",
    "issue_certificate",
    "kinds_of_letters",
    "letters",
    "link_in",
    "make_acceptance",
    "make_access_review",
    "make_account",
    "make_alert",
    "make_application",
    "make_authenticator",
    "make_award",
    "make_batch",
    "make_case",
    "make_catalog_hold",
    "make_category",
    "make_certificate",
    "make_client",
    "make_closure",
    "make_course",
    "make_course_list",
    "make_course_task",
    "make_dispute",
    "make_due_incentive",
    "make_evidence",
    "make_finding",
    "make_grant",
    "make_invitation",
    "make_link",
    "make_offering",
    "make_officer",
    "make_organisation",
    "make_participant",
    "make_partner_application",
    "make_payout_account",
    "make_plan",
    "make_proposal",
    "make_pushed_request",
    "make_refund_request",
    "make_register_tie",
    "make_reply",
    "make_review",
    "make_revision",
    "make_sanction",
    "make_schedule",
    "make_scheme",
    "make_seat",
    "make_tie",
    "make_token",
    "make_trainer",
    "make_visit",
    "make_visit_file",
    "make_voucher",
    "person",
]

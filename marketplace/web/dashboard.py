"""What a participant sees of herself after signing in."""

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.incentives.queries import incentives_of
from marketplace.programme.errors import BatchNotFound
from marketplace.programme.services.apply import apply
from marketplace.web.queries.learning import certificates_of, vouchers_of
from marketplace.web.queries.people import (
    applications_of,
    award_of,
    batches_to_join,
    payout_account_of,
    person_of,
    what_is_closed,
)
from marketplace.web.site import blueprint
from partners.accounts.web import for_people, signed_in_account
from partners.switches import Switch

FOR_HER = (Switch.PROGRAMME, Switch.PAYOUTS)


@blueprint.get("/me")
@for_people
def dashboard() -> str:
    """Award, applications, vouchers, certificates, incentives and payout account; for
    somebody who takes no part herself, where she works."""
    account_id, at = signed_in_account().id, now()
    with reading("pages.dashboard") as session:
        person = person_of(session, account_id)
        if not person.is_participant:
            return render_template("pages/colleague.html", person=person)
        shown = {
            "person": person,
            "notices": what_is_closed(session, FOR_HER, account_id),
            "award": award_of(session, account_id),
            "applications": applications_of(session, account_id),
            "batches": batches_to_join(session, account_id),
            "vouchers": vouchers_of(session, account_id, at=at),
            "certificates": certificates_of(session, account_id),
            "incentives": incentives_of(session, account_id),
            "payout": payout_account_of(session, account_id),
        }
    return render_template("pages/dashboard.html", **shown)


@blueprint.get("/me/applications")
@for_people
def after_joining() -> Response:
    """Where a reader comes who chooses a language on the page of a refusal."""
    return redirect("/me", 303)


@blueprint.post("/me/applications")
@for_people
def join_batch() -> Response:
    """Apply to the batch whose button was pressed; refusals are pages."""
    number = request.form.get("batch_number", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise BatchNotFound
    with unit_of_work("pages.join_batch") as session:
        apply(
            session,
            participant_id=signed_in_account().id,
            batch_number=int(number),
            at=now(),
            zone=current_app.extensions["settings"].zone,
        )
    flash(_("Your application to batch %(number)s was received.", number=number))
    return redirect("/me", 303)

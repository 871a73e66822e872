"""Confirming a step of a class: the participant's half of a verification.

The institution sends her here with a secret address; she confirms as herself, signed in
with us, and goes back to the institution (programme rules, section 6).
"""

from urllib.parse import urlsplit

from flask import g, redirect, render_template
from werkzeug.wrappers import Response

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.web.site import blueprint
from partners.accounts.web import for_people, signed_in_account
from vouchers.learning.errors import (
    AlreadyConfirmed,
    VerificationNotFound,
    VerificationOver,
)
from vouchers.learning.queries import AskedVerification, asked_verification
from vouchers.learning.rules import return_address
from vouchers.learning.services.confirm_verification import confirm_verification


@blueprint.get("/verify/<state>")
@for_people
def verification(state: str) -> str | tuple[str, int]:
    """What is asked, by whom, and the button that confirms it.

    Another person's verification looks like an unknown one. Raises
    VerificationNotFound and VerificationOver.
    """
    asked = _asked(state)
    if asked.confirmed_at is not None:
        return _already_confirmed(asked)
    if now() >= asked.expires_at:
        raise VerificationOver(expires_at=asked.expires_at.isoformat())
    # The answer to the form leads to the institution, which the policy must allow.
    g.form_action = f"'self' {_origin(asked.redirect_uri)}"
    return render_template("pages/verification.html", asked=asked)


@blueprint.post("/verify/<state>")
@for_people
def confirm(state: str) -> Response | tuple[str, int]:
    """Confirm the step and go back to the institution."""
    try:
        with unit_of_work("pages.confirm_verification") as session:
            confirmed = confirm_verification(
                session,
                state=state,
                participant_id=signed_in_account().id,
                at=now(),
            )
    except AlreadyConfirmed:
        return _already_confirmed(_asked(state))
    address = return_address(confirmed.redirect_uri, verification_id=confirmed.id)
    return redirect(address, 303)


def _asked(state: str) -> AskedVerification:
    with reading("pages.verification") as session:
        asked = asked_verification(
            session, state=state, participant_id=signed_in_account().id
        )
    if asked is None:
        raise VerificationNotFound
    return asked


def _already_confirmed(asked: AskedVerification) -> tuple[str, int]:
    """The step is done; the way back to the institution stays open."""
    address = return_address(asked.redirect_uri, verification_id=asked.verification_id)
    page = render_template(
        "pages/verification_done.html",
        asked=asked,
        address=address,
    )
    return page, 409


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

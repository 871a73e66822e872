"""Registering: account, identity data and declarations on one page."""

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.regions.models import District, Province, Regency
from core.clock import now
from core.errors import Conflict, Malformed, Refusal
from core.unit_of_work import reading, unit_of_work
from marketplace.participants.services.register import register_participant
from marketplace.web.registration_form import RegistrationForm, field_of
from marketplace.web.site import blueprint, spoken
from openapi.problems import status_of
from openapi.security import public
from partners.accounts.services.sessions import start_session
from partners.accounts.web import (
    forget_browser,
    keep_signed_in,
    page_locale,
    this_device,
)
from partners.limits.rules import REGISTRATION_BY_ADDRESS
from partners.limits.web import from_this_crowd, limited
from partners.switches.models import Switch
from partners.switches.queries import refuse_closed

WHY_PUBLIC = "A person registers before she has an account."


@blueprint.get("/register")
@public(WHY_PUBLIC)
def registration() -> str:
    """The form; with `regency` in the address, with that regency's districts. While
    registration is closed, why it is."""
    with reading("pages.registration_open") as session:
        refuse_closed(session, Switch.PARTICIPANT_SIGN_UP)
    form = RegistrationForm(regency=request.args.get("regency", ""))
    return _page(form)


@blueprint.get("/register/districts")
@public(WHY_PUBLIC)
def begin_again() -> Response:
    """Where a reader comes who chooses a language between regency and district."""
    return redirect("/register", 303)


@blueprint.post("/register/districts")
@public(WHY_PUBLIC)
def choose_district() -> str:
    """The same form with the districts of the chosen regency: without JavaScript by a
    button, with it as soon as the regency changes."""
    return _page(RegistrationForm())


@blueprint.post("/register")
@public(WHY_PUBLIC)
def register() -> Response | tuple[str, int]:
    """Register and sign in, or show at each field what is wrong with it."""
    form = RegistrationForm()
    _offer_places(form)
    if not form.validate():
        return _page(form), 422
    limits = [from_this_crowd(REGISTRATION_BY_ADDRESS)]
    try:
        # Who asks for one e-mail after another wants to know who has an account.
        with limited(limits, Conflict, at=now()):
            secret = _register(form)
    except (Malformed, Conflict) as refusal:
        return _page(form, refusal), status_of(type(refusal))
    forget_browser()
    flash(_("You are registered. Join the open batch now."))
    response = redirect("/me", 303)
    keep_signed_in(response, secret)
    return response


def _register(form: RegistrationForm) -> str:
    """One transaction for the account, the participant and the signed-in session."""
    at = now()
    zone = current_app.extensions["settings"].zone
    with unit_of_work("pages.register") as session:
        participant = register_participant(
            session,
            email=form.email.data or "",
            full_name=" ".join((form.full_name.data or "").split()),
            password=form.password.data or "",
            identity=form.identity(),
            at=at,
            today=at.astimezone(zone).date(),
            locale=page_locale(),
        )
        return start_session(
            session, account_id=participant.id, at=at, device=this_device()
        )


def _page(form: RegistrationForm, refusal: Refusal | None = None) -> str:
    _offer_places(form)
    where = None if refusal is None else field_of(refusal)
    said = None if refusal is None else spoken(refusal)
    return render_template(
        "pages/register.html",
        form=form,
        wrong={where: said} if where else {},
        refusal=None if where else said,
    )


def _offer_places(form: RegistrationForm) -> None:
    """All regencies under their provinces, and the districts of the chosen one."""
    with reading("pages.places") as session:
        form.regency.choices = {"": "–", **_regencies(session)}
        form.district.choices = {"": "–", **_districts(session, form.regency.data)}


def _regencies(session: Session) -> dict[str, dict[str, str]]:
    grouped: dict[str, dict[str, str]] = {}
    for province, regency in session.execute(
        select(Province.name, Regency)
        .join(Regency, Regency.province_code == Province.code)
        .order_by(Province.name, Regency.name)
    ):
        grouped.setdefault(province, {})[regency.code] = regency.name
    return grouped


def _districts(session: Session, regency_code: str | None) -> dict[str, str]:
    query = (
        select(District)
        .where(District.regency_code == (regency_code or "").replace("\0", ""))
        .order_by(District.name)
    )
    return {each.code: each.name for each in session.scalars(query)}

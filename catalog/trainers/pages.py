"""The institution's pages: its trainers, and where they are missed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.trainers.certificate_form import (
    MOST,
    Row,
    as_sent,
    search,
    titles_in,
    typed_rows,
    typed_word,
)
from catalog.trainers.models import Trainer
from catalog.trainers.queries import (
    certificates_of,
    findings_for,
    own_trainer,
    own_trainers,
)
from catalog.trainers.schemas import TrainerRequestSchema
from catalog.trainers.services.end import end_trainer, take_back_ending
from catalog.trainers.services.register import (
    change_trainer,
    register_trainer,
)
from catalog.trainers.showing import read_trainer, shown
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed_line
from openapi.pagination import Key, paginate
from openapi.problems import status_of
from partners.accounts.web import PageBlueprint, in_words, page_locale
from partners.organisations.models import Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

blueprint = PageBlueprint("trainer_pages", __name__, template_folder="../templates")
WRITES, INSTITUTION = Permission.CATALOGUE_WRITE, Kind.TRAINING_INSTITUTION
add_section(
    Section(
        "trainers",
        Text("Trainers", "Pelatih"),
        WRITES,
        kinds=frozenset({INSTITUTION}),
        group=Group.COURSES,
    )
)
LIST = "/partner/<code>/trainers"
ONE = f"{LIST}/<uuid:trainer_id>"
PAGE, FOUND = 20, 50
PLAIN = ("name", "email", "phone", "public_name")


@blueprint.get(LIST)
@for_staff(WRITES, kind=INSTITUTION)
def trainers() -> str:
    """All trainers, masked, and courses and runs that name one who may not teach."""
    at = now()
    zone = current_app.extensions["settings"].zone
    found = findings_for(_institution(), zone=zone, at=at)
    with reading("pages.trainers") as session:
        page = paginate(
            session,
            own_trainers(_institution()),
            [Key(Trainer.id, "id", descending=True)],
            limit=PAGE,
            cursor=request.args.get("cursor"),
        )
        missed = session.execute(
            select(found).order_by(found.c.starts_at, found.c.object_id).limit(FOUND)
        ).all()
        listed = shown(session, page.items, today=_today())
    return render_template(
        "trainers/list.html",
        trainers=listed,
        next_cursor=page.next_cursor,
        findings=missed,
        base=_base(),
    )


@blueprint.get(f"{LIST}/new")
@for_staff(WRITES, kind=INSTITUTION)
def new() -> str:
    return _form({}, [])


@blueprint.post(f"{LIST}/new")
@for_staff(WRITES, kind=INSTITUTION)
def register() -> Response | tuple[str, int]:
    """Register a trainer with her first certificate, or none yet."""
    typed, rows = _typed(), typed_rows(request.form)
    if _searches():
        return _form(typed, rows), 200
    values, faults = _read(typed, rows, {})
    if faults:
        return _form(typed, rows, faults=faults), 422
    try:
        with unit_of_work("pages.register_trainer") as session:
            register_trainer(
                session, provider_id=_institution(), values=values, at=now()
            )
    except Refusal as refusal:
        return _form(typed, rows, refusal=refusal), status_of(type(refusal))
    flash(_("The trainer is registered."))
    return redirect(_base(), 303)


@blueprint.get(ONE)
@for_staff(WRITES, kind=INSTITUTION)
def trainer(trainer_id: UUID) -> str:
    """One trainer in clear, to be changed; that she was read stays on the record."""
    with unit_of_work("pages.read_trainer") as session:
        found = read_trainer(
            session,
            trainer_id,
            provider_id=_institution(),
            today=_today(),
            at=now(),
        )
    return _form(found, found["certificates"], trainer=found)


@blueprint.post(ONE)
@for_staff(WRITES, kind=INSTITUTION)
def change(trainer_id: UUID) -> Response | tuple[str, int]:
    """Keep what was typed, or look for what a certificate may speak of. One whose row
    was emptied is taken away."""
    typed, rows = _typed(), typed_rows(request.form)
    with reading("pages.trainer") as session:
        found = own_trainer(session, trainer_id, provider_id=_institution())
        values, faults = _read(typed, rows, _taught(session, found))
        (known,) = shown(session, [found], today=_today())
    if _searches():
        return _form(typed, rows, trainer=known), 200
    if faults:
        return _form(typed, rows, trainer=known, faults=faults), 422
    try:
        with unit_of_work("pages.change_trainer") as session:
            change_trainer(
                session,
                trainer_id,
                provider_id=_institution(),
                patch=values,
                version=request.form.get("version", 0, type=int),
                at=now(),
            )
    except Refusal as refusal:
        page = _form(typed, rows, trainer=known, refusal=refusal)
        return page, status_of(type(refusal))
    flash(_("Saved."))
    return redirect(_base(), 303)


@blueprint.post(f"{ONE}/ending")
@for_staff(WRITES, kind=INSTITUTION)
def end(trainer_id: UUID) -> Response:
    """She does not teach here any more; without a reason nothing happens."""
    reason = typed_line("reason", most=300)
    with unit_of_work("pages.end_trainer") as session:
        if len(reason) < 3:
            own_trainer(session, trainer_id, provider_id=_institution())
            flash(_("Say why, in at least three letters."))
        else:
            end_trainer(
                session,
                trainer_id,
                provider_id=_institution(),
                reason=reason,
                at=now(),
            )
            flash(_("The trainer has ended. See below what needs somebody else."))
    return redirect(_base(), 303)


@blueprint.post(f"{ONE}/return")
@for_staff(WRITES, kind=INSTITUTION)
def reinstate(trainer_id: UUID) -> Response:
    """She teaches here again."""
    with unit_of_work("pages.reinstate_trainer") as session:
        take_back_ending(session, trainer_id, provider_id=_institution(), at=now())
    flash(_("The trainer teaches for you again."))
    return redirect(_base(), 303)


def _institution() -> UUID:
    return current_staff().organisation.id


def _base() -> str:
    return f"/partner/{current_staff().organisation.code}/trainers"


def _today() -> date:
    return now().astimezone(current_app.extensions["settings"].zone).date()


def _typed() -> dict[str, Any]:
    return {name: typed_word(request.form, name) for name in PLAIN}


def _searches() -> bool:
    return request.form.get("act", "").startswith("find:")


def _read(
    typed: Mapping[str, Any], rows: list[Row], taught: Mapping[str, Row]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a trainer, and by place what cannot be read."""
    wire: dict[str, Any] = {
        "name": typed["name"],
        "email": typed["email"],
        "phone": typed["phone"] or None,
        "public_name": typed["public_name"] or None,
        "certificates": as_sent(rows, taught),
    }
    schema = TrainerRequestSchema()
    wrong = schema.validate(wire)
    if wrong:
        return {}, _faults(wrong)
    values: dict[str, Any] = schema.load(wire)
    return values, {}


def _faults(wrong: Mapping[Any, Any]) -> dict[str, str]:
    words = {
        "name": _("Write the name, 2 to 200 letters."),
        "email": _("Write an e-mail address."),
        "phone": _("Write 8 to 15 digits, or nothing."),
        "public_name": _("Write 2 to 200 letters, or nothing."),
        "certificates": _("Each certificate has a number, an issuer and a last day."),
    }
    return {str(name): str(words[str(name)]) for name in wrong}


def _taught(session: Session, trainer: Trainer) -> dict[str, dict[str, list[str]]]:
    held = certificates_of(session, [trainer.id])[trainer.id]
    return {
        str(each.id): {
            "skills": each.skills,
            "competence_units": each.competence_units,
        }
        for each in held
    }


def _form(
    typed: Mapping[str, Any],
    rows: list[Row],
    *,
    trainer: Mapping[str, Any] | None = None,
    faults: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> str:
    empty: dict[str, str] = {}
    language = page_locale()
    with reading("pages.trainer_form") as session:
        sought = search(session, request.form, rows, language=language)
        titles = titles_in(session, rows, language=language)
    return render_template(
        "trainers/form.html",
        typed=typed,
        rows=[*rows, empty][: MOST + 1],
        search=sought,
        titles=titles,
        trainer=trainer,
        faults=faults or {},
        refusal=in_words(refusal) if refusal else None,
        base=_base(),
    )

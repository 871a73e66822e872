"""The forms of the register. They check shape only; services decide."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from partners.conflicts.models import Purpose
from partners.conflicts.wording import OUTCOMES, PURPOSES, ROLES, TASKS, TIES
from partners.standing.forms import choices, sensible, storable


def _short(label: Any, *, most: int = 200, needed: bool = False) -> StringField:
    first = InputRequired() if needed else Optional()
    return StringField(label, validators=[first, Length(max=most), storable])


def _long(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[InputRequired(), Length(max=2_000), storable],
        render_kw={"rows": "3", "maxlength": "2000"},
    )


class TieForm(FlaskForm):
    """A tie; what it needs depends on its kind."""

    kind = SelectField(_("What it is tied to"), choices=lambda: choices(TIES))
    is_person = BooleanField(_("It is a person"))
    name = _short(_("Name"))
    number = _short(_("Number: NIK, registration or account"), most=60)
    birth_date = DateField(_("Date of birth"), validators=[Optional()])
    label = _short(_("Bank, domain or position"), most=255)
    organisation = _short(_("Code, if it is an organisation of the programme"))
    share = _short(_("Share in percent, of an owner"), most=6)


class OperatorTieForm(TieForm):
    """The operator says from where it knows."""

    note = _long(_("From where this is known"))


class DisputeForm(FlaskForm):
    text = _long(_("Why it is wrong, or since when it is over"))


class DisputeAnswerForm(FlaskForm):
    outcome = SelectField(_("Answer"), choices=lambda: choices(OUTCOMES))
    text = _long(_("In words that the organisation reads"))


class EndForm(FlaskForm):
    reason = _short(_("Why"), most=500, needed=True)


class WaiverForm(FlaskForm):
    purpose = SelectField(
        _("What for"),
        choices=lambda: choices(
            {each: PURPOSES[each] for each in (Purpose.SALE, Purpose.ASSESSMENT)}
        ),
    )
    other = _short(_("Code of the other organisation"), needed=True)
    ends_on = DateField(_("Last day"), validators=[InputRequired(), sensible])
    reason = _long(_("Why"))


class AssignmentForm(FlaskForm):
    reviewer = _short(_("Code of the assessor or monitor"), needed=True)
    role = SelectField(_("Role"), choices=lambda: choices(ROLES))
    task = SelectField(_("Task"), choices=lambda: choices(TASKS))


class InterestForm(FlaskForm):
    note = _long(_("Which interest you have"))


class StaffIdentityForm(FlaskForm):
    birth_date = DateField(_("Date of birth"), validators=[Optional()])
    national_id = StringField(
        _("National identity number (NIK)"),
        validators=[Optional(), Length(max=40), storable],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

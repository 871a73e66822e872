"""The forms about sanctions. They check shape only; services decide."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from core.text import Text
from partners.accounts.web import page_locale
from partners.organisations.models import Kind
from partners.standing.ladder import ladder
from partners.standing.models import ChangeAct, Outcome
from partners.standing.schemas import EARLIEST, LATEST
from partners.standing.wording import KINDS, OUTCOMES, SCOPES, SEVERITIES

LETTERS = 2_000


def choices(words: dict[str, Text]) -> list[tuple[str, str]]:
    """What a select field offers, in the reader's language."""
    return [(name, text.in_(page_locale())) for name, text in words.items()]


def sensible(form: Any, field: Any) -> None:
    """A day within living memory and foresight."""
    if isinstance(field.data, date) and not EARLIEST <= field.data <= LATEST:
        raise ValidationError(_("Choose a day between 2020 and 2100."))


def storable(form: Any, field: Any) -> None:
    """No character that the database cannot hold."""
    text = field.data or ""
    if "\0" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise ValidationError(_("The text holds characters that cannot be stored."))


def _long(label: Any, *, most: int = LETTERS, **attributes: str) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[InputRequired(), Length(max=most), storable],
        render_kw={"rows": "4", "maxlength": str(most), **attributes},
    )


def _day(label: Any) -> DateField:
    return DateField(label, validators=[Optional(), sensible])


class SanctionForm(FlaskForm):
    """What is to be decided about an organisation."""

    organisation = StringField(
        _("Code of the organisation"),
        validators=[InputRequired(), Length(max=100), storable],
    )
    severity = SelectField(_("Severity"), choices=lambda: choices(SEVERITIES))
    scope = SelectField(_("What it is about"), choices=lambda: choices(SCOPES))
    kind = SelectField(
        _("Which kind"),
        choices=lambda: [
            ("", ""),
            *[pair for pair in choices(KINDS) if pair[0] != Kind.OPERATOR],
        ],
        validators=[Optional()],
    )
    client_id = StringField(
        _("Which program"), validators=[Optional(), Length(max=100), storable]
    )
    course_ids = TextAreaField(
        _("Which courses"),
        validators=[Optional(), Length(max=10_000), storable],
        render_kw={"rows": "2"},
    )
    reason_code = SelectField(
        _("Reason"),
        choices=lambda: choices(
            {code: reason.words for code, reason in ladder().reasons.items()}
        ),
    )
    reason = _long(_("What happened, in words that the organisation reads"))
    legal_ground = StringField(
        _("Legal ground"), validators=[Optional(), Length(max=500), storable]
    )
    evidence = TextAreaField(
        _("References to the evidence, one a line"),
        validators=[Optional(), Length(max=6_000), storable],
        render_kw={"rows": "2"},
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    emergency = BooleanField(_("Emergency: stop now; lapses unless confirmed in time"))


class ChangeForm(FlaskForm):
    """Lifting a sanction, or ending it earlier."""

    act = SelectField(
        _("What is proposed"),
        choices=lambda: choices({act: OUTCOMES[act] for act in ChangeAct}),
    )
    ends_on = _day(_("New last day, to shorten"))
    reason = _long(_("Why"))


class AnswerForm(FlaskForm):
    """What the operator says to a reply."""

    outcome = SelectField(
        _("Answer"),
        choices=lambda: choices({outcome: OUTCOMES[outcome] for outcome in Outcome}),
    )
    ends_on = _day(_("New last day, to shorten"))
    text = _long(_("In words that the organisation reads"))


class DeclineForm(FlaskForm):
    """Turning a proposal down."""

    reason = StringField(
        _("Why not"), validators=[Optional(), Length(max=LETTERS), storable]
    )


class ReplyForm(FlaskForm):
    """What the organisation says."""

    text = _long(_("Your reply"), most=5_000)

"""The forms about switches. They check shape only; services decide."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from partners.standing.forms import choices, storable
from partners.switches.wording import SWITCHES

LETTERS = 1_000


def _long(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[
            InputRequired(_("Please fill this in.")),
            Length(max=LETTERS, message=_("This is too long.")),
            storable,
        ],
        render_kw={"rows": "3", "maxlength": str(LETTERS)},
    )


class CloseForm(FlaskForm):
    """What to close, and why, as everybody reads it."""

    switch = SelectField(_("What to close"), choices=lambda: choices(SWITCHES))
    scheme_code = SelectField(_("Scheme"), validators=[Optional()])
    reason_id = _long(_("Reason in Indonesian, shown to everybody"))
    reason_en = _long(_("Reason in English, shown to everybody"))


class OpenForm(FlaskForm):
    """Why it can be opened again, for colleagues."""

    note = _long(_("Why it can be opened again"))

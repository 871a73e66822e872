"""The form of the page of holds. It checks shape only; services decide."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from partners.standing.forms import storable

LETTERS = 1_000


class DecisionForm(FlaskForm):
    """Why the removals are published, or the courses kept."""

    note = TextAreaField(
        _("Your reason, for colleagues and the audit trail"),
        validators=[
            InputRequired(_("Please fill this in.")),
            Length(max=LETTERS, message=_("This is too long.")),
            storable,
        ],
    )

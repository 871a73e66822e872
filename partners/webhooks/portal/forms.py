"""The forms about webhooks. They check shape only; services decide."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from partners.webhooks.replays.schemas import MAX_SEQUENCE
from partners.webhooks.replays.services.request import Wanted


def words_of(text: str | None) -> list[str]:
    """What stands in a field between blanks and commas."""
    return (text or "").replace(",", " ").split()


class EndpointForm(FlaskForm):
    """A new endpoint."""

    url = StringField(
        _("Address"), [InputRequired(), Length(max=2000)], render_kw={"type": "url"}
    )
    topics = StringField(_("Types"), [Length(max=2000)])


class ReplayForm(FlaskForm):
    """A part of the log."""

    first_sequence = IntegerField(
        _("From sequence"), [Optional(), NumberRange(1, MAX_SEQUENCE)]
    )
    last_sequence = IntegerField(
        _("To sequence"), [Optional(), NumberRange(1, MAX_SEQUENCE)]
    )
    types = StringField(_("Types"), [Length(max=2000)])
    only_failed = BooleanField(_("Only what was given up"))

    def wanted(self) -> Wanted:
        """What is asked for."""
        return Wanted(
            first_sequence=self.first_sequence.data,
            last_sequence=self.last_sequence.data,
            types=words_of(self.types.data) or None,
            only_failed=bool(self.only_failed.data),
        )

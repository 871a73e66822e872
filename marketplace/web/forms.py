"""The forms that participants fill in. They check shape only; services decide."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.payments.channels import channels

COMMENT_LETTERS = 1_000


class PayoutAccountForm(FlaskForm):
    """A bank or wallet of the programme's, and the number there."""

    channel = SelectField(
        _("Bank or wallet"),
        choices=lambda: dict(channels()),
        validators=[InputRequired()],
    )
    number = StringField(
        _("Account number"),
        validators=[InputRequired(), Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class ReviewForm(FlaskForm):
    """Stars and a comment."""

    stars = RadioField(
        choices=lambda: {
            "1": gettext("1 star: bad"),
            "2": gettext("2 stars: weak"),
            "3": gettext("3 stars: fair"),
            "4": gettext("4 stars: good"),
            "5": gettext("5 stars: very good"),
        },
        validators=[InputRequired(_("Choose one to five stars."))],
    )
    comment = TextAreaField(
        _("What should others know?"),
        validators=[Length(max=COMMENT_LETTERS)],
        render_kw={"rows": "4", "maxlength": str(COMMENT_LETTERS)},
    )

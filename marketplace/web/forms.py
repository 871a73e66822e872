"""The forms that participants fill in. They check shape only; services decide."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from catalog.reviews.rulebook import rulebook
from marketplace.payments.channels import channels
from partners.accounts.web import page_locale

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
    shown_as = SelectField(
        _("How are you named?"),
        choices=lambda: [
            ("anonymous", gettext("Not at all")),
            ("initials", gettext("By my initials")),
        ],
        default="anonymous",
    )


class ReviewReportForm(FlaskForm):
    """Why a review should not be there."""

    reason = SelectField(
        _("What is wrong with it?"),
        choices=lambda: [
            (code, words.in_(page_locale()))
            for code, words in rulebook().report_reasons.items()
        ],
    )
    note = TextAreaField(
        _("More about it"),
        validators=[Length(max=1_000)],
        render_kw={"rows": "3", "maxlength": "1000"},
    )


class ReviewObjectionForm(FlaskForm):
    """Why a hidden review should be shown."""

    words = TextAreaField(
        _("Why should it be shown?"),
        validators=[InputRequired(), Length(max=2_000)],
        render_kw={"rows": "4", "maxlength": "2000"},
    )

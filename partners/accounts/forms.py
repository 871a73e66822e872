"""The forms that people fill in to sign in."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError


class ForgottenForm(FlaskForm):
    """The address whose password was forgotten."""

    email = EmailField(
        _("E-mail"),
        validators=[InputRequired(), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(FlaskForm):
    """A new password, typed once: it can be looked at while it is typed."""

    password = PasswordField(
        _("New password"),
        validators=[InputRequired(), Length(max=1024)],
        render_kw={"autocomplete": "new-password", "minlength": "12"},
    )


class ChangePasswordForm(NewPasswordForm):
    """The password of now, and the one from now on."""

    current = PasswordField(
        _("Current password"),
        validators=[InputRequired(), Length(max=1024)],
        render_kw={"autocomplete": "current-password"},
    )


class SignInForm(FlaskForm):
    """E-mail and password; `next` is the local page to go on to."""

    email = EmailField(
        _("E-mail"),
        validators=[InputRequired(), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(), Length(max=1024)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


def _needed(longest: int) -> list[Any]:
    return [
        InputRequired(_("Please fill this in.")),
        Length(max=longest, message=_("This is too long.")),
    ]


class SignUpForm(FlaskForm):
    """The address that is to have an account; `next` is the local page to go on to."""

    email = EmailField(
        _("E-mail"), validators=_needed(254), render_kw={"autocomplete": "email"}
    )
    next = HiddenField()


class NewAccountForm(FlaskForm):
    """Name and password of somebody who has followed the link to her address."""

    full_name = StringField(
        _("Full name"), validators=_needed(200), render_kw={"autocomplete": "name"}
    )
    password = PasswordField(
        _("Password"),
        validators=_needed(1024),
        render_kw={"autocomplete": "new-password", "minlength": "12"},
    )

    def validate_full_name(self, field: StringField) -> None:
        """Letters that can be printed."""
        if not (field.data or "").isprintable():
            raise ValidationError(_("Use letters only."))

"""The forms that people fill in to sign in."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length


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

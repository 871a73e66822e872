"""The forms by which people prove who they are."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length

CODE = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class CodeForm(FlaskForm):
    """A code of the authenticator, a recovery code, or a passkey's answer."""

    code = StringField(_("Code"), validators=[Length(max=64)], render_kw=CODE)
    passkey = HiddenField()
    next = HiddenField()


class ConfirmForm(CodeForm):
    """A code, or the password of somebody who has no second factor yet."""

    password = PasswordField(
        _("Password"),
        validators=[Length(max=1024)],
        render_kw={"autocomplete": "current-password"},
    )
    action = HiddenField()

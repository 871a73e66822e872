"""The forms of an organisation's staff."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from partners.accounts.web import page_locale
from partners.staff.rules import ROLE_NAMES, Role, roles_of_kind

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}


def role_choices(kinds: Collection[str]) -> dict[str, str]:
    """The roles on offer in an organisation of these kinds, in the order of the law."""
    offered = roles_of_kind(kinds)
    return {
        str(role): ROLE_NAMES[role].in_(page_locale())
        for role in Role
        if role in offered
    }


class RolesForm(FlaskForm):
    """The roles of a seat, at least one."""

    roles = SelectMultipleField(
        _("Roles"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, kinds: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.roles.choices = role_choices(kinds)

    def validate_roles(self, field: SelectMultipleField) -> None:
        """At least one; as a validator of the field it would ask for all of them."""
        if not field.data:
            raise ValidationError(_("Choose at least one role."))


class InviteForm(RolesForm):
    """Whom to invite, as what, and in which language to write to her."""

    email = EmailField(
        _("E-mail"),
        validators=[
            InputRequired(_("Please fill this in.")),
            Length(max=254, message=_("This is too long.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    locale = SelectField(_("Language of the letter"), choices=LANGUAGES)


class JoinForm(FlaskForm):
    """An account for somebody who was invited and has none."""

    full_name = StringField(
        _("Full name"),
        validators=[
            InputRequired(_("Please fill this in.")),
            Length(max=200, message=_("This is too long.")),
        ],
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        _("Password"),
        validators=[
            InputRequired(_("Please fill this in.")),
            Length(max=1024, message=_("This is too long.")),
        ],
        render_kw={"autocomplete": "new-password", "minlength": "12"},
    )

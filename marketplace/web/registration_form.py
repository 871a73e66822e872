"""The form by which a person registers. It checks shape only; the service decides."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.errors import Refusal
from marketplace.participants.errors import (
    BirthDateMismatch,
    DistrictUnknown,
    FamilyCardMalformed,
    IdentityTaken,
    NikMalformed,
    PhoneMalformed,
    PhoneTaken,
)
from marketplace.participants.rules import Occupation, Office
from marketplace.participants.services.register import Declarations, Identity
from marketplace.web.formats import words
from marketplace.web.wording import OCCUPATIONS, OFFICES
from partners.accounts.errors import (
    EmailTaken,
    EmailUnusable,
    PasswordGuessable,
    PasswordTooLong,
    PasswordTooShort,
)

# At which field a refusal is shown.
FIELD_OF: dict[type[Refusal], str] = {
    EmailUnusable: "email",
    EmailTaken: "email",
    PasswordTooShort: "password",
    PasswordTooLong: "password",
    PasswordGuessable: "password",
    NikMalformed: "nik",
    IdentityTaken: "nik",
    BirthDateMismatch: "birth_date",
    FamilyCardMalformed: "family_card",
    PhoneMalformed: "phone",
    PhoneTaken: "phone",
    DistrictUnknown: "district",
}

NOT_IN_LIST = _("Please choose from the list.")
NEEDED = InputRequired(_("Please fill this in."))


def needed(longest: int) -> list[Any]:
    """A text that must be there, of at most `longest` letters."""
    return [NEEDED, Length(max=longest, message=_("This is too long."))]


class ListField(SelectField):
    """A choice from a list, refused in words of ours when it is none of it."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(
            label,
            validators=[NEEDED],
            # The published stubs are older than this argument.
            **{"invalid_choice_message": NOT_IN_LIST, **options},
        )


class RegistrationForm(FlaskForm):
    """Account, identity and declarations, in the order of the page."""

    full_name = StringField(
        _("Full name, as on the identity card"),
        validators=needed(200),
        render_kw={"autocomplete": "name"},
    )
    nik = StringField(
        _("Identity number (NIK)"),
        validators=needed(40),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    family_card = StringField(
        _("Family card number (KK)"),
        validators=needed(40),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    birth_date = DateField(
        _("Date of birth"),
        validators=[InputRequired(_("Please give a date."))],
        render_kw={"autocomplete": "bday"},
    )
    phone = TelField(
        _("Mobile number"), validators=needed(40), render_kw={"autocomplete": "tel"}
    )
    regency = ListField(_("Regency or city where you live"))
    district = ListField(_("District"))
    occupation = ListField(
        _("What describes you best?"),
        choices=lambda: {key.value: words(OCCUPATIONS[key]) for key in Occupation},
    )
    offices = SelectMultipleField(
        _("Do you hold one of these offices?"),
        choices=lambda: {key.value: words(OFFICES[key]) for key in Office},
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    student = BooleanField(_("I am in formal education"))
    other_aid = BooleanField(_("I receive other social aid"))
    email = EmailField(
        _("E-mail"), validators=needed(254), render_kw={"autocomplete": "email"}
    )
    password = PasswordField(
        _("Password"),
        validators=needed(1024),
        render_kw={"autocomplete": "new-password"},
    )
    truthful = BooleanField(
        _("What I state here is true"),
        validators=[InputRequired(_("Please confirm this."))],
    )

    def validate_full_name(self, field: StringField) -> None:
        """A name is letters that can be printed, on certificates too."""
        if not (field.data or "").isprintable():
            raise ValidationError(_("Use letters only."))

    def identity(self) -> Identity:
        """What the service takes; the form must be valid."""
        if self.birth_date.data is None:
            raise ValueError("Validate the form first: it has no date of birth.")
        return Identity(
            nik=self.nik.data or "",
            family_card=self.family_card.data or "",
            phone=self.phone.data or "",
            birth_date=self.birth_date.data,
            district_code=self.district.data,
            declarations=Declarations(
                occupation=Occupation(self.occupation.data),
                offices=tuple(Office(each) for each in self.offices.data or ()),
                student=bool(self.student.data),
                other_aid=bool(self.other_aid.data),
            ),
        )


def field_of(refusal: Refusal) -> str | None:
    """The field that a refusal is about; None: about the whole form."""
    return next(
        (name for kind, name in FIELD_OF.items() if isinstance(refusal, kind)), None
    )

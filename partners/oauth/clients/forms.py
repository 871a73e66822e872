"""The forms of the pages about clients. They check shape only; services decide."""

import json
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from partners.accounts.web import page_locale
from partners.oauth.clients.schemas import REASON_LETTERS
from partners.oauth.clients.services.change import Changes
from partners.oauth.clients.services.create import NewClient
from partners.oauth.clients.wording import GRANT_NAMES, METHOD_NAMES, scope_name
from partners.oauth.token_keys import Algorithm

NEEDED = InputRequired(_("Please fill this in."))
TOO_LONG = _("This is too long.")
_CODE = {"spellcheck": "false", "autocomplete": "off", "rows": "3"}


def lines_of(text: str | None) -> list[str]:
    """What stands on each line, without empty ones."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class LinesField(TextAreaField):
    """A list, one item a line: a phone's keyboard has no better way."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(
            label,
            validators=[Length(max=20_000, message=TOO_LONG)],
            render_kw=_CODE,
            **options,
        )


class Boxes(SelectMultipleField):
    """Things to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _name() -> StringField:
    return StringField(
        _("Name, which people read when they consent"),
        validators=[NEEDED, Length(max=100, message=TOO_LONG)],
        render_kw={"autocomplete": "off"},
    )


def _after_sign_out() -> LinesField:
    return LinesField(_("Addresses to come back to after signing out, one a line"))


def _pushed() -> BooleanField:
    return BooleanField(_("People come by pushed requests only (PAR)"))


def _bound() -> BooleanField:
    return BooleanField(_("Its tokens are bound to a key (DPoP)"))


def _purpose(*, needed: bool) -> TextAreaField:
    return TextAreaField(
        _("What is it for?"),
        validators=[
            NEEDED if needed else Optional(),
            Length(max=REASON_LETTERS, message=TOO_LONG),
        ],
        render_kw={"rows": "3", "maxlength": str(REASON_LETTERS)},
    )


class NewClientForm(FlaskForm):
    """All that makes a client, on one page."""

    name = _name()
    grant_types = Boxes(
        _("How does it get tokens?"),
        choices=lambda: {
            name: words.in_(page_locale()) for name, words in GRANT_NAMES.items()
        },
        default=["authorization_code", "refresh_token", "client_credentials"],
    )
    auth_method = RadioField(
        _("How does it prove who it is?"),
        choices=lambda: {
            name: words.in_(page_locale()) for name, words in METHOD_NAMES.items()
        },
        default="client_secret_basic",
        validators=[InputRequired()],
    )
    redirect_uris = LinesField(_("Redirect URIs, one a line"))
    jwks = TextAreaField(
        _("Public keys (JWK set), if it signs"),
        validators=[Length(max=20_000, message=TOO_LONG)],
        render_kw=_CODE,
    )
    post_logout_redirect_uris = _after_sign_out()
    allowed_networks = LinesField(_("Addresses from which it may call, one a line"))
    requires_pushed_requests = _pushed()
    requires_bound_tokens = _bound()
    scopes = Boxes(_("What may it do?"), validate_choice=False)
    purpose = _purpose(needed=False)

    def offer(self, scopes: list[str]) -> None:
        """Show the scopes that the organisation can ask for."""
        self.scopes.choices = {
            scope: f"{scope_name(scope, page_locale())} ({scope})" for scope in scopes
        }

    def validate_scopes(self, field: Boxes) -> None:
        """A client that may do nothing is none."""
        if not field.data:
            raise ValidationError(_("Tick at least one."))

    def validate_jwks(self, field: TextAreaField) -> None:
        """It is JSON, if it is anything."""
        read_json(field.data)

    def wanted(self) -> NewClient:
        """What the service takes."""
        return NewClient(
            name=self.name.data or "",
            redirect_uris=lines_of(self.redirect_uris.data),
            grant_types=self.grant_types.data or [],
            auth_method=self.auth_method.data,
            scopes=self.scopes.data or [],
            purpose=self.purpose.data or "",
            jwks=read_json(self.jwks.data),
            post_logout_redirect_uris=lines_of(self.post_logout_redirect_uris.data),
            allowed_networks=lines_of(self.allowed_networks.data),
            requires_pushed_requests=bool(self.requires_pushed_requests.data),
            requires_bound_tokens=bool(self.requires_bound_tokens.data),
        )


class ChangeForm(FlaskForm):
    """What can be changed about a client; `version` is the one that was read."""

    version = HiddenField(validators=[InputRequired()])
    name = _name()
    redirect_uris = LinesField(_("Redirect URIs, one a line"))
    post_logout_redirect_uris = _after_sign_out()
    allowed_networks = LinesField(_("Addresses from which it may call, one a line"))
    id_token_alg = RadioField(
        _("What signs its id_tokens?"),
        choices=[*Algorithm],
        validators=[InputRequired()],
    )
    requires_pushed_requests = _pushed()
    requires_bound_tokens = _bound()

    def changes(self) -> Changes:
        """What the service takes."""
        return Changes(
            name=self.name.data,
            redirect_uris=lines_of(self.redirect_uris.data),
            post_logout_redirect_uris=lines_of(self.post_logout_redirect_uris.data),
            allowed_networks=lines_of(self.allowed_networks.data),
            id_token_alg=self.id_token_alg.data,
            requires_pushed_requests=bool(self.requires_pushed_requests.data),
            requires_bound_tokens=bool(self.requires_bound_tokens.data),
        )

    @property
    def expected(self) -> int:
        """The version that was read; one that cannot be is no version of ours."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class AskForm(FlaskForm):
    """More scopes for a client."""

    scopes = Boxes(_("What else may it do?"), validate_choice=False)
    purpose = _purpose(needed=True)

    def offer(self, scopes: list[str]) -> None:
        """Show the scopes that the client neither has nor waits for."""
        self.scopes.choices = {
            scope: f"{scope_name(scope, page_locale())} ({scope})" for scope in scopes
        }


class ReasonForm(FlaskForm):
    """Why something is done."""

    reason = TextAreaField(
        _("Reason"),
        validators=[NEEDED, Length(max=REASON_LETTERS, message=TOO_LONG)],
        render_kw={"rows": "2", "maxlength": str(REASON_LETTERS)},
    )


class SecretForm(FlaskForm):
    """The name of a new secret, and which one it ends."""

    name = StringField(
        _("Name of the secret, such as where it is kept"),
        validators=[Length(max=100, message=TOO_LONG)],
        render_kw={"autocomplete": "off"},
    )
    replaces = HiddenField()


def read_json(text: str | None) -> Any:
    """A JSON document, None for an empty field; raises ValidationError."""
    if not (text or "").strip():
        return None
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("This is no JSON.")) from error

"""Holding an authorization request up until the person has done what it wishes."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import current_app, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.privacy import mask_email, vault_of
from partners.accounts.models import Account
from partners.accounts.rules import given_name
from partners.accounts.web import current_session, signed_in_account, visitor
from partners.oauth.adapters import ServedClient
from partners.oauth.details.types import TYPES
from partners.oauth.oidc.hints import hinted_subject
from partners.oauth.oidc.progress import (
    OURS,
    PARAMETER,
    Progress,
    digest_of,
    read_progress,
    write_progress,
)
from partners.oauth.oidc.steps import Step, Visitor, next_step
from partners.oauth.oidc.wishes import Wishes, read_wishes, stepped_up
from partners.oauth.requests import work
from partners.oauth.rules import pairwise_subject
from partners.oauth.server import settings

AUTHORIZE = "/oauth/authorize"

# Carried to the sign-in page, which fills them in or speaks the language.
FOR_THE_PAGES = ("login_hint", "ui_locales")


class Interaction:
    """One valid request, the person in front of it, and what she has done for it.

    Raises an OAuth2Error of OpenID Connect where the request cannot go on.
    """

    def __init__(self, grant: Any, client: ServedClient) -> None:
        self._asked, self._client = grant.request, client
        self.wishes: Wishes = stepped_up(
            read_wishes(self._parameters), self._sign_in_within()
        )
        self._progress = read_progress(
            request.values.get(PARAMETER),
            request=digest_of(self._parameters),
            key=_key(),
            at=self._at,
        )
        self._step = next_step(
            self.wishes,
            self._visitor(),
            self._progress,
            hinted=self._read_hint(),
            at=self._at,
        )

    def page_before_consent(self) -> Response | str | None:
        """The page that she has to see first, or None when she may go on."""
        if self._step is Step.GO_ON:
            return None
        if self._step is Step.CHOOSE:
            return self._choice()
        return redirect(self._sign_in_address(), 303)

    @property
    def carried(self) -> dict[str, str]:
        """What a form or link of ours has to send for the request to go on."""
        given = {k: v for k, v in self._asked.carried.items() if k not in OURS}
        written = request.values.get(PARAMETER)
        return given | ({PARAMETER: written} if self._progress and written else {})

    @property
    def _parameters(self) -> Any:
        return self._asked.payload.data

    @property
    def _at(self) -> datetime:
        return work().at

    def _sign_in_within(self) -> timedelta | None:
        """How fresh a sign-in the act deserves, when one is asked for."""
        detail = self._asked.detail
        return TYPES[detail["type"]].sign_in_within if detail is not None else None

    def _read_hint(self) -> str | None:
        if self.wishes.hint is None:
            return None
        return hinted_subject(
            work().session,
            self.wishes.hint,
            client_id=self._client.get_client_id(),
            issuer=settings().public_url,
            at=self._at,
        )

    def _visitor(self) -> Visitor | None:
        account = visitor()
        if account is None:
            return None
        subject = pairwise_subject(
            settings().subject_key,
            organisation_id=self._client.row.organisation_id,
            account_id=account.id,
        )
        return Visitor(account.id, subject, current_session().proof)

    def _sign_in_address(self) -> str:
        """The sign-in page, which leads back here; where a particular sign-in is
        wished, one from now on counts."""
        progress = None if self.wishes.any_sign_in else Progress(self._at)
        parameters = {"next": self._address(progress)}
        for name in FOR_THE_PAGES:
            if self._parameters.get(name):
                parameters[name] = self._parameters[name]
        return f"/sign-in?{urlencode(parameters)}"

    def _address(self, progress: Progress | None) -> str:
        if progress is None:
            return f"{AUTHORIZE}?{urlencode(self.carried)}"
        written = write_progress(
            progress, request=digest_of(self._parameters), key=_key()
        )
        return f"{AUTHORIZE}?{urlencode(self.carried | {PARAMETER: written})}"

    def _choice(self) -> str:
        account = signed_in_account()
        return render_template(
            "oauth/choose_account.html",
            platform=self._client.organisation.name,
            name=_name_of(work().session, account),
            stay=self._address(Progress(self._at, chosen=account.id)),
            change=self._sign_in_address(),
        )


def _name_of(session: Session, account: Account) -> dict[str, str]:
    vault = vault_of(session)
    full_name = vault.open(account.full_name_sealed, row=account.id, field="full_name")
    email = vault.open(account.email_sealed, row=account.id, field="email")
    return {"given": given_name(full_name), "email": mask_email(email)}


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])

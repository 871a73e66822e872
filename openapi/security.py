"""Who may call what: every route declares it (requirement SC-04).

An API view says `@require_scope("orders:write")`; one that anyone may call says
`@public("why")`; a page that a signed-in person sees says `@for_people`. The start-up
check in the Api class refuses a route that says nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

from flask import current_app, g, request

from core import context
from core.clock import now
from core.errors import Denied
from core.text import Text
from openapi.problems import HttpProblem

View = TypeVar("View", bound=Callable[..., Any])

# How callers may sign proofs that they hold a token's key (FAPI 2.0, section 5.4.1).
PROOF_ALGORITHMS = ("ES256", "PS256", "EdDSA", "Ed25519")

SCHEMES = frozenset({"bearer", "dpop"})

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Caller:
    """Who calls the API: a client of an organisation, perhaps for a person.

    `subject_id` is the account of the person who gave consent, or None for a client
    that acts for its organisation (client credentials). `kinds` are the organisation's
    kinds (`digital_platform`, `training_institution`, `operator` …). A token without
    scopes may have a `detail`: the one act that it can do, once (RFC 9396). A token
    that is bound to a key has its `key_thumbprint` (RFC 9449).
    """

    client_id: str
    organisation_id: UUID
    kinds: frozenset[str]
    scopes: frozenset[str]
    token_id: UUID
    subject_id: UUID | None = None
    detail: Mapping[str, Any] | None = None
    key_thumbprint: str | None = None

    def may(self, scope: str, *, act: str | None = None) -> bool:
        """Whether the token has the scope, or is for one act of the type `act`."""
        if self.detail is not None:
            return bool(self.detail["type"] == act)
        return scope in self.scopes

    @property
    def single_token_id(self) -> UUID | None:
        """The token to use up with what is done now, when it is for one act."""
        return self.token_id if self.detail is not None else None

    @property
    def key(self) -> str:
        """Whom idempotency keys and limits belong to: it outlives the token."""
        return f"{self.organisation_id}/{self.subject_id or ''}"


@dataclass(frozen=True)
class Shown:
    """What a request shows to be let in: a token, and how it is presented.

    `scheme` is `bearer`, or `dpop` for a token that comes with a proof of its key.
    """

    scheme: str
    token: str


class Authenticator(Protocol):
    """Finds the caller who shows a token, or None; it may look at the request for what
    belongs to the scheme. Wired in marketplace/app.py, with what it may raise."""

    def __call__(self, shown: Shown, *, at: datetime) -> Caller | None: ...


class NotAuthenticated(HttpProblem):
    status = 401
    slug = "not-authenticated"
    title = Text("A valid access token is needed", "Diperlukan token akses yang sah")
    detail = Text(
        "The request has no access token, or an unknown, expired or revoked one.",
        "Permintaan tanpa token, atau tokennya kedaluwarsa, dicabut, tidak dikenal.",
    )
    remedy = Text(
        "Get a token at /oauth/token and send `Authorization: Bearer <token>`.",
        "Ambil token di /oauth/token lalu kirim `Authorization: Bearer <token>`.",
    )

    def headers(self) -> dict[str, str]:
        """Both schemes that there are (RFC 6750, section 3; RFC 9449, section 7.1)."""
        bearer = 'Bearer realm="marketplace", error="invalid_token"'
        algorithms = " ".join(PROOF_ALGORITHMS)
        return {"WWW-Authenticate": f'{bearer}, DPoP algs="{algorithms}"'}


class TokenTwice(HttpProblem):
    status = 400
    slug = "token-twice"
    title = Text("The token comes in two ways", "Token dikirim dengan dua cara")
    detail = Text(
        "The request has a token both in its header and in its body.",
        "Permintaan memuat token di header dan juga di isi permintaan.",
    )
    remedy = Text("Send the header alone.", "Kirim di header saja.")


class ScopeMissing(Denied):
    slug = "scope-missing"
    title = Text("The token may not do this", "Token tidak berhak melakukan ini")
    detail = Text(
        "This operation needs the scope {scope}, which the token does not have.",
        "Operasi ini memerlukan cakupan {scope} yang tidak dimiliki token.",
    )
    remedy = Text(
        "Ask for the scope when you get the token; a person may have to consent.",
        "Minta cakupan itu saat mengambil token; peserta mungkin perlu menyetujui.",
    )

    def headers(self) -> dict[str, str]:
        """RFC 6750, section 3.1."""
        return {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}


class PersonMissing(Denied):
    slug = "person-missing"
    title = Text(
        "The token acts for no participant", "Token tidak mewakili seorang peserta"
    )
    detail = Text(
        "This operation is done for a participant, and the token is the client's own.",
        "Operasi ini untuk peserta, sedangkan token ini milik klien sendiri.",
    )
    remedy = Text(
        "Use a token of the authorization code grant, which she approved.",
        "Gunakan token dari authorization code yang disetujui peserta.",
    )


class KindMissing(Denied):
    slug = "organisation-kind-missing"
    title = Text(
        "Another kind of organisation does this", "Bukan wewenang organisasi ini"
    )
    detail = Text(
        "This operation is for organisations of the kind {kind}.",
        "Operasi ini hanya untuk organisasi berjenis {kind}.",
    )
    remedy = Text(
        "Use a client of such an organisation.", "Gunakan klien organisasi tersebut."
    )


def require_scope(
    *scopes: str,
    person: bool = False,
    kind: str | None = None,
    act: str | None = None,
) -> Callable[[View], View]:
    """Let in only callers whose token has the scope, or one of the scopes.

    `person=True` also asks that the token acts for a person, as orders do; `kind` that
    the caller's organisation is of a kind, such as `operator`. `act` is the type of
    authorization detail that stands for the scope: the view has to use the token up.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            caller = authenticate()
            if not any(caller.may(scope, act=act) for scope in scopes):
                raise ScopeMissing(scope=" or ".join(scopes))
            if person and caller.subject_id is None:
                raise PersonMissing
            if kind is not None and kind not in caller.kinds:
                raise KindMissing(kind=kind)
            return view(*args, **kwargs)

        # The start-up check and the tests read the declaration off the function.
        guarded.access = ("scope", scopes[0])  # type: ignore[attr-defined]
        _document(guarded, scopes, person=person, kind=kind)
        return cast(View, guarded)

    return decorate


def takes_token_in_form(view: View) -> View:
    """Let the token come as `access_token` in a form too (RFC 6750, section 2.2).

    For a view that is asked so by libraries. Raises TokenTwice when there is a header
    as well.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if request.mimetype == FORM and "access_token" in request.form:
            if "Authorization" in request.headers:
                raise TokenTwice
            g.form_token = request.form["access_token"]
        return view(*args, **kwargs)

    documentation = dict(getattr(view, "_apidoc", {}))
    documentation["refusals"] = [*documentation.get("refusals", []), TokenTwice]
    # flask-smorest reads the documentation off the function.
    guarded._apidoc = documentation  # type: ignore[attr-defined]
    return cast(View, guarded)


def public(reason: str) -> Callable[[View], View]:
    """Let in anyone; `reason` says why that is right."""

    def decorate(view: View) -> View:
        view.access = ("public", reason)  # type: ignore[attr-defined]
        documentation = dict(getattr(view, "_apidoc", {}))
        documentation["manual_doc"] = {
            **documentation.get("manual_doc", {}),
            "security": [],
        }
        # flask-smorest reads the documentation off the function.
        view._apidoc = documentation  # type: ignore[attr-defined]
        return view

    return decorate


def authenticate() -> Caller:
    """The caller of this request; raises NotAuthenticated. Looked up once."""
    if "caller" not in g:
        g.caller = _look_up()
        caller: Caller = g.caller
        context.amend(
            actor=f"client:{caller.client_id}",
            on_behalf_of=str(caller.subject_id) if caller.subject_id else None,
        )
    return cast(Caller, g.caller)


def current_caller() -> Caller:
    """The caller that `require_scope` let in."""
    return cast(Caller, g.caller)


def current_person() -> UUID:
    """The participant for whom the caller acts (`require_scope(…, person=True)`)."""
    return cast(UUID, current_caller().subject_id)


def _look_up() -> Caller:
    header = f"Bearer {g.form_token}" if "form_token" in g else None
    header = header or request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() not in SCHEMES or not token or len(token) > 512:
        raise NotAuthenticated
    authenticator: Authenticator = current_app.extensions["authenticator"]
    caller = authenticator(Shown(scheme.lower(), token.strip()), at=now())
    if caller is None:
        raise NotAuthenticated
    return caller


def _document(
    view: Any, scopes: tuple[str, ...], *, person: bool, kind: str | None
) -> None:
    documentation = dict(getattr(view, "_apidoc", {}))
    flow = "participant" if person else "oauth"
    documentation["manual_doc"] = {
        **documentation.get("manual_doc", {}),
        "security": [{flow: [scope]} for scope in scopes],
    }
    documentation["refusals"] = [
        *documentation.get("refusals", []),
        NotAuthenticated,
        ScopeMissing,
        *([PersonMissing] if person else []),
        *([KindMissing] if kind else []),
    ]
    view._apidoc = documentation

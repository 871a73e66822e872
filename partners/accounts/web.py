"""What every page for people needs: who is signed in, protection of forms, language.

A page's blueprint is a `PageBlueprint`; a page for signed-in people says `@for_people`.
Both are for all floors above.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import parse_qs, quote, urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
)
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from core import context
from core.clock import now
from core.errors import Refusal
from core.ids import new_token
from core.text import LOCALES, Text
from core.unit_of_work import unit_of_work
from openapi.problems import NoSuchAddress, OtherHttpProblem, remember, status_of
from partners.accounts.devices import Device, describe_browser, describe_network
from partners.accounts.models import Account, BrowserSession
from partners.accounts.services.sessions import Visit, end_session, find_visit

View = TypeVar("View", bound=Callable[..., Any])

# Where people go after signing in when they came from nowhere in particular.
HOME = "/me"

# A platform's question, which may have 4,000 letters, and what we write into it.
LONGEST_NEXT = 6_000

# A browser is recognised at the next sign-in for so long.
DEVICE_SECONDS = 400 * 24 * 3600

# Under this name a browser keeps the secret of a sign-in that owes a second factor.
PENDING = "pending_sign_in"

csrf = CSRFProtect()


class FormExpired(OtherHttpProblem):
    status = 400
    slug = "form-expired"
    title = Text("The form has expired", "Formulir sudah kedaluwarsa")
    detail = Text(
        "The form was not sent from a page of ours, or the page was open for too long.",
        "Formulir tidak dikirim dari halaman kami, atau halaman terlalu lama terbuka.",
    )
    remedy = Text(
        "Open the page again and send the form once more.",
        "Buka kembali halamannya lalu kirim ulang formulir.",
    )


class PageBlueprint(Blueprint):
    """A blueprint of HTML pages: its forms are protected against forgery, and its
    refusals are pages that people can read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before_request(_protect_forms)
        self.register_error_handler(
            CSRFError, lambda error: refusal_page(FormExpired())
        )
        self.register_error_handler(Refusal, refusal_page)
        self.register_error_handler(HTTPException, _http_error_page)


def _protect_forms() -> None:
    """Refuse a forged form; a view that says `@csrf.exempt` looks after it itself."""
    csrf.protect(apply_exemptions=True)


def configure(app: Flask) -> None:
    """Prepare the application for pages; called by marketplace/app.py."""
    app.config.update(
        # Only pages have forms; the API has tokens, which no browser sends by itself.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no Referer, so it cannot be asked for; the token is enough.
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf.init_app(app)
    app.context_processor(
        lambda: {"visitor": visitor(), "locale": page_locale(), "locales": LOCALES}
    )


def for_people(view: View) -> View:
    """Let in a person who is signed in; send anyone else to the sign-in page."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if visitor() is None:
            return redirect(sign_in_address(), 303)
        return view(*args, **kwargs)

    guarded.access = ("people", "A person who is signed in.")  # type: ignore[attr-defined]
    return cast(View, guarded)


def visitor() -> Account | None:
    """Who is signed in in this browser; None for a stranger. Looked up once."""
    visit = _visit()
    return visit.account if visit is not None else None


def signed_in_account() -> Account:
    """The account of the person whom `@for_people` let in."""
    account = visitor()
    if account is None:
        raise RuntimeError("Only a view with @for_people may ask for the account.")
    return account


def current_session() -> BrowserSession:
    """The session of the person whom `@for_people` let in; its `proof` says how and
    when she showed who she is."""
    visit = _visit()
    if visit is None:
        raise RuntimeError("Only a view with @for_people may ask for the session.")
    return visit.session


def page_locale() -> str:
    """The language of the page: the reader's choice, that which a platform says she
    reads, her account's, her browser's."""
    chosen = session.get("locale") or _hinted_locale()
    if chosen in LOCALES:
        return cast(str, chosen)
    account = visitor()
    if account is not None:
        return account.locale
    return request.accept_languages.best_match(LOCALES, "id")


def _hinted_locale() -> str | None:
    """The first of `ui_locales` that we speak (OpenID Connect Core, section 3.1.2.1),
    on the page that was asked for or on the way to it."""
    wished = request.values.get("ui_locales", "")
    if not wished:
        onwards = urlsplit(request.values.get("next", ""))
        wished = parse_qs(onwards.query).get("ui_locales", [""])[0]
    spoken = (tag.partition("-")[0].lower() for tag in wished[:200].split())
    return next((language for language in spoken if language in LOCALES), None)


def sign_in_address() -> str:
    """The sign-in page, which leads back to the page that was asked for."""
    if request.method != "GET":
        return "/sign-in"
    return "/sign-in?next=" + quote(request.full_path.rstrip("?"), safe="")


def safe_next(address: str | None) -> str:
    """`address` when it is a page of ours, else the home page: a link to our sign-in
    must not lead people away from us (open redirect)."""
    if not address or not address.startswith("/") or len(address) > LONGEST_NEXT:
        return HOME
    strange = any(letter <= " " or letter in "\\\x7f" for letter in address)
    parts = urlsplit(address) if not strange else None
    if parts is None or parts.scheme or parts.netloc or address.startswith("//"):
        return HOME
    return address


def cookie_name(name: str = "person") -> str:
    """`__Host-` binds the cookie to our host, where people reach us by TLS (SC-11)."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return f"__Host-{name}" if secure else name


def this_device() -> Device:
    """The browser of this request; one that brings no mark is given one when its
    person is signed in (`keep_signed_in`)."""
    if "device" not in g:
        mark = request.cookies.get(cookie_name("device"))
        g.device = Device(
            browser=describe_browser(request.headers.get("User-Agent", "")),
            network=describe_network(request.remote_addr),
            mark=mark if mark and len(mark) < 100 else new_token(),
        )
    return cast(Device, g.device)


def begin_visit(secret: str, next_page: str | None) -> AnyResponse:
    """Lead a person on who has just signed in; of what the browser kept before, only
    the language stays. A session that it had is over: nobody sees it any more."""
    _end_session()
    forget_browser()
    response = redirect(safe_next(next_page), 303)
    keep_signed_in(response, secret)
    return response


def end_visit(response: AnyResponse) -> AnyResponse:
    """Sign this browser out, and let its answer say so."""
    _end_session()
    session.clear()
    _set_cookie(response, "person", "", seconds=0)
    return response


def let_forms_lead_to(address: str) -> None:
    """Browsers hold the redirect after a form to the policy too, so a page whose form
    leads to a platform names it."""
    parts = urlsplit(address)
    g.form_action = f"'self' {parts.scheme}://{parts.netloc}"


def _end_session() -> None:
    secret = request.cookies.get(cookie_name())
    if secret:
        with unit_of_work("accounts.end_session") as database:
            end_session(database, secret=secret, at=now())


def forget_browser() -> None:
    """Forget what this browser kept for a stranger, but for the language."""
    kept = session.get("locale")
    session.clear()
    if kept:
        session["locale"] = kept


def keep_signed_in(response: AnyResponse, secret: str) -> None:
    """Give the browser the secret of its new session, and the mark by which it is
    recognised at the next one."""
    _set_cookie(response, "person", secret)
    _set_cookie(response, "device", this_device().mark or "", seconds=DEVICE_SECONDS)


def refusal_page(refusal: Refusal) -> Response:
    """A refusal as a page: what was wrong and what to do next."""
    remember(refusal)
    body = render_template(
        "refusal.html", **in_words(refusal), trace_id=context.current().request_id
    )
    return Response(body, status_of(type(refusal)), headers=refusal.headers())


def in_words(refusal: Refusal) -> dict[str, str]:
    """Title, detail and remedy of a refusal in the reader's language."""
    language = page_locale()
    return {
        "title": refusal.title.in_(language),
        "detail": refusal.detail.format(**refusal.members).in_(language),
        "remedy": refusal.remedy.format(**refusal.members).in_(language),
    }


def _http_error_page(error: HTTPException) -> AnyResponse | HTTPException:
    if error.response is not None or (error.code or 500) < 400:
        return error
    if error.code == 404:
        return refusal_page(NoSuchAddress())
    page = refusal_page(OtherHttpProblem(reason=error.name))
    page.status_code = error.code or 500
    return page


def _visit() -> Visit | None:
    """The session of this browser, looked up once a request."""
    if "visit" not in g:
        g.visit = _look_up()
        if g.visit is not None:
            context.amend(actor=f"account:{g.visit.account.id}")
    return cast(Visit | None, g.visit)


def _look_up() -> Visit | None:
    secret = request.cookies.get(cookie_name())
    if not secret:
        return None
    with unit_of_work("accounts.find_session") as database:
        return find_visit(database, secret=secret, at=now())


def _set_cookie(
    response: AnyResponse, name: str, value: str, *, seconds: int | None = None
) -> None:
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=seconds,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )

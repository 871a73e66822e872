"""Reading OAuth requests strictly: each parameter once, from one place only."""

import base64
import binascii
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import unquote_plus

from authlib.oauth2.rfc6749 import (
    InvalidClientError,
    InvalidRequestError,
    OAuth2Payload,
    OAuth2Request,
)
from flask import Request, g
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from core.database import Json
from partners.oauth.dpop.proof import Proof
from partners.oauth.pushed.models import PushedRequest

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Work:
    """The one transaction of an OAuth request, and its instant."""

    session: Session
    at: datetime


def begin(session: Session, *, at: datetime) -> Work:
    """Let authlib's callbacks find the transaction of this request."""
    g.oauth_work = Work(session, at)
    return work()


def work() -> Work:
    """The transaction of this request."""
    return cast(Work, g.oauth_work)


class Parameters(OAuth2Payload):
    """The parameters of a request: the query of a GET, the body of a POST (OA-17)."""

    def __init__(self, values: MultiDict[str, str]) -> None:
        self._values = values

    @property
    def data(self) -> MultiDict[str, str]:
        return self._values

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        return defaultdict(list, dict(self._values.lists()))


class PartnerRequest(OAuth2Request):
    """A Flask request for authlib; `address` is our public one.

    `detail` is the act that is asked for, if one is (partners/oauth/details); `proof`
    that of the client's key, if it showed one (partners/oauth/dpop); `resource` the API
    that it names (partners/oauth/resources.py); `partner_account` the platform's own
    account that is to be linked, if its server named one.
    """

    payload: Parameters
    headers: Any
    detail: Json | None = None
    proof: Proof | None = None
    resource: str | None = None
    partner_account: str | None = None

    def __init__(self, request: Request, address: str) -> None:
        super().__init__(request.method, address, None, dict(request.headers))
        self._request = request
        self.payload = Parameters(
            request.args if request.method == "GET" else request.form
        )
        self.pushed: PushedRequest | None = None
        self.is_pushed = False
        self._carried: Mapping[str, str] | None = None

    def be_pushed(
        self,
        parameters: Mapping[str, str],
        *,
        pushed: PushedRequest | None = None,
        request_uri: str = "",
    ) -> None:
        """From here on the parameters are those that the client pushed; `pushed` is
        where they are kept, once they are."""
        self.payload = Parameters(MultiDict(parameters))
        self.is_pushed, self.pushed = True, pushed
        self._carried = {
            "client_id": parameters["client_id"],
            "request_uri": request_uri,
        }

    @property
    def carried(self) -> Mapping[str, str]:
        """What a form has to send again for the request to be the same."""
        return self.payload.data if self._carried is None else self._carried

    @property
    def args(self) -> Any:
        return self._request.args

    @property
    def form(self) -> Any:
        return self._request.form


def refuse_repeated(parameters: OAuth2Payload) -> None:
    """Raise invalid_request when a parameter comes twice (RFC 6749, section 3.2)."""
    for name, values in parameters.datalist.items():
        if len(values) > 1:
            readable = name if name.isascii() and name.isidentifier() else "parameter"
            raise InvalidRequestError(f"Multiple {readable} in request.")


def require_body(request: Request) -> None:
    """Raise invalid_request unless all parameters come in a form body (OA-17)."""
    if request.query_string:
        raise InvalidRequestError("Parameters belong into the body of the request.")
    if request.mimetype != FORM:
        raise InvalidRequestError(f"The body must be {FORM}.")


@dataclass(frozen=True)
class Credentials:
    """How a client says who it is. With `private_key_jwt` the assertion says it, and
    `client_id` is empty where the request does not repeat it."""

    method: str
    client_id: str
    secret: str | None


def read_credentials(request: PartnerRequest) -> Credentials:
    """The client's id and secret, from the header or from the body, or its assertion.

    Raises invalid_request when it shows more than one of them, and invalid_client when
    there is none or it cannot be read (RFC 6749, 2.3).
    """
    form, header = request.form, request.headers.get("Authorization", "")
    client_id, secret = form.get("client_id"), form.get("client_secret")
    assertion = form.get("client_assertion")
    if sum(map(bool, (header, secret, assertion))) > 1:
        raise InvalidRequestError("Two ways of authentication in one request.")
    if header:
        basic = _read_basic(header)
        if client_id not in (None, basic.client_id):
            raise InvalidRequestError("Two clients in one request.")
        return basic
    if assertion:
        return Credentials("private_key_jwt", client_id or "", None)
    if not client_id:
        raise refused_client()
    if secret:
        return Credentials("client_secret_post", client_id, secret)
    return Credentials("none", client_id, None)


def refused_client(reason: str = "") -> InvalidClientError:
    """The same answer whatever was wrong with the client or its secret; a `reason` is
    for one who cannot learn from it what only the client may know."""
    sentence = f"The client is not authenticated. {reason}".strip()
    return InvalidClientError(sentence, status_code=401)


def _read_basic(header: str) -> Credentials:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise refused_client()
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise refused_client() from error
    client_id, colon, secret = text.partition(":")
    if not colon:
        raise refused_client()
    return Credentials(
        "client_secret_basic", unquote_plus(client_id), unquote_plus(secret)
    )

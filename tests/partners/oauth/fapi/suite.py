"""What the modules of the FAPI 2.0 plan do to a server: two clients of the profile, and
a person at her browser."""

from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.partners.oauth.dpop.holder import Holder
from tests.partners.oauth.flow import Pkce, Platform, answer, decide, make_platform
from tests.partners.oauth.flow import question as question_of
from tests.partners.oauth.signing import asserted, assertion

RESOURCE = "/v1/userinfo"


@dataclass
class Party:
    """A client of the profile as the suite plays it; `browser` is the person's too."""

    browser: FlaskClient
    platform: Platform
    holder: Holder
    pkce: Pkce = field(default_factory=Pkce)

    @property
    def client_id(self) -> str:
        return self.platform.client.client_id

    def question(self, **changes: Any) -> dict[str, str]:
        return question_of(self.platform, self.pkce, **changes)

    def identity(self, **changes: Any) -> dict[str, str]:
        """A client assertion, in the parameters that carry it."""
        text = assertion(self.client_id, self.platform.key, **changes)
        return {"client_id": self.client_id} | asserted(text)

    def post(
        self,
        path: str,
        form: dict[str, Any],
        *,
        identity: dict[str, str] | None = None,
        proof: dict[str, Any] | None = None,
        holder: Holder | None = None,
    ) -> Any:
        """A request of the client: `proof` are changes of a good one, None sends none;
        sent once more when a nonce is asked for."""
        prover = holder or self.holder
        for _ in range(2):
            headers = (
                {} if proof is None else {"DPoP": prover.proof("POST", path, **proof)}
            )
            said = self.identity() if identity is None else identity
            response = self.browser.post(path, data=form | said, headers=headers)
            if not prover.keep_nonce(response):
                break
        return response

    def push(self, *, identity: Any = None, proof: Any = None, **changes: Any) -> Any:
        return self.post(
            "/oauth/par", self.question(**changes), identity=identity, proof=proof
        )

    def reference(self, **changes: Any) -> dict[str, str]:
        pushed = self.push(**changes)
        assert pushed.status_code == 201, pushed.text
        uri = pushed.json["request_uri"]
        return {"client_id": self.client_id, "request_uri": uri}

    def visit(self, asked: dict[str, str]) -> Any:
        return self.browser.get("/oauth/authorize", query_string=asked)

    def back(self, decision: str = "allow", **changes: Any) -> dict[str, str]:
        """What the person brings back after she decided on a pushed request."""
        return answer(decide(self.browser, self.reference(**changes), decision))

    def redeem(
        self, code: str, *, proof: Any = (), identity: Any = None, **changes: Any
    ) -> Any:
        """A token request; `changes` of None leave parameters out."""
        holder = changes.pop("holder", None)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.platform.redirect_uri,
            "code_verifier": self.pkce.verifier,
        }
        form = {k: v for k, v in (form | changes).items() if v is not None}
        return self.post(
            "/oauth/token",
            form,
            identity=identity,
            proof=None if proof is None else dict(proof),
            holder=holder,
        )

    def refresh(self, token: str, *, proof: Any = (), identity: Any = None) -> Any:
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return self.post(
            "/oauth/token",
            form,
            identity=identity,
            proof=None if proof is None else dict(proof),
        )

    def tokens(self, **changes: Any) -> dict[str, Any]:
        granted = self.redeem(self.back(**changes)["code"])
        assert granted.status_code == 200, granted.text
        return granted.json

    def resource(
        self, token: str, *, scheme: str = "DPoP", header: str = "DPoP", **changes: Any
    ) -> Any:
        """The resource with a proof, which is good but for the changes."""
        for _ in range(2):
            headers = {
                "Authorization": f"{scheme} {token}",
                header: self.holder.proof("GET", RESOURCE, token, **changes),
            }
            response = self.browser.get(RESOURCE, headers=headers)
            if not self.holder.keep_nonce(response):
                break
        return response


def make_party(session: Session, browser: FlaskClient, name: str) -> Party:
    platform = make_platform(
        session,
        "private_key_jwt",
        requires_pushed_requests=True,
        requires_bound_tokens=True,
        profile_required=True,
        scopes=["openid", "orders:read", "orders:write", "profile:read"],
    )
    return Party(browser, platform, Holder(name))

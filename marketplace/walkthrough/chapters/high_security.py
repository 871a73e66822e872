"""A platform of high value: it signs, pushes its requests, and binds its tokens."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from oauthlib.oauth2 import WebApplicationClient

from marketplace.demo.state import Credentials
from marketplace.seed.demo import SECURE_PLATFORM_CLIENT
from marketplace.walkthrough.keyholder import Keyholder
from marketplace.walkthrough.newcomer import Newcomer
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.stage import Stage

PART, WHO = "secure_platform", "platform"
BALANCE = "/v1/participant/balance"
BOUND = "DPoP"
PROBLEM = ("type", "status", "detail", "remedy", "fault")
TOKEN_FIELDS = ("access_token", "token_type", "expires_in", "scope")


def walk(stage: Stage, newcomer: Newcomer) -> None:
    """Link by the high-security profile, and see what a stolen token is worth."""
    stage.screen.chapter(
        "A platform of high value is linked",
        "In production, who can move money signs instead of having a secret, hands its"
        " request to us itself, and gets tokens that are bound to a key (FAPI 2.0).",
    )
    client = stage.client(PART)
    key = SECURE_PLATFORM_CLIENT.key or {}
    holder = Keyholder(client.client_id, stage.demo.web, key)
    verifier = WebApplicationClient(client.client_id).create_code_verifier(64)
    question = _question(client, verifier)
    _refuse_plain(stage, newcomer, question)
    request_uri = _push(stage, holder, question)
    code = _decide(stage, newcomer, client, request_uri)
    token = _redeem(stage, holder, client, code, verifier)
    _use(stage, holder, token)


def _question(client: Credentials, verifier: str) -> dict[str, str]:
    app = WebApplicationClient(client.client_id)
    return {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uris[0],
        "scope": "balance:read profile:read",
        "state": "walkthrough",
        "code_challenge": app.create_code_challenge(verifier, "S256"),
        "code_challenge_method": "S256",
    }


def _refuse_plain(stage: Stage, newcomer: Newcomer, question: dict[str, str]) -> None:
    answer = newcomer.browser.visit(f"/oauth/authorize?{urlencode(question)}")
    back = parse_qs(urlsplit(answer.headers.get("location", "")).query)
    promise(
        back.get("error") == ["invalid_request"],
        f"A request that was not pushed should be refused, but she is sent to {back}.",
    )
    stage.screen.learned("Its requests are heard only if it pushes them.")


def _push(stage: Stage, holder: Keyholder, question: dict[str, str]) -> str:
    form = question | holder.identity()
    asked = _signed(stage, holder, "/oauth/par", form, expect=400)
    promise(
        asked.json()["error"] == "use_dpop_nonce",
        f"A proof should need a nonce of the server: {asked.text}",
    )
    stage.screen.learned("A fresh nonce is asked for, and nothing was used up by that.")
    pushed = _signed(stage, holder, "/oauth/par", form, expect=201)
    request_uri: str = pushed.json()["request_uri"]
    return request_uri


def _decide(
    stage: Stage, newcomer: Newcomer, client: Credentials, request_uri: str
) -> str:
    carried = urlencode({"client_id": client.client_id, "request_uri": request_uri})
    page = newcomer.browser.open(f"/oauth/authorize?{carried}")
    back = newcomer.browser.send(page, "/oauth/authorize", decision="allow")
    answer = parse_qs(urlsplit(back).query)
    promise("code" in answer, f"She should come back with a code, not with {answer}.")
    again = newcomer.browser.visit(f"/oauth/authorize?{carried}")
    promise(
        again.status_code == httpx.codes.UNPROCESSABLE_ENTITY,
        f"A pushed request should be answered once, but it says {again.status_code}.",
    )
    stage.screen.learned(
        "What is asked stands in no address bar, and is answered once."
    )
    return answer["code"][0]


def _redeem(
    stage: Stage, holder: Keyholder, client: Credentials, code: str, verifier: str
) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uris[0],
        "code_verifier": verifier,
    }
    granted = _signed(
        stage, holder, "/oauth/token", form | holder.identity(), expect=200
    ).json()
    promise(
        granted["token_type"] == BOUND,
        f"The token should be bound to the key: {granted}",
    )
    token: str = granted["access_token"]
    return token


def _use(stage: Stage, holder: Keyholder, token: str) -> None:
    headers = {
        "Authorization": f"DPoP {token}",
        "DPoP": holder.proof("GET", BALANCE, token=token),
    }
    stage.api.call(WHO, "GET", BALANCE, headers=headers, expect=200)
    for who, stolen in (
        ("thief", {"Authorization": f"Bearer {token}"}),
        ("thief", headers),
    ):
        stage.api.call(who, "GET", BALANCE, headers=stolen, expect=401, show=PROBLEM)
    stage.screen.learned(
        "A token without its key is worth nothing, and a proof counts once."
    )


def _signed(
    stage: Stage, holder: Keyholder, path: str, form: dict[str, Any], *, expect: int
) -> httpx.Response:
    """A form with a proof; the nonce of the answer is for the next."""
    answer = stage.api.call(
        WHO,
        "POST",
        path,
        form=form,
        headers={"DPoP": holder.proof("POST", path)},
        expect=expect,
        show=(*TOKEN_FIELDS, "request_uri", "error", "error_description"),
    )
    holder.nonce = answer.headers["DPoP-Nonce"]
    return answer

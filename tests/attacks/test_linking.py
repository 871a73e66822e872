"""Attacks on the way from a question to a token, each refused with nothing changed."""

import base64
import hashlib

import pytest

from tests.attacks.attacking import Attack, World, changed, error_of, picture
from tests.partners.oauth.flow import (
    Pkce,
    exchange,
    get_code,
    question,
    refresh,
    tokens_for,
)

EVIL = "https://evil.example/callback"
CODES = frozenset({"oauth_codes"})
TOKENS = frozenset({"oauth_tokens"})


def ask(world: World, **changes):
    """The victim follows a link that an attacker made."""
    asked = question(world.shop, Pkce(), **changes)
    return [world.browser.get("/oauth/authorize", query_string=asked)]


def a_code(world: World) -> None:
    pkce = Pkce()
    world.notes["pkce"] = pkce
    world.notes["code"] = get_code(world.browser, world.shop, pkce)


def a_used_code(world: World) -> None:
    a_code(world)
    done = exchange(
        world.browser, world.shop, world.notes["code"], world.notes["pkce"].verifier
    )
    world.notes["tokens"] = done.json


def tokens(world: World) -> None:
    world.notes["tokens"] = tokens_for(world.browser, world.shop)


def rotated_tokens(world: World) -> None:
    tokens(world)
    world.notes["next"] = refresh(
        world.browser, world.shop, world.notes["tokens"]["refresh_token"]
    ).json


def redeem(world: World, who: str, **changes):
    verifier = changes.pop("verifier", world.notes["pkce"].verifier)
    platform = getattr(world, who)
    return [
        exchange(
            world.stranger,
            platform,
            world.notes["code"],
            verifier,
            **({"redirect_uri": world.shop.redirect_uri} | changes),
        )
    ]


def injected(world: World):
    """A stolen code is put into the attacker's own session with the same platform: her
    platform sends the verifier of the attacker's question."""
    return redeem(world, "shop", verifier=Pkce().verifier)


def downgraded(world: World):
    """The challenge is sent as if it were plain: the verifier is the challenge."""
    return redeem(world, "shop", verifier=world.notes["pkce"].challenge)


def mixed_up(world: World):
    """A rival's server gets hold of the code and tries it with its own credentials."""
    return redeem(world, "rival", redirect_uri=world.rival.redirect_uri)


def replayed(world: World):
    return redeem(world, "shop")


def refreshed_by_a_rival(world: World):
    token = world.notes["tokens"]["refresh_token"]
    return [refresh(world.stranger, world.rival, token)]


def refreshed_twice(world: World):
    """The stolen token was used by its owner already: the whole family dies."""
    old, new = world.notes["tokens"], world.notes["next"]
    return [
        refresh(world.stranger, world.shop, old["refresh_token"]),
        refresh(world.browser, world.shop, new["refresh_token"]),
    ]


def widened(world: World):
    token = world.notes["tokens"]["refresh_token"]
    return [
        refresh(world.stranger, world.shop, token, scope="orders:write balance:read")
    ]


def none_assertion(world: World, algorithm: str = "none"):
    """An assertion that nobody signed, for a client that has a secret."""
    part = base64.urlsafe_b64encode(
        f'{{"alg":"{algorithm}","typ":"JWT"}}'.encode()
    ).decode()
    client_id = world.shop.client.client_id
    claims = base64.urlsafe_b64encode(
        f'{{"iss":"{client_id}","sub":"{client_id}"}}'.encode()
    ).decode()
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:"
        "jwt-bearer",
        "client_assertion": f"{part.rstrip('=')}.{claims.rstrip('=')}.",
    }
    return [world.stranger.post("/oauth/token", data=form)]


def hashed_secret(world: World):
    """What is stored of a secret opens nothing."""
    stored = hashlib.sha256(world.shop.secret.encode()).hexdigest()
    pair = base64.b64encode(f"{world.shop.client.client_id}:{stored}".encode())
    return [
        world.stranger.post(
            "/oauth/token",
            data={"grant_type": "client_credentials"},
            headers={"Authorization": f"Basic {pair.decode()}"},
        )
    ]


ATTACKS = [
    Attack("another address", lambda w: ask(w, redirect_uri=EVIL), 422),
    Attack(
        "an address that begins like the registered one",
        lambda w: ask(w, redirect_uri=w.shop.redirect_uri + ".evil.example"),
        422,
    ),
    Attack(
        "an address with a user name",
        lambda w: ask(w, redirect_uri="https://platform.example@evil.example/callback"),
        422,
    ),
    Attack(
        "an unknown program with an error to redirect",
        lambda w: ask(w, client_id="nobody", redirect_uri=EVIL, response_type="x"),
        422,
    ),
    Attack(
        "PKCE left out",
        lambda w: ask(w, code_challenge=None, code_challenge_method=None),
        303,
        "invalid_request",
    ),
    Attack(
        "PKCE made plain",
        lambda w: ask(w, code_challenge_method="plain"),
        303,
        "invalid_request",
    ),
    Attack(
        "a token straight from the browser",
        lambda w: ask(w, response_type="token"),
        303,
        "unsupported_response_type",
    ),
    Attack(
        "the programme's own scope for a partner",
        lambda w: ask(w, scope="participant:self"),
        303,
        "invalid_scope",
    ),
    Attack("code injection", injected, 400, "invalid_grant", a_code, CODES),
    Attack("PKCE downgrade", downgraded, 400, "invalid_grant", a_code, CODES),
    Attack("mix-up", mixed_up, 400, "invalid_grant", a_code),
    Attack(
        "another address at the end",
        lambda w: redeem(w, "shop", redirect_uri=EVIL),
        400,
        "invalid_grant",
        a_code,
        CODES,
    ),
    Attack("code replay", replayed, 400, "invalid_grant", a_used_code, TOKENS),
    Attack("a rival refreshes", refreshed_by_a_rival, 400, "invalid_grant", tokens),
    Attack(
        "refresh replay", refreshed_twice, 400, "invalid_grant", rotated_tokens, TOKENS
    ),
    Attack("more than she allowed", widened, 400, "invalid_scope", tokens),
    Attack("an unsigned assertion", none_assertion, 401, "invalid_client"),
    Attack("the stored hash as the secret", hashed_secret, 401, "invalid_client"),
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_on_linking_is_refused_and_changes_nothing(world, attack):
    attack.prepare(world)
    before = picture(world.session)

    answers = attack.act(world)

    assert [answer.status_code for answer in answers] == [attack.status] * len(answers)
    for answer in answers:
        assert "evil.example" not in (answer.location or "")
        if attack.error is not None:
            assert error_of(answer) == attack.error
    assert changed(before, picture(world.session)) == attack.burns


@pytest.mark.parametrize("attack", [replayed, refreshed_twice])
def test_what_was_stolen_is_worth_nothing_after_the_replay(world, attack):
    (a_used_code if attack is replayed else rotated_tokens)(world)

    attack(world)

    access = world.notes["tokens"]["access_token"]
    answer = world.stranger.get(
        "/v1/userinfo", headers={"Authorization": f"Bearer {access}"}
    )
    assert answer.status_code == 401

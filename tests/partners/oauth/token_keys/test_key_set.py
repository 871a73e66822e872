"""The published key set, and the commands of the operator."""

import json

from sqlalchemy import update

from core.unit_of_work import unit_of_work
from partners.oauth.token_keys import TokenKey
from partners.oauth.token_keys.rules import PUBLISHED_BEFORE


def key_set(client):
    return client.get("/oauth/jwks.json")


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["token-keys", *arguments])


def let_time_pass():
    with unit_of_work("test") as session:
        session.execute(
            update(TokenKey).values(
                published_at=TokenKey.published_at - PUBLISHED_BEFORE
            )
        )


def test_the_key_set_holds_public_keys_alone_and_may_be_kept(client):
    response = key_set(client)

    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert len(response.json["keys"]) == 2
    for key in response.json["keys"]:
        assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
        assert (key["alg"], key["use"], key["crv"]) == ("ES256", "sig", "P-256")


def test_asking_again_changes_nothing(client):
    assert key_set(client).json == key_set(client).json


def test_the_keys_of_certificates_are_others(client):
    """Neither kind of document can pass for the other."""
    certificates = client.get("/.well-known/jwks.json").json["keys"]

    ours = {key["x"] for key in key_set(client).json["keys"]}

    assert ours.isdisjoint(key["x"] for key in certificates)
    assert {key["alg"] for key in certificates} == {"EdDSA"}


def test_oa_20_an_operator_rotates_by_a_command(app, client):
    before = key_set(client).json["keys"]
    refused = run(app, "rotate")
    let_time_pass()

    rotated = run(app, "rotate")

    assert refused.exit_code == 1
    assert "is not known everywhere yet" in refused.output
    assert (rotated.exit_code, rotated.output.count("\n")) == (0, 1)
    after = key_set(client).json["keys"]
    assert len(after) == 3
    assert all(key in after for key in before)
    assert rotated.output.split()[0] in [key["kid"] for key in before]


def test_the_list_names_every_key_and_no_secret(app, client):
    empty = run(app, "list")
    key_set(client)

    listed = run(app, "list")

    assert empty.output.startswith("There are none yet")
    states = [line.split()[0] for line in listed.output.splitlines()]
    assert states == ["active", "next"]


def test_a_leaked_key_is_withdrawn_by_a_command(app, client):
    kid = key_set(client).json["keys"][0]["kid"]

    withdrawn = run(app, "withdraw", kid)
    again = run(app, "withdraw", kid)
    unknown = run(app, "withdraw", "nobody")

    assert withdrawn.exit_code == 0
    assert kid not in json.dumps(key_set(client).json)
    assert (again.exit_code, unknown.exit_code) == (1, 1)
    assert "cannot change this way" in again.output
    assert "no such key" in unknown.output


def test_a_kid_that_begins_with_a_hyphen_is_no_option(app, client):
    answer = run(app, "withdraw", "-h_yphen")

    assert "no such key" in answer.output

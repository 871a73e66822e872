"""What a developer does with her clients over HTTP (features 25 and 59)."""

from sqlalchemy import func, select, text

from core.audit import AuditEntry
from core.ids import new_id
from partners.oauth import Client, ClientSecret
from partners.oauth.clients.rules import MAX_CLIENTS
from partners.organisations import Kind
from partners.staff import Role
from tests.factories import make_client, make_organisation
from tests.partners.oauth.clients.calling import get_token, read_events
from tests.partners.oauth.signing import jwk_set, key_for


def slug(response):
    return response.json["type"].rpartition("/")[2]


def acts(session, client_row):
    return list(
        session.scalars(
            select(AuditEntry.action)
            .where(
                AuditEntry.object_type == "client",
                AuditEntry.object_id == str(client_row.id),
            )
            .order_by(AuditEntry.id)
        )
    )


def row_of(session, made):
    return session.scalars(
        select(Client).where(Client.client_id == made["client_id"])
    ).one()


def test_a_new_client_works_with_the_secret_that_is_shown_once(
    client, session, developer
):
    made = developer.create()

    token = get_token(client, made["client_id"], made["secret"])
    shown = developer.send("GET", f"/{made['client_id']}")

    assert token.status_code == 200
    assert read_events(client, token.json["access_token"]).status_code == 200
    assert made["secrets"][0]["hint"] == made["secret"][:4]
    assert "secret" not in shown.json
    assert made["secret"] not in shown.text
    assert acts(session, row_of(session, made)) == [
        "client.registered",
        "client.secret_rotated",
    ]


def test_oa_19_no_secret_of_a_client_is_stored(session, developer):
    made = developer.create()
    second = developer.send("POST", f"/{made['client_id']}/secrets", {"name": "new"})
    session.flush()

    for table in ("oauth_clients", "oauth_client_secrets", "audit_entries"):
        rows = "\n".join(session.scalars(text(f"SELECT t::text FROM {table} t")))
        for secret in (made["secret"], second.json["secret"]):
            assert secret not in rows
            assert secret.encode().hex() not in rows


def test_the_list_shows_every_client_of_the_organisation_and_no_other(
    session, developer
):
    mine = [developer.create(name=f"Shop {number}")["client_id"] for number in (1, 2)]
    make_client(session, make_organisation(session), ["catalog:read"])

    first = developer.send("GET", "?limit=1").json
    second = developer.send("GET", f"?limit=1&cursor={first['next_cursor']}").json

    found = [one["client_id"] for one in first["items"] + second["items"]]
    assert sorted(found) == sorted(mine)
    assert second["next_cursor"] is None


def test_an_organisation_without_clients_has_an_empty_list(developer):
    assert developer.send("GET", "").json == {"items": [], "next_cursor": None}


def test_the_last_use_of_client_and_secret_is_shown(client, developer):
    made = developer.create()
    assert made["last_used_at"] is made["secrets"][0]["last_used_at"] is None

    get_token(client, made["client_id"], made["secret"])

    shown = developer.send("GET", f"/{made['client_id']}").json
    assert shown["last_used_at"] is not None
    assert shown["secrets"][0]["last_used_at"] == shown["last_used_at"]


def test_two_secrets_live_so_that_one_can_be_rolled_out(client, session, developer):
    made = developer.create()
    path, old = f"/{made['client_id']}", made["secrets"][0]["id"]

    second = developer.send("POST", f"{path}/secrets", {"name": "Server 2"})
    third = developer.send("POST", f"{path}/secrets", {})
    revoked = developer.send("DELETE", f"{path}/secrets/{old}")

    assert second.status_code == 201
    assert second.json["secrets"][1]["name"] == "Server 2"
    assert (third.status_code, slug(third)) == (409, "client-secrets-exhausted")
    assert revoked.status_code == 204
    assert get_token(client, made["client_id"], made["secret"]).status_code == 401
    new = get_token(client, made["client_id"], second.json["secret"])
    assert new.status_code == 200
    assert "client.secret_revoked" in acts(session, row_of(session, made))


def test_a_secret_can_be_replaced_in_one_step(client, developer):
    made = developer.create()
    body = {"replaces": made["secrets"][0]["id"]}

    replaced = developer.send("POST", f"/{made['client_id']}/secrets", body)

    assert len(replaced.json["secrets"]) == 1
    assert get_token(client, made["client_id"], made["secret"]).status_code == 401
    answer = get_token(client, made["client_id"], replaced.json["secret"])
    assert answer.status_code == 200


def test_a_secret_of_another_client_is_not_revoked(session, developer):
    one, other = developer.create(), developer.create()
    foreign = other["secrets"][0]["id"]

    for secret_id in (foreign, new_id()):
        answer = developer.send("DELETE", f"/{one['client_id']}/secrets/{secret_id}")
        assert (answer.status_code, slug(answer)) == (404, "client-secret-not-found")

    living = select(func.count()).select_from(ClientSecret)
    assert session.scalar(living.where(ClientSecret.revoked_at.is_(None))) == 2


def test_a_disabled_client_is_dead_with_its_next_request(client, developer):
    made = developer.create()
    path = f"/{made['client_id']}"
    token = get_token(client, made["client_id"], made["secret"]).json["access_token"]

    disabled = developer.send("POST", f"{path}/disabling", {"reason": "It leaked."})

    assert disabled.json["disabled_by"] == "organisation"
    assert read_events(client, token).status_code == 401
    assert get_token(client, made["client_id"], made["secret"]).status_code == 401


def test_enabling_brings_the_client_back_and_none_of_its_tokens(client, developer):
    made = developer.create()
    path = f"/{made['client_id']}"
    token = get_token(client, made["client_id"], made["secret"]).json["access_token"]
    developer.send("POST", f"{path}/disabling", {"reason": "It leaked."})

    enabled = developer.send("POST", f"{path}/enabling", {"reason": "New secret."})

    assert enabled.json["disabled_at"] is None
    assert read_events(client, token).status_code == 401
    fresh = get_token(client, made["client_id"], made["secret"])
    assert read_events(client, fresh.json["access_token"]).status_code == 200


def test_nothing_of_a_disabled_client_is_changed(developer):
    made = developer.create()
    path = f"/{made['client_id']}"
    developer.send("POST", f"{path}/disabling", {"reason": "Not used."})

    renamed = developer.change(path, {"name": "Other"})
    secret = developer.send("POST", f"{path}/secrets", {})

    assert (renamed.status_code, slug(renamed)) == (409, "client-disabled")
    assert (secret.status_code, slug(secret)) == (409, "client-disabled")


def test_redirect_uris_are_changed_and_the_old_one_is_answered_no_more(developer):
    made = developer.create()
    body = {"redirect_uris": ["https://shop.example/new"]}

    changed = developer.change(f"/{made['client_id']}", body)

    assert changed.status_code == 200
    assert changed.json["redirect_uris"] == body["redirect_uris"]
    assert changed.json["name"] == made["name"]


def test_where_people_come_back_to_after_signing_out_is_registered(developer):
    """OA-21: a platform's developer needs nobody for it."""
    bye, elsewhere = ("https://shop.example/bye", "https://shop.example/elsewhere")
    made = developer.create(post_logout_redirect_uris=[bye])
    path = f"/{made['client_id']}"

    changed = developer.change(path, {"post_logout_redirect_uris": [elsewhere]})
    refused = developer.change(
        path, {"post_logout_redirect_uris": ["http://shop.example/"]}
    )

    assert made["post_logout_redirect_uris"] == [bye]
    assert changed.json["post_logout_redirect_uris"] == [elsewhere]
    assert changed.json["redirect_uris"] == made["redirect_uris"]
    assert (refused.status_code, slug(refused)) == (422, "redirect-uri-unusable")
    after = developer.send("GET", path).json
    assert after["post_logout_redirect_uris"] == [elsewhere]


def test_a_client_chooses_what_signs_its_id_tokens(developer):
    made = developer.create()

    changed = developer.change(f"/{made['client_id']}", {"id_token_alg": "RS256"})

    assert made["id_token_alg"] == "ES256"
    assert changed.json["id_token_alg"] == "RS256"


def test_a_client_moves_from_a_secret_to_its_own_keys(client, session, developer):
    made = developer.create()
    path = f"/{made['client_id']}"
    keys = {"jwks": jwk_set(key_for("ES256"))}
    tag = developer.send("GET", path).headers["ETag"]

    blind = developer.send("PUT", f"{path}/keys", keys)
    moved = developer.send("PUT", f"{path}/keys", keys, If_Match=tag)
    late = developer.send("PUT", f"{path}/keys", keys, If_Match=tag)

    assert blind.status_code == 428
    assert moved.json["auth_method"] == "private_key_jwt"
    assert moved.json["secrets"] == []
    assert len(moved.json["keys"]) == 1
    assert late.status_code == 412
    assert get_token(client, made["client_id"], made["secret"]).status_code == 401
    secret = developer.send("POST", f"{path}/secrets", {})
    assert (secret.status_code, slug(secret)) == (422, "client-unusable")


def test_keys_that_are_none_change_nothing(client, developer):
    made = developer.create()
    path = f"/{made['client_id']}/keys"

    refused = developer.change(path, {"jwks": {"keys": []}}, "PUT")

    assert (refused.status_code, slug(refused)) == (422, "key-set-unusable")
    answer = get_token(client, made["client_id"], made["secret"])
    assert answer.status_code == 200


def test_what_does_not_fit_is_refused_and_changes_nothing(session, developer):
    made = developer.create()
    before = developer.send("GET", f"/{made['client_id']}").json
    refused = {
        "redirect-uri-unusable": {"redirect_uris": ["http://shop.example/"]},
        "client-unusable": {"redirect_uris": []},
        "allow-list-unusable": {"allowed_networks": ["203.0.113.1/24"]},
        "invalid-request": {"scopes": ["orders:write"]},
    }

    for expected, body in refused.items():
        answer = developer.change(f"/{made['client_id']}", body)
        assert (answer.status_code, slug(answer)) == (422, expected)

    assert developer.send("GET", f"/{made['client_id']}").json == before


def test_two_who_edit_at_once_do_not_undo_each_other(developer):
    made = developer.create()
    path = f"/{made['client_id']}"
    tag = developer.send("GET", path).headers["ETag"]

    first = developer.send("PATCH", path, {"name": "First"}, If_Match=tag)
    second = developer.send("PATCH", path, {"name": "Second"}, If_Match=tag)
    blind = developer.send("PATCH", path, {"name": "Third"})

    assert first.status_code == 200
    assert first.headers["ETag"] != tag
    assert (second.status_code, slug(second)) == (412, "client-changed")
    assert (blind.status_code, slug(blind)) == (428, "if-match-missing")
    assert developer.send("GET", path).json["name"] == "First"


def test_using_a_client_is_no_change_of_it(client, developer):
    made = developer.create()
    path = f"/{made['client_id']}"
    tag = developer.send("GET", path).headers["ETag"]

    get_token(client, made["client_id"], made["secret"])

    assert developer.send("GET", path).headers["ETag"] == tag


def test_an_organisation_has_a_handful_of_clients(session, developer):
    for _ in range(MAX_CLIENTS):
        make_client(session, developer.organisation, ["catalog:read"])
    body = {"name": "x", "grant_types": ["client_credentials"]}

    refused = developer.send("POST", "", body | {"scopes": ["catalog:read"]})

    assert (refused.status_code, slug(refused)) == (409, "clients-exhausted")
    clients = select(func.count()).select_from(Client)
    owned = clients.where(Client.organisation_id == developer.organisation.id)
    assert session.scalar(owned) == MAX_CLIENTS


def test_another_organisations_client_looks_like_none(session, developer):
    other = make_client(session, make_organisation(session), ["catalog:read"])

    foreign = developer.send("GET", f"/{other.client_id}")
    invented = developer.send("GET", "/no-such-client")

    assert foreign.status_code == invented.status_code == 404
    assert slug(foreign) == slug(invented) == "client-not-found"


def test_clients_are_for_those_who_look_after_them(session, person_at):
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    finance = person_at(platform, Role.FINANCE)

    listed = finance.send("GET", "")
    made = finance.send("POST", "", {"name": "x"})

    assert (listed.status_code, slug(listed)) == (403, "staff-permission-missing")
    assert made.status_code == 403

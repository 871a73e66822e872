"""What the operator does to clients from the command line."""

from sqlalchemy import select

from partners.oauth.models import ClientSecret
from partners.oauth.rules import digest
from tests.factories import make_client, make_organisation


def secrets_of(session, client):
    return set(
        session.scalars(
            select(ClientSecret.secret_hash).where(
                ClientSecret.client_id == client.id, ClientSecret.revoked_at.is_(None)
            )
        )
    )


def rotate(app, client_id):
    return app.test_cli_runner().invoke(args=["clients", "rotate-secret", client_id])


def test_the_new_secret_is_printed_and_the_one_before_it_works_on(app, session):
    client = make_client(session, make_organisation(session), ["catalog:read"])

    printed = [rotate(app, client.client_id).output.strip() for _ in range(3)]

    assert len(set(printed)) == 3
    assert secrets_of(session, client) == {digest(secret) for secret in printed[1:]}


def test_a_public_client_gets_no_secret(app, session):
    client = make_client(
        session, make_organisation(session), ["catalog:read"], auth_method="none"
    )

    answer = rotate(app, client.client_id)

    assert answer.exit_code == 1
    assert "do not fit together" in answer.output
    assert secrets_of(session, client) == set()


def test_an_unknown_client_is_named_as_such(app, session):
    answer = rotate(app, "nobody")

    assert answer.exit_code == 1
    assert answer.output == "Error: There is no client of this id.\n"

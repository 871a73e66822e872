"""The commands that take an empty production database to its first batch."""

import json
from base64 import b64encode

import pytest
from sqlalchemy import func, select

from catalog.regions.models import District, Province, Regency
from core.audit.models import AuditEntry
from core.events.models import StoredEvent
from marketplace.programme import Scheme
from marketplace.programme.shipped import shipped_document
from partners.oauth import Client
from partners.oauth.models import ClientSecret
from partners.oauth.rules import digest
from partners.organisations import Organisation, Standing
from tests.factories import authorization, make_organisation

OPERATOR_SCOPES = ("--scope", "programme:manage", "--scope", "programme:read")


@pytest.fixture
def run(app, session):
    """Run a command inside the test's transaction."""

    def invoke(*arguments):
        return app.test_cli_runner().invoke(args=list(arguments))

    return invoke


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def printed(answer):
    """What a command printed as `name: value`."""
    return dict(line.split(": ") for line in answer.output.splitlines())


def test_the_commands_lead_from_an_empty_database_to_an_open_batch(
    run, client, session
):
    prepared = [
        run("regions", "load"),
        run("schemes", "store", "normal"),
        run(
            *("organisations", "register", "Manajemen Pelaksana", "--code", "pmo"),
            *("--kind", "operator", "--approve"),
        ),
    ]
    made = run("clients", "register", "pmo", "--name", "Console", *OPERATOR_SCOPES)

    credentials = printed(made)
    pair = f"{credentials['client_id']}:{credentials['client_secret']}"
    token = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {b64encode(pair.encode()).decode()}"},
    ).json["access_token"]
    batch = client.post(
        "/v1/batches",
        json={"number": 1, "scheme_code": "normal", "quota": 10_000},
        headers=authorization(token),
    )
    opened = client.post(
        f"/v1/batches/{batch.json['id']}/opening", headers=authorization(token)
    )

    assert [answer.exit_code for answer in [*prepared, made]] == [0, 0, 0, 0]
    assert (batch.status_code, opened.status_code) == (201, 200)
    assert opened.json["status"] == "open"


def test_regions_are_loaded_once_however_often_it_is_asked(run, session):
    first = run("regions", "load")
    second = run("regions", "load")

    assert first.output == (
        "38 provinces, 514 regencies and 7285 districts are new or have changed.\n"
    )
    assert second.output == (
        "0 provinces, 0 regencies and 0 districts are new or have changed.\n"
    )
    assert [count(session, model) for model in (Province, Regency, District)] == [
        38,
        514,
        7285,
    ]


def test_the_same_scheme_adds_no_version_and_a_changed_one_the_next(
    run, session, tmp_path
):
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(shipped_document("normal") | {"training_balance": 1}))

    first = run("schemes", "store", "normal")
    second = run("schemes", "store", "normal")
    third = run("schemes", "store", "normal", "--file", str(file))

    assert first.output == "normal: version 1 stored, 'Skema normal'.\n"
    assert second.output == "normal: version 1 says the same; nothing stored.\n"
    assert third.output == "normal: version 2 stored, 'Skema normal'.\n"
    assert session.scalars(select(Scheme.version).order_by(Scheme.version)).all() == [
        1,
        2,
    ]


@pytest.mark.parametrize(
    "content", ['{"training_balance": 1}', "[]", "no JSON", "\xff"]
)
def test_a_document_that_is_no_scheme_is_refused_in_one_line(
    run, session, tmp_path, content
):
    file = tmp_path / "bad.json"
    file.write_bytes(content.encode("latin-1"))

    answer = run("schemes", "store", "normal", "--file", str(file))

    assert answer.exit_code == 1
    assert answer.output.startswith(
        "Error: The scheme's document is not usable. The document cannot be read"
    )
    assert answer.output.endswith(
        "Compare it with a shipped scheme; every parameter is needed and no other.\n"
    )
    assert answer.output.count("\n") == 1
    assert count(session, Scheme) == 0


def test_a_new_scheme_needs_a_title_and_a_document(run, session, tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps(shipped_document("normal")))

    untitled = run("schemes", "store", "own", "--file", str(file))
    undocumented = run("schemes", "store", "own", "--title", "Own")
    both = run("schemes", "store", "own", "--file", str(file), "--title", "Own")

    assert untitled.exit_code == 2
    assert "A new scheme needs a --title." in untitled.output
    assert undocumented.exit_code == 2
    assert "Only normal and semi-bansos ship; give a --file for own." in (
        undocumented.output
    )
    assert both.output == "own: version 1 stored, 'Own'.\n"
    assert session.scalars(select(Scheme.code)).all() == ["own"]


def test_an_organisation_may_not_act_before_it_is_approved(run, session):
    applied = run(
        *("organisations", "register", "Dapur  Ani", "--code", "dapur-ani"),
        *("--kind", "training_institution"),
    )

    organisation = session.scalars(select(Organisation)).one()
    assert applied.output == ("dapur-ani  applied  training_institution  Dapur Ani\n")
    assert organisation.standing == Standing.APPLIED
    assert organisation.name_key == "dapur ani"


def test_approval_is_on_the_record_and_told(run, session):
    """The moves are those that the API makes, by the name of the command."""
    approved = run(
        *("organisations", "register", "Dua Peran", "--code", "dua-peran"),
        *("--kind", "monitor", "--kind", "assessor", "--kind", "monitor", "--approve"),
    )

    trail = session.execute(
        select(AuditEntry.action, AuditEntry.actor).order_by(AuditEntry.id)
    ).all()
    assert approved.output == "dua-peran  approved  assessor,monitor  Dua Peran\n"
    assert trail == [
        ("organisation.registered", "command:organisations.register"),
        ("organisation.under_review", "command:organisations.register"),
        ("organisation.approved", "command:organisations.register"),
    ]
    assert session.scalars(select(StoredEvent.topic)).all() == ["organisation.approved"]


def test_a_taken_code_is_refused_and_changes_nothing(run, session):
    make_organisation(session, code="pmo", name="The first")

    answer = run(
        *("organisations", "register", "The second", "--code", "pmo"),
        *("--kind", "operator", "--approve"),
    )

    assert answer.exit_code == 1
    assert answer.output == (
        "Error: The code is taken. Another organisation has the code pmo. Choose"
        " another code.\n"
    )
    assert session.scalars(select(Organisation.name)).all() == ["The first"]
    assert count(session, AuditEntry) == 0


@pytest.mark.parametrize("code", ["Dapur", "dapur ani", "a/b", "-a", "a--b", "a" * 65])
def test_a_code_that_cannot_stand_in_an_address_is_refused(run, session, code):
    answer = run(
        "organisations", "register", "Ani", f"--code={code}", "--kind", "operator"
    )

    assert answer.exit_code == 2
    assert "must be small letters, digits and single hyphens" in answer.output
    assert count(session, Organisation) == 0


def test_organisations_are_listed_by_code(run, session):
    make_organisation(session, code="zeta", name="Zeta")
    make_organisation(session, code="alfa", name="Alfa", standing=Standing.SUSPENDED)

    listed = run("organisations", "list")

    assert listed.output == (
        "alfa  suspended  training_institution  Alfa\n"
        "zeta  approved  training_institution  Zeta\n"
    )


def test_a_secret_is_printed_once_and_kept_as_a_hash_only(run, session):
    """OA-19: and the list of clients shows none."""
    make_organisation(session, code="ani")

    made = printed(run("clients", "register", "ani", "--name", "Ani", *CATALOG))
    listed = run("clients", "list", "ani")

    secret = session.scalars(select(ClientSecret)).one()
    assert secret.secret_hash == digest(made["client_secret"])
    assert listed.output == (
        f"{made['client_id']}  enabled  Ani  client_secret_basic"
        "  client_credentials  catalog:read\n"
    )


CATALOG = ("--scope", "catalog:read")
PROFILE = ("--scope", "profile:read", "--redirect-uri", "https://ani.example/back")


@pytest.mark.parametrize(
    ("arguments", "grants"),
    [
        (CATALOG, ["client_credentials"]),
        (PROFILE, ["authorization_code", "refresh_token", "client_credentials"]),
        ((*PROFILE, "--public"), ["authorization_code", "refresh_token"]),
        ((*PROFILE, "--grant", "client_credentials"), ["client_credentials"]),
    ],
)
def test_a_client_gets_the_grants_that_it_can_use(run, session, arguments, grants):
    make_organisation(session, code="ani")

    answer = run("clients", "register", "ani", "--name", "Ani", *arguments)

    assert answer.exit_code == 0
    assert ("client_secret" in answer.output) == ("--public" not in arguments)
    assert session.scalars(select(Client)).one().grant_types == grants


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--scope", "programme:manage"), "The scope is not for this organisation."),
        (("--scope", "no:such"), "The scope no:such does not exist"),
        ((*CATALOG, "--public"), "authorization_code needs a redirect URI"),
        ((*CATALOG, "--redirect-uri", "http://a.example"), "Use https without"),
    ],
)
def test_a_client_that_makes_no_sense_is_refused(run, session, arguments, reason):
    """OA-06: and nothing is registered."""
    make_organisation(session, code="ani")

    answer = run("clients", "register", "ani", "--name", "Ani", *arguments)

    assert answer.exit_code == 1
    assert reason in answer.output
    assert answer.output.count("\n") == 1
    assert count(session, Client) == 0


@pytest.mark.parametrize(
    "arguments", [("register", "nobody", "--name", "Ani", *CATALOG), ("list", "nobody")]
)
def test_an_unknown_organisation_has_no_clients(run, session, arguments):
    answer = run("clients", *arguments)

    assert answer.exit_code == 1
    assert answer.output == (
        "Error: There is no organisation with the code nobody. `organisations list`"
        " shows all.\n"
    )
    assert count(session, Client) == 0

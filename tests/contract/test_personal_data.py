"""A person's data lies nowhere in clear: not in a table, a queue or a log line."""

import io
import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.clock import now
from core.ids import new_id
from marketplace.participants.models import Participant
from partners.accounts import Account
from partners.organisations import Kind
from tests import factories
from tests.contract.world import RETURN, make_world

PLANTED = {
    "email": "zulaikha.planted@mail.example",
    "full_name": "Zulaikha Wirasentosa",
    "nik": "3273015705984321",
    "family_card": "3273011201104321",
    "phone": "081298765432",
}
ACCOUNT_NUMBER = "5556667778"
PASSWORD = "empat angsa menyeberang jalan"
# As typed, and as numbers are kept once they are tidied up.
VALUES = (*PLANTED.values(), "81298765432", "Wirasentosa", ACCOUNT_NUMBER, PASSWORD)


@pytest.fixture
def logged():
    """What the application writes to its log at the level INFO, from now on."""
    root = logging.getLogger()
    ours = [
        handler
        for handler in root.handlers
        if type(handler.formatter).__module__.startswith("structlog")
    ]
    assert ours, "the application configures a handler of its own"
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ours[0].formatter)
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def dump(session):
    """Every row of every table as text, of the queue's tables too."""

    def dump() -> dict[str, str]:
        session.flush()
        tables = session.scalars(
            text(
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename)"
                " FROM pg_tables"
                " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            )
        ).all()
        return {
            table: "\n".join(session.scalars(text(f"SELECT t::text FROM {table} t")))
            for table in tables
        }

    return dump


def found_in(content: str) -> list[str]:
    """Which planted values a text holds, also as hexadecimal bytes."""
    lowered = content.lower()
    return [
        value
        for value in VALUES
        if value.lower() in lowered or value.encode().hex() in lowered
    ]


class Walk:
    """The programme from registration to a linked account, over HTTP."""

    def __init__(self, client, session):
        self.client, self.session = client, session
        self.world = make_world(session, one_for_all=True)
        self.caller = self.world.operator

    def post(self, address, body=None, *, bearer=None, status=201):
        headers = factories.authorization(
            bearer or self.caller.bearer, f"key-{new_id().hex}"
        )
        response = self.client.post(address, json=body, headers=headers)
        assert response.status_code == status, (address, response.text)
        return response.json

    def register(self):
        body = {
            **PLANTED,
            "password": PASSWORD,
            "birth_date": "1998-05-17",
            "district_code": "32.73.01",
            "declarations": {"occupation": "job_seeker"},
        }
        registered = self.post("/v1/registrations", body)
        # Refusals see the same values: a number taken, and a number that is none.
        self.post("/v1/registrations", body, status=409)
        self.post("/v1/registrations", {**body, "email": PLANTED["nik"]}, status=422)
        participant = self.session.get_one(Participant, registered["participant_id"])
        account = self.session.get_one(Account, participant.id)
        self.own = factories.make_token(self.session, self.caller.client, account)
        return participant

    def buy(self, participant):
        """A seat in a class that begins soon enough to redeem the voucher now."""
        factories.make_award(self.session, participant)
        course = factories.make_course(
            self.session,
            self.caller.organisation,
        )
        soon = now() + timedelta(minutes=20)
        schedule = factories.make_schedule(
            self.session,
            course,
            starts_at=soon,
            ends_at=soon + timedelta(days=2),
            enrolment_closes_at=soon,
        )
        # No platform is paid for a course of its own group.
        platform = factories.make_organisation(self.session, Kind.DIGITAL_PLATFORM)
        shop = factories.make_client(self.session, platform, ["orders:write"])
        account = self.session.get_one(Account, participant.id)
        offering = factories.make_offering(self.session, course, platform)
        self.post(
            "/v1/orders",
            {
                "offering_id": str(offering.id),
                "schedule_id": str(schedule.id),
                "price": {"amount": offering.price, "currency": "IDR"},
                "platform_reference": "INV-PLANTED",
            },
            bearer=factories.make_token(self.session, shop, account),
        )
        held = self.get("/v1/me/vouchers")["items"][0]
        return held["voucher_id"], held["redeem_code"]

    def get(self, address):
        response = self.client.get(address, headers=factories.authorization(self.own))
        assert response.status_code == 200, (address, response.text)
        return response.json

    def learn(self, voucher_id, code):
        for sequence in (1, 2, 999):
            started = self.post(
                "/v1/verifications",
                {"code": code, "sequence": sequence, "redirect_uri": RETURN},
            )
            state = started["url"].rpartition("/")[2]
            self.post("/v1/me/verifications", {"state": state}, bearer=self.own)
        self.post(
            f"/v1/vouchers/{voucher_id}/results", {"kind": "post_test", "score": 90}
        )
        self.post(f"/v1/vouchers/{voucher_id}/completion")

    def look_around(self, participant):
        """What shows her data: her own pages, a disclosure, her certificate."""
        for address in ("/v1/me", "/v1/me/certificates", "/v1/userinfo"):
            self.get(address)
        self.post(
            f"/v1/participants/{participant.id}/disclosures",
            {
                "fields": ["nik", "phone"],
                "reason": "Ticket 4711: the bank asks for it.",
            },
        )
        certificate = self.get("/v1/me/certificates")["items"][0]
        public_id = certificate["verification_url"].rpartition("/")[2]
        for page in ("", "/credential", "/pdf"):
            with self.client.get(f"/v1/certificates/{public_id}{page}") as response:
                assert response.status_code == 200

    def sign_in_wrongly(self):
        page = self.client.get("/sign-in").text
        token = re.search(r'name="csrf_token" [^>]*value="([^"]+)"', page)
        response = self.client.post(
            "/sign-in",
            data={
                "csrf_token": token[1],
                "email": PLANTED["email"],
                "password": PASSWORD + "x",
            },
        )
        assert response.status_code in (200, 401, 403, 422)
        assert PLANTED["email"] in response.text


def test_planted_values_are_nowhere_in_clear(client, session, logged, dump):
    """PD-01, PD-07: after the whole way no table and no log line holds one."""
    walk = Walk(client, session)

    participant = walk.register()
    voucher_id, code = walk.buy(participant)
    walk.learn(voucher_id, code)
    walk.post(
        "/v1/me/payout-accounts",
        {"channel": "bni", "number": ACCOUNT_NUMBER},
        bearer=walk.own,
    )
    walk.look_around(participant)
    walk.sign_in_wrongly()

    tables = dump()
    assert {
        name: hits for name, rows in tables.items() if (hits := found_in(rows))
    } == {}
    assert found_in(logged.getvalue()) == []
    # The search has teeth: it reads the rows of this walk, and all its lines.
    assert str(participant.id) in tables["public.participants"]
    assert tables["public.certificates"]
    assert "http.request" in logged.getvalue()


def test_the_search_finds_what_is_planted():
    assert found_in(f"a line with {ACCOUNT_NUMBER}") == [ACCOUNT_NUMBER]
    assert found_in(r"(\x" + PLANTED["nik"].encode().hex() + ")") == [PLANTED["nik"]]

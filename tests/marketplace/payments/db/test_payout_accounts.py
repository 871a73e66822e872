"""Linking an account to be paid to, and having it checked (features 2 and 3)."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from sqlalchemy import select, text

from core.clock import now
from core.events import StoredEvent
from core.ids import new_id
from core.unit_of_work import snapshot, unit_of_work
from marketplace.payments.channels import channels
from marketplace.payments.errors import AccountBelongsToAnother
from marketplace.payments.models import PayoutAccount
from marketplace.payments.services.link_account import link_account
from marketplace.payments.steps import PartnerUnreachable, check_account
from marketplace.payments.tasks import ask_for_check
from partners.accounts import Account
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_organisation,
    make_participant,
    make_token,
)

URL = "/v1/me/payout-accounts"


@pytest.fixture
def person(session):
    return make_participant(session)


@pytest.fixture
def bearer_of(session):
    """A participant's token in the programme's own application, one per person."""
    operator = make_organisation(session, Kind.OPERATOR)
    application = make_client(session, operator, ["participant:self"])

    @cache
    def make(account_id):
        return make_token(session, application, session.get_one(Account, account_id))

    return make


@pytest.fixture
def link(http, bearer_of):
    def send(person, number="0123456789", channel="bni"):
        return http.post(
            URL,
            json={"channel": channel, "number": number},
            headers=authorization(bearer_of(person.id), str(new_id())),
        )

    return send


@pytest.fixture
def listed(http, bearer_of):
    def get(person):
        return http.get(URL, headers=authorization(bearer_of(person.id))).json["items"]

    return get


def stored(session):
    session.expire_all()
    return session.scalars(select(PayoutAccount).order_by(PayoutAccount.id)).all()


def check(session, client):
    """Have the account that was linked last checked by the partner."""
    account = stored(session)[-1]
    check_account(client, account.id, clock=now)
    session.expire_all()
    return account


def test_the_channels_are_the_programmes_payment_partners():
    assert channels() == {
        "bni": "BNI",
        "ovo": "OVO",
        "linkaja": "LinkAja",
        "gopay": "GoPay",
        "dana": "DANA",
    }


def test_a_linked_account_is_pending_masked_and_waits_for_its_check(
    session, link, person
):
    answer = link(person, "0123 4567-89")

    assert answer.status_code == 201
    (account,) = stored(session)
    assert answer.json == {
        "payout_account_id": str(account.id),
        "channel": "bni",
        "channel_name": "BNI",
        "number_masked": "••••••6789",
        "status": "pending",
        "linked_at": account.linked_at.isoformat(),
        "verified_at": None,
        "refusal": None,
    }
    assert b"0123456789" not in account.number_sealed
    jobs = session.execute(
        text("SELECT task_name, args->>'account_id' FROM procrastinate_jobs")
    ).all()
    assert jobs == [("payments.check_account", str(account.id))]


def test_the_partner_verifies_it(session, link, listed, person, client):
    link(person)

    account = check(session, client)

    assert account.status == "verified"
    assert account.partner_reference.startswith("ba_")
    assert listed(person)[0]["status"] == "verified"
    data = session.scalars(
        select(StoredEvent.data).where(StoredEvent.topic == "payout_account.verified")
    ).one()
    assert data == {"payout_account_id": str(account.id)}


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("999901", "account_closed"),
        ("999902", "holder_name_mismatch"),
        ("999903", "kyc_not_done"),
    ],
)
def test_a_refusal_says_why_and_what_to_do(
    session, link, listed, person, client, ending, code
):
    link(person, "0812" + ending)

    account = check(session, client)

    assert (account.status, account.refusal) == ("refused", code)
    assert account.verified_at is None
    refusal = listed(person)[0]["refusal"]
    assert refusal["code"] == code
    assert refusal["title"]
    assert refusal["how_to_fix"]
    assert link(person, "0812345678").status_code == 201


def test_another_account_replaces_the_one_before(session, link, listed, person, client):
    link(person, "0123456789")
    check(session, client)

    assert link(person, "081234567890", "gopay").status_code == 201

    assert [(one["channel"], one["status"]) for one in listed(person)] == [
        ("gopay", "pending"),
        ("bni", "replaced"),
    ]


def test_the_same_account_again_changes_nothing(session, link, person):
    link(person)

    answer = link(person)

    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/payout-account-already-linked"
    assert [one.status for one in stored(session)] == ["pending"]


def test_an_account_of_another_is_refused_without_telling_whose(session, link, person):
    other = make_participant(session)
    link(other, "0123456789")
    link(person, "0999456789")

    answer = link(person, "0123456789")

    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/payout-account-belongs-to-another"
    assert str(other.id) not in answer.text
    assert [one.status for one in stored(session)] == ["pending", "pending"]


def test_the_same_number_at_another_bank_is_another_account(session, link, person):
    other = make_participant(session)
    link(other, "0123456789", "bni")

    assert link(person, "0123456789", "ovo").status_code == 201


def test_an_account_that_was_given_up_is_free_for_its_owner(session, link, person):
    other = make_participant(session)
    link(other, "0123456789")
    link(other, "0777777777")

    assert link(person, "0123456789").status_code == 201


@pytest.mark.parametrize(
    ("channel", "number", "problem"),
    [
        ("bca", "0123456789", "invalid-request"),
        ("bni", "12345678x", "invalid-request"),
        ("bni", "123", "invalid-request"),
        ("bni", "1 2 3 4 5 6 7", "invalid-request"),
    ],
)
def test_what_is_no_account_is_refused(session, link, person, channel, number, problem):
    answer = link(person, number, channel)

    assert answer.status_code == 422
    assert answer.json["type"] == f"/problems/{problem}"
    assert stored(session) == []


def test_someone_who_is_no_participant_links_nothing(session, link):
    answer = link(make_account(session))

    assert answer.status_code == 404
    assert answer.json["type"] == "/problems/not-a-participant"
    assert stored(session) == []


def test_an_answer_that_is_no_answer_is_asked_for_again(
    session, link, person, client, simulator
):
    link(person)
    simulator.break_down(unavailable=4)

    with pytest.raises(PartnerUnreachable):
        check(session, client)

    assert stored(session)[-1].status == "pending"
    assert check(session, client).status == "verified"


def test_a_replaced_account_is_not_verified_afterwards(session, link, person, client):
    link(person, "0123456789")
    (old,) = stored(session)
    link(person, "0777777777")

    check_account(client, old.id, clock=now)

    session.expire_all()
    assert (old.status, old.verified_at) == ("replaced", None)


def test_a_check_that_waits_is_not_queued_twice(session, link, person):
    link(person)
    (account,) = stored(session)

    ask_for_check(session, account.id)

    count = session.scalar(text("SELECT count(*) FROM procrastinate_jobs"))
    assert count == 1


def test_eight_people_who_link_one_number_at_once_get_it_once(committed):
    with unit_of_work("prepare") as session:
        people = [make_participant(session).id for _ in range(8)]

    def link_same(participant_id):
        try:
            with unit_of_work("link") as session:
                link_account(
                    session,
                    participant_id=participant_id,
                    channel="bni",
                    number="0123456789",
                    at=now(),
                )
        except AccountBelongsToAnother:
            return "refused"
        return "linked"

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(link_same, people))

    assert results == ["linked", *["refused"] * 7]
    with snapshot("look") as session:
        assert len(session.scalars(select(PayoutAccount)).all()) == 1

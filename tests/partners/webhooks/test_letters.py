"""When we stop sending, the people who can mend it are written to."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from partners.staff import Role
from partners.webhooks import Delivery
from partners.webhooks.letters import ENDPOINT_DISABLED, MOST_COUNTED
from partners.webhooks.models import DeliveryStatus, DisabledReason
from partners.webhooks.rules import Answer
from partners.webhooks.services.disable import disable_by_system
from partners.webhooks.services.forget import PAUSES, end_long_pauses
from tests.factories import make_account, make_organisation, make_seat
from tests.factories.mail import letters, link_in
from tests.partners.webhooks.receiving import (
    attempt,
    make_endpoint,
    make_event,
    relay,
)

KIND = ENDPOINT_DISABLED.kind
DOWN = Answer(None, 15_000, error="timeout")


@pytest.fixture
def organisation(session):
    return make_organisation(session, code="belajar", name="Belajar")


@pytest.fixture
def endpoint(session, organisation):
    return make_endpoint(session, organisation, url="https://belajar.example/hooks")


@pytest.fixture
def staff(session, organisation):
    """An owner who reads Indonesian, a developer who reads English, and people who
    can do nothing about endpoints."""
    for email, locale, role in (
        ("owner@example.org", "id", Role.OWNER),
        ("developer@example.org", "en", Role.DEVELOPER),
        ("finance@example.org", "en", Role.FINANCE),
    ):
        account = make_account(session, email=email, locale=locale)
        make_seat(session, organisation, role, account_id=account.id)
    gone = make_account(session, email="gone@example.org")
    make_seat(
        session, organisation, Role.OWNER, account_id=gone.id, ended_at=gone.created_at
    )
    stranger = make_account(session, email="stranger@example.org")
    make_seat(session, make_organisation(session), account_id=stranger.id)


def make_deliveries(session, organisation, at, count: int) -> list[Delivery]:
    for _ in range(count):
        make_event(session, organisation)
    relay(session)
    session.execute(update(Delivery).values(next_attempt_at=at, created_at=at))
    return list(session.scalars(select(Delivery).order_by(Delivery.sequence)))


@pytest.mark.usefixtures("staff")
def test_410_is_written_to_owners_and_developers_in_their_languages(
    session, organisation, endpoint, at
):
    first, *_ = make_deliveries(session, organisation, at, 3)

    attempt(session, first, Answer(410, 12), at)

    by_reader = {to: (subject, body) for to, subject, body in letters(session, KIND)}
    assert set(by_reader) == {"owner@example.org", "developer@example.org"}
    subject, body = by_reader["developer@example.org"]
    assert subject == "We stopped sending events of Belajar"
    assert "https://belajar.example/hooks" in body
    assert "Why: the receiver answered 410" in body
    assert "Not delivered to it: 3 events." in body
    assert "enable the endpoint again" in body
    subject, body = by_reader["owner@example.org"]
    assert subject == "Pengiriman peristiwa Belajar dihentikan"
    assert "Alasannya: penerima menjawab 410" in body
    assert "Belum terkirim ke sana: 3 peristiwa." in body


@pytest.mark.usefixtures("staff")
def test_the_end_of_the_schedule_is_written_once(session, organisation, endpoint, at):
    first, second = make_deliveries(session, organisation, at, 2)
    moment = at
    for delivery in (first, second):
        while delivery.status == DeliveryStatus.PENDING:
            moment = max(moment, delivery.next_attempt_at)
            attempt(session, delivery, DOWN, moment)

    written = letters(session, KIND)

    assert endpoint.disabled_reason == DisabledReason.FAILING
    assert [to for to, *_ in written] == ["owner@example.org", "developer@example.org"]
    assert "ten times over three days" in written[1][2]
    assert "sepuluh kali selama tiga hari" in written[0][2]


@pytest.mark.usefixtures("staff")
def test_enabled_and_disabled_again_it_is_written_again(session, endpoint, at):
    disable_by_system(session, endpoint, DisabledReason.GONE, at=at)
    disable_by_system(session, endpoint, DisabledReason.FAILING, at=at)
    assert len(letters(session, KIND)) == 2

    endpoint.disabled_at = endpoint.disabled_reason = None
    disable_by_system(session, endpoint, DisabledReason.FAILING, at=at)

    assert len(letters(session, KIND)) == 4
    assert "0 events" in letters(session, KIND)[-1][2]


@pytest.mark.usefixtures("staff")
def test_the_letter_leads_to_the_endpoints_page(
    session, organisation, endpoint, at, app
):
    disable_by_system(session, endpoint, DisabledReason.PAUSED, at=at)

    link = link_in(letters(session, KIND)[0][2].partition("hooks")[2])

    assert link == f"/partner/belajar/webhooks/{endpoint.id}"
    _, given = app.url_map.bind("localhost").match(link)
    assert given == {"code": "belajar", "endpoint_id": endpoint.id}


@pytest.mark.usefixtures("staff")
def test_a_refusal_of_the_owner_is_not_written_about(session, endpoint, at):
    """She disabled it herself."""
    endpoint.disabled_at, endpoint.disabled_reason = at, DisabledReason.OWNER

    disable_by_system(session, endpoint, DisabledReason.GONE, at=at)

    assert letters(session, KIND) == []


def test_an_organisation_without_people_is_stopped_all_the_same(session, endpoint, at):
    disable_by_system(session, endpoint, DisabledReason.GONE, at=at)

    assert endpoint.disabled_at == at
    assert letters(session, KIND) == []


def test_what_was_not_delivered_is_counted_to_a_bound(
    session, organisation, endpoint, at, monkeypatch
):
    assert MOST_COUNTED == 1_000
    monkeypatch.setattr("partners.webhooks.services.disable.MOST_COUNTED", 2)
    make_seat(session, organisation, account_id=make_account(session, locale="en").id)
    make_deliveries(session, organisation, at, 3)

    disable_by_system(session, endpoint, DisabledReason.GONE, at=at)

    assert "more than 1,000 events" in letters(session, KIND)[0][2]


def test_long_pauses_end_in_batches(session, organisation, at):
    for _ in range(PAUSES + 1):
        make_endpoint(session, organisation, paused_at=at - timedelta(days=31))

    ended = [end_long_pauses(session, at=at) for _ in range(3)]

    assert ended == [PAUSES, 1, 0]

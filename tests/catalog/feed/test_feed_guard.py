"""An empty or sharply smaller set waits for a person (feature 35)."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from catalog.courses.models import Course, CourseStatus, Offering
from catalog.feed.errors import HoldIsOver
from catalog.feed.models import CatalogFeed, CatalogHold, CatalogMark
from catalog.feed.rules import Guard
from catalog.feed.services.check import (
    FIRST,
    drift_of_chunk,
    false_checksums,
    mark_courses,
)
from catalog.feed.services.decide import reject_hold, release_hold
from core.audit.models import AuditEntry
from core.events import StoredEvent
from tests import factories
from tests.catalog.feed.stand import lines

GUARD = Guard(share_bps=1_000, least=3)
SHOP = 20


@pytest.fixture
def shop(stand, at):
    """Twenty published courses."""
    stand.courses = [stand.course() for _ in range(SHOP)]
    stand.relay(at, GUARD)
    return stand


def withdraw(stand, many, at):
    for _, offering in stand.courses[:many]:
        offering.withdrawn_at = at
    stand.relay(at, GUARD)


def hold_of(stand):
    return stand.session.scalars(
        select(CatalogHold).execution_options(populate_existing=True)
    ).one()


def published(client, stand):
    manifest, items = lines(client.get("/v1/catalog/snapshot", headers=stand.headers))
    assert manifest["items"] == len(items)
    return {item["course"]["id"] for item in items}


def test_35_a_small_loss_is_published_without_asking(client, shop, at):
    withdraw(shop, 2, at)

    assert len(published(client, shop)) == SHOP - 2
    assert shop.session.scalar(select(func.count()).select_from(CatalogHold)) == 0


def test_35_a_sharp_loss_is_held_and_the_last_good_set_served(client, shop, at):
    withdraw(shop, 3, at)

    assert len(published(client, shop)) == SHOP
    hold = hold_of(shop)
    assert (hold.state, hold.reason, hold.removals) == ("open", "shrunk", 3)
    assert hold.items_before == SHOP
    told = shop.session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "catalog.removals_held")
    ).one()
    assert (told.audience, told.data["removals"]) == ([], 3)


def test_35_a_loss_in_small_steps_is_held_once_it_is_sharp(client, shop, at):
    for many in (1, 2, 3, 4):
        withdraw(shop, many, at + timedelta(minutes=many))

    assert len(published(client, shop)) == SHOP - 2
    assert hold_of(shop).removals == 2


def test_35_an_empty_set_is_held_however_small_it_was(client, stand, at):
    _, offering = stand.course()
    stand.relay(at)
    offering.withdrawn_at = at
    stand.relay(at)

    assert len(published(client, stand)) == 1
    assert hold_of(stand).reason == "emptied"


def test_35_what_is_not_a_removal_goes_on_while_a_hold_is_open(client, shop, at):
    withdraw(shop, 5, at)
    shop.courses[10][1].price = 5_000
    added, _ = shop.course()
    shop.relay(at, GUARD)

    changes = client.get(
        f"/v1/catalog/changes?after={SHOP}", headers=shop.headers
    ).json["changes"]

    assert {each["course_id"] for each in changes} == {
        str(added.id),
        str(shop.courses[10][0].id),
    }


def test_35_one_person_releases_and_the_set_becomes_smaller(client, shop, at):
    withdraw(shop, 5, at)
    person = factories.make_account(shop.session)

    release_hold(
        shop.session,
        hold_of(shop).id,
        note="The institution closed.",
        by=person.id,
        guard=GUARD,
        at=at,
    )

    assert len(published(client, shop)) == SHOP - 5
    hold = hold_of(shop)
    assert (hold.state, hold.decided_by) == ("released", person.id)
    line = shop.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "catalog_hold.released")
    ).one()
    assert line.reason == "The institution closed."
    # What she allowed does not count as a loss again.
    withdraw(shop, 6, at)
    assert len(published(client, shop)) == SHOP - 6
    with pytest.raises(HoldIsOver):
        reject_hold(shop.session, hold.id, note="-", by=person.id, at=at)


def test_35_a_rejected_removal_keeps_the_courses_until_the_next_check(client, shop, at):
    withdraw(shop, 5, at)
    person = factories.make_account(shop.session)

    reject_hold(shop.session, hold_of(shop).id, note="A mistake.", by=person.id, at=at)

    shop.relay(at, GUARD)
    assert len(published(client, shop)) == SHOP
    drift = drift_of_chunk(shop.session, after=FIRST, at=at)
    assert drift.found == Counter(left_over=5)
    mark_courses(shop.session, drift.courses)
    shop.relay(at, GUARD)
    assert len(published(client, shop)) == SHOP
    states = shop.session.scalars(
        select(CatalogHold.state).order_by(CatalogHold.id)
    ).all()
    assert states == ["rejected", "open"]


def test_35_courses_that_come_back_end_the_hold_by_themselves(client, shop, at):
    withdraw(shop, 4, at)
    for _, offering in shop.courses[:4]:
        offering.withdrawn_at = None
    shop.relay(at, GUARD)

    assert hold_of(shop).state == "recovered"
    assert len(published(client, shop)) == SHOP


def test_35_the_loss_of_a_whole_institution_is_held_across_passes(client, shop, at):
    shop.session.execute(
        update(Course)
        .where(Course.provider_id == shop.provider.id)
        .values(status=CourseStatus.SUSPENDED)
    )
    from catalog.feed.services.relay import relay_changes

    while relay_changes(shop.session, guard=GUARD, at=at, batch=7):
        pass

    assert len(published(client, shop)) == SHOP
    assert hold_of(shop).removals == SHOP


def test_the_drift_report_finds_what_went_past_the_feed_and_mends_it(client, shop, at):
    shop.session.execute(text("ALTER TABLE offerings DISABLE TRIGGER USER"))
    shop.courses[0][1].price = 1_000
    shop.courses[1][1].withdrawn_at = at
    factories.make_offering(
        shop.session, factories.make_course(shop.session, shop.provider), shop.platform
    )
    shop.session.flush()
    shop.session.execute(text("ALTER TABLE offerings ENABLE TRIGGER USER"))
    shop.relay(at, GUARD)

    drift = drift_of_chunk(shop.session, after=FIRST, at=at)

    assert drift.found == Counter(changed_or_missing=2, left_over=1)
    mark_courses(shop.session, drift.courses)
    shop.relay(at, GUARD)
    assert drift_of_chunk(shop.session, after=FIRST, at=at).found == Counter()
    assert len(published(client, shop)) == SHOP


def test_the_drift_report_sees_a_checksum_that_is_not_the_sets(shop):
    assert false_checksums(shop.session) == []

    shop.session.execute(update(CatalogFeed).values(items=CatalogFeed.items + 1))

    assert false_checksums(shop.session) == [shop.platform.id]


def test_what_waits_for_the_relay_is_no_drift(shop, at):
    shop.session.execute(update(Offering).values(price=1))

    assert shop.session.scalar(select(func.count()).select_from(CatalogMark)) == SHOP
    assert drift_of_chunk(shop.session, after=FIRST, at=at).found == Counter()

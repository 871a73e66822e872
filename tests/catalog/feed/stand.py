"""A platform with courses, a client of it, and the relay by hand."""

import json
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.feed.models import CatalogMark
from catalog.feed.rules import Guard, canonical, digest_of, with_change
from catalog.feed.services.relay import relay_changes
from partners.organisations import Kind, Organisation
from tests import factories

DEFAULT = Guard()


@dataclass
class Stand:
    """What the tests of the feed stand on."""

    session: Session
    provider: Organisation
    platform: Organisation
    headers: dict[str, str]

    def course(self, **changes):
        """A course that the platform sells."""
        course = factories.make_course(self.session, self.provider, **changes)
        offering = factories.make_offering(self.session, course, self.platform)
        return course, offering

    def relay(self, at, guard=DEFAULT):
        """Publish until no mark is left."""
        self.session.flush()
        while relay_changes(self.session, guard=guard, at=at):
            pass


def make_stand(session) -> Stand:
    platform = factories.make_organisation(session, Kind.DIGITAL_PLATFORM)
    provider = factories.make_organisation(session)
    client = factories.make_client(session, platform, ["catalog:read"])
    bearer = factories.make_token(session, client)
    session.flush()
    session.execute(delete(CatalogMark))
    return Stand(session, provider, platform, {"Authorization": f"Bearer {bearer}"})


def lines(response):
    """The manifest and the items of a snapshot."""
    manifest, *items = [json.loads(line) for line in response.data.splitlines()]
    return manifest["manifest"], items


def sum_of(courses) -> str:
    """The checksum of a set of these documents, as a consumer computes it."""
    total = bytes(32)
    for course in courses:
        total = with_change(total, come=digest_of(canonical(course)))
    return total.hex()

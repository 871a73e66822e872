"""The whole seed, step by step. Running it again adds what is missing, no more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from catalog.regions import read_regions
from catalog.regions.services.load import load_regions
from catalog.taxonomies.reading import read_taxonomies
from catalog.taxonomies.services.load import load_taxonomies
from core import context
from core.settings import Settings
from core.unit_of_work import unit_of_work
from marketplace.seed import demo
from marketplace.seed.access import seed_access_review
from marketplace.seed.applications import seed_applications
from marketplace.seed.catalogue import seed_courses, seed_offerings
from marketplace.seed.clients import seed_clients
from marketplace.seed.curation import seed_curation
from marketplace.seed.drafts import seed_drafts
from marketplace.seed.monitoring import seed_monitoring
from marketplace.seed.organisations import seed_organisations
from marketplace.seed.participants import ids_of, seed_participants
from marketplace.seed.people import Person, invent_people
from marketplace.seed.programme import (
    seed_decided_batch,
    seed_open_batch,
    seed_schemes,
)
from marketplace.seed.proposals import seed_proposals
from marketplace.seed.reviews import seed_reviews
from marketplace.seed.schedules import seed_schedules
from marketplace.seed.staff import seed_staff
from marketplace.seed.standing import seed_past
from partners.accounts.passwords import hash_password

PEOPLE = 2_000
SEED = 2_026

# Of five people four have a training balance; the others may join the open batch.
AWARDED_SHARE = (4, 5)

Say = Callable[[str], None]


class NotInProduction(SystemExit):
    """A demo's published passwords have no place beside real people."""

    def __init__(self) -> None:
        super().__init__("The seed makes up people and secrets: not in production.")


@dataclass(frozen=True)
class Seeded:
    """Who was invented: those with a training balance, and those without."""

    awarded: Sequence[Person]
    waiting: Sequence[Person]


def seed(settings: Settings, *, at: datetime, say: Say, count: int = PEOPLE) -> Seeded:
    """Fill a migrated database; raises NotInProduction in production mode.

    Partners, courses and regions are real. People, schedules, seats, offerings and the
    demo's clients are made up. Each step is a transaction of its own, and is reported
    through `say`.
    """
    if settings.is_production:
        raise NotInProduction
    with context.acting_as("command:seed"):
        _seed_partners_and_courses(settings.zone, at=at, say=say)
        return _seed_people(settings.zone, count, at=at, say=say)


def _seed_partners_and_courses(zone: ZoneInfo, *, at: datetime, say: Say) -> None:
    with unit_of_work("seed.regions") as session:
        regions = load_regions(session, read_regions())
    say(
        f"Regions: {regions.provinces} provinces, {regions.regencies} regencies and"
        f" {regions.districts} districts are new."
    )
    with unit_of_work("seed.taxonomies") as session:
        concepts = load_taxonomies(session, read_taxonomies(), at=at)
    say(f"Occupations, skills and units of competence: {concepts.stored} are new.")
    with unit_of_work("seed.organisations") as session:
        organisations = seed_organisations(session, at=at)
    say(f"Partners: {organisations} are new.")
    with unit_of_work("seed.courses") as session:
        courses = seed_courses(session, at=at)
    say(
        f"Courses: {courses.created} created, {courses.changed} changed,"
        f" {courses.unchanged} unchanged, {courses.held} held for a person's look,"
        f" {courses.rejected} rejected."
    )
    with unit_of_work("seed.offerings") as session:
        drafts = seed_drafts(session, at=at)
        offerings = seed_offerings(session, at=at)
        schedules = seed_schedules(session, at=at, zone=zone)
        clients = seed_clients(session, at=at)
        staff = seed_staff(session, at=at)
        applications = seed_applications(session, at=at, zone=zone)
        past = seed_past(session, at=at, zone=zone)
        reviews = seed_access_review(session, at=at)
        proposals = seed_proposals(session, at=at)
        judged = seed_curation(session, at=at, zone=zone)
        visits = seed_monitoring(session, at=at, zone=zone)
    say(
        f"Made up: {offerings} offerings, {schedules} schedules, {clients} clients,"
        f" {staff} members of staff, {applications} applications of organisations,"
        f" {past} entries about an invented one, {reviews} access reviews,"
        f" {proposals} proposals of an institution, {judged} courses that are being"
        f" judged, {drafts} that are being written and {visits} visits of monitors are"
        " new."
    )


def _seed_people(zone: ZoneInfo, count: int, *, at: datetime, say: Say) -> Seeded:
    people = invent_people(count, SEED)
    with unit_of_work("seed.participants") as session:
        newcomers = seed_participants(
            session, people, password_hash=hash_password(demo.PASSWORD), at=at
        )
        seed_schemes(session, at=at)
    say(f"Made up: {newcomers} people are new.")
    part, whole = AWARDED_SHARE
    first_waiting = count * part // whole
    with unit_of_work("seed.applicants") as session:
        applicants = ids_of(session, people[:first_waiting])
        reviews = seed_reviews(session, applicants, at=at)
    say(f"Made up: {reviews} reviews of an invented course are new.")
    decided = seed_decided_batch(applicants, at=at, zone=zone)
    waiting = seed_open_batch(at=at)
    say(
        f"Batch {decided.number} is {decided.status}, batch {waiting.number} is"
        f" {waiting.status}."
    )
    return Seeded(awarded=people[:first_waiting], waiting=people[first_waiting:])

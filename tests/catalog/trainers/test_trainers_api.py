"""Institutions keep their trainers, and courses and runs name them."""

import json
import re
from datetime import date

import pytest
from sqlalchemy import select, text

from catalog.trainers import Trainer
from catalog.trainers.services.expire import tell_expired
from core.audit import AuditEntry
from core.clock import now
from tests.catalog.authoring.drafting import whole
from tests.catalog.schedules.planning import codes, evenings, slug_of
from tests.catalog.trainers.registry import Registrar
from tests.factories import make_category, make_schedule, make_trainer

TODAY = date(2026, 11, 24)


@pytest.fixture
def registrar(client, session):
    return Registrar(client, session)


def events(session, topic):
    found = session.execute(
        text("SELECT data FROM events WHERE topic = :topic ORDER BY id"),
        {"topic": topic},
    )
    return [row.data for row in found]


def test_pd_03_a_trainer_is_masked_in_lists_and_read_in_clear_on_the_record(
    registrar, session
):
    made = registrar.register().json
    (listed,) = registrar.listed()
    read = registrar.read(made["id"])

    assert listed == made
    assert (made["is_masked"], made["name"]) == (True, "A•• L••••••")
    assert made["email"] == "a••@dapur.example"
    assert made["phone"] == "••••••••••7890"
    assert made["certificates"][0]["number"] == "•••••••••••0001"
    assert made["certificates"][0]["is_good"] is True
    assert (read.json["is_masked"], read.json["name"]) == (False, "Ani Lestari")
    assert read.json["email"] == "ani@dapur.example"
    assert read.json["certificates"][0]["number"] == "74909 2411 0001"
    assert read.headers["ETag"] == '"1"'
    acts = session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_type == "trainer")
    ).all()
    assert sorted(acts) == ["trainer.read", "trainer.registered"]
    stored = session.get_one(Trainer, made["id"])
    assert b"Ani" not in stored.name_sealed


def test_an_address_is_registered_once_in_an_institution(registrar, client, session):
    first = registrar.register().json

    again = registrar.register(name="Somebody Else", email="ani@dapur.example")
    other = Registrar(client, session)

    assert (again.status_code, slug_of(again)) == (409, "trainer-registered")
    assert again.json["trainer_id"] == first["id"]
    assert len(registrar.listed()) == 1
    assert other.register().status_code == 201
    assert slug_of(other.read(first["id"])) == "trainer-not-found"


def test_two_people_change_a_trainer_and_the_second_is_told(registrar):
    made = registrar.register().json
    certificate = {"number": "9001", "issuer": "LSP Roti", "valid_until": "2027-01-01"}

    first = registrar.change_trainer(
        made["id"], 1, phone=None, certificates=[certificate, certificate]
    )
    second = registrar.change_trainer(made["id"], 1, name="Budi")

    assert (first.status_code, first.json["version"]) == (200, 2)
    assert first.json["phone"] is None
    assert [each["issuer"] for each in first.json["certificates"]] == ["LSP Roti"] * 2
    assert (second.status_code, slug_of(second)) == (412, "trainer-changed")
    assert registrar.read(made["id"]).json["name"] == "Ani Lestari"


def test_a_run_has_enough_trainers_for_its_seats(registrar):
    one = registrar.trainers(1)
    short = registrar.try_plan(capacity=60, trainers=one)
    planned = registrar.plan(capacity=50, trainers=one)
    raised = registrar.change(planned["id"], 1, capacity=51)
    lowered = registrar.change(planned["id"], 1, capacity=20)

    assert (short.status_code, slug_of(short)) == (409, "too-few-trainers")
    assert {
        name: short.json[name]
        for name in ("capacity", "needed", "named", "seats_per_trainer", "most")
    } == {"capacity": 60, "needed": 2, "named": 1, "seats_per_trainer": 50, "most": 50}
    assert slug_of(raised) == "too-few-trainers"
    assert lowered.json["capacity"] == 20
    assert lowered.json["trainers"] == one


def test_29_a_class_has_assistants_whose_time_it_takes(registrar, session):
    lead, other = registrar.trainers(2)
    helper = str(make_trainer(session, registrar.institution, good_until=None).id)
    planned = registrar.plan(trainers=[lead], assistants=[helper], capacity=20)
    busy = registrar.try_plan(trainers=[other], assistants=[helper], capacity=20)
    twice = registrar.change(planned["id"], 1, assistants=[lead])
    leads = registrar.change(planned["id"], 1, trainers=[helper], assistants=[])
    fine = registrar.findings()
    registrar.end(helper)
    ended = registrar.findings()
    gone = registrar.change(planned["id"], 1, assistants=[])

    assert (planned["trainers"], planned["assistants"]) == ([lead], [helper])
    assert slug_of(busy) == "trainer-busy"
    assert codes(twice) == {("/assistants/0", "leads-already")}
    assert codes(leads) == {("/trainers/0", "certificate-expired")}
    assert (fine, ended) == (set(), {(helper, planned["id"], "ended")})
    assert (gone.status_code, gone.json["assistants"]) == (200, [])


def test_66_only_the_institutions_own_certified_trainers_teach_a_run(
    registrar, client, session
):
    mine = registrar.institution
    ended = str(make_trainer(session, mine).id)
    registrar.end(ended)
    foreign = Registrar(client, session).trainers(1)[0]
    over = str(make_trainer(session, mine, good_until=TODAY).id)
    named = sorted([ended, foreign, over])

    refused = registrar.try_plan(trainers=named)

    assert codes(refused) == {
        (f"/trainers/{named.index(ended)}", "ended"),
        (f"/trainers/{named.index(foreign)}", "unknown"),
        (f"/trainers/{named.index(over)}", "certificate-expired"),
    }


def test_29_nobody_teaches_two_classes_at_once(registrar):
    one, other = registrar.trainers(2)
    first = registrar.plan(trainers=[one], capacity=20)
    clash = registrar.try_plan(trainers=[one], capacity=20)
    later = registrar.plan(trainers=[one], sessions=evenings(20))
    moved = registrar.change(later["id"], 1, sessions=evenings(11))
    kept = registrar.change(first["id"], 1, link="https://kelas.example.org/lain")
    registrar.change(first["id"], 2, trainers=[other])
    free = registrar.try_plan(trainers=[one], capacity=20)

    assert (clash.status_code, slug_of(clash)) == (409, "trainer-busy")
    assert clash.json["trainer_id"] == one
    assert clash.json["schedule_id"] == first["id"]
    assert slug_of(moved) == "trainer-busy"
    assert (kept.status_code, kept.json["trainers"]) == (200, [one])
    assert free.status_code == 201


def test_a_run_that_is_called_off_takes_nobodys_time(registrar):
    one = registrar.trainers(1)
    first = registrar.plan(trainers=one)

    registrar.cancel(first["id"])

    assert registrar.try_plan(trainers=one).status_code == 201


def test_who_ends_is_found_where_she_is_named_and_the_institution_is_told(
    registrar, session
):
    made = registrar.register().json["id"]
    run = registrar.plan(trainers=[made])
    registrar.course.trainers = [made]
    session.flush()
    assert registrar.findings() == set()

    ended = registrar.end(made)
    registrar.end(made)
    found = registrar.findings()
    registrar.take_back(made)

    assert (ended.json["state"], ended.json["end_reason"]) == ("ended", "She moved.")
    assert found == {(made, None, "ended"), (made, run["id"], "ended")}
    assert events(session, "trainer.ended") == [
        {"trainer_id": made, "courses": 1, "schedules": 1}
    ]
    assert registrar.findings() == set()
    assert registrar.listed("?state=ended") == []


def test_a_certificate_that_is_over_is_told_once(registrar, session):
    twice = make_trainer(session, registrar.institution)
    once = make_trainer(session, registrar.institution, good_until=date(2026, 11, 23))
    registrar.change_trainer(
        str(twice.id),
        1,
        certificates=[
            {"number": "9001", "issuer": "LSP", "valid_until": "2026-11-23"},
            {"number": "9002", "issuer": "LSP", "valid_until": "2026-11-24"},
        ],
    )
    registrar.course.trainers = [str(once.id)]
    session.flush()

    told = [tell_expired(session, today=TODAY, at=now()) for _ in range(2)]

    assert told == [2, 0]
    heard = {
        each["trainer_id"]: (each["qualified"], each["courses"])
        for each in events(session, "trainer.certificate_expired")
    }
    assert heard == {str(twice.id): (True, 0), str(once.id): (False, 1)}
    assert (str(once.id), None, "certificate-expired") in registrar.findings()


def test_a_draft_names_trainers_who_may_teach(registrar, session):
    make_category(session, code="makanan-dan-minuman")
    over = make_trainer(session, registrar.institution, good_until=None)
    other = make_trainer(
        session,
        registrar.institution,
        skills=("http://data.europa.eu/esco/skill/sewing",),
    )
    nobody = "01890000-0000-7000-8000-000000000000"

    draft = registrar.begin(whole(trainers=[str(over.id), nobody, str(other.id)]))

    assert [(each["place"], each["code"]) for each in draft["check"]["missing"]] == [
        ("/trainers/0", "certificate-expired"),
        ("/trainers/1", "unknown"),
    ]
    assert [(each["place"], each["code"]) for each in draft["check"]["warnings"]] == [
        ("/trainers/2", "teaches-other")
    ]


def test_everybody_reads_the_names_that_the_institution_publishes(
    registrar, client, session
):
    hidden, shown, ended = (
        registrar.register(email=f"{name}@dapur.example", public_name=public).json["id"]
        for name, public in [("a", None), ("b", "Ani L."), ("c", "Citra")]
    )
    registrar.end(ended)
    course = registrar.course
    course.trainers = [hidden, shown, ended]
    make_schedule(session, course)
    session.flush()

    page = client.get(f"/courses/{course.code}?lang=en")
    block = re.search(r'ld\+json">(.*?)</script>', page.text, re.S)

    assert "Ani L." in page.text
    assert "Citra" not in page.text
    assert "Lestari" not in page.text
    (instance,) = json.loads(block[1])["hasCourseInstance"]
    assert instance["instructor"] == [{"@type": "Person", "name": "Ani L."}]

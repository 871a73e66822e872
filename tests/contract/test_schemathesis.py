"""Generated requests against the application as it is served (SC-01).

Schemathesis runs as a process of its own, with a token that may do everything and the
ids of things that exist, so that many of its calls succeed.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from core.ledger.proof import prove
from core.unit_of_work import snapshot, unit_of_work
from tests.contract.world import World, make_world
from tests.serving import ROOT, WebServer, serving

pytestmark = [pytest.mark.race, pytest.mark.slow]

SOAK = os.environ.get("SOAK") == "1"
# What a well-formed request may be answered: a rule may still refuse it (403, 404,
# 409), and so may a limit (429); whoever says what he has may hear that nothing is new
# (304).
ACCEPTED = ["2xx", "304", "403", "404", "409", "429"]
# And one without a header that is required; 428 is If-Match's (RFC 6585, section 3).
WITHOUT_A_HEADER = ["400", "401", "403", "406", "415", "422", "428"]

# Operations with rules on a value that no JSON Schema can say.
CHECKED_BEYOND_SHAPE = {
    "postClientScopes": "a scope that exists",
    "postClients": "scopes that exist, addresses that can be ones",
    "putPartnerAccount": "no control characters",
    "postSanctions": "a day that can be an end",
    "postReplyAnswer": "a day that can be an end",
    "postSanctionChanges": "a day that can be an end",
    "postTrainers": "an address that can be one, skills that exist",
    "patchOneTrainer": "the current version, an address that can be one",
    "getAvailability": "at least one course",
    "getContents": "the same",
    "getCourseFacets": "days of this millennium",
    "getCourses": "days of this millennium",
    "getDenials": "an e-mail is one",
    "postCourseLists": "a file that is a list",
    "patchOwnDrafts": "the current version, addresses over https",
    "patchOwnSchedule": "the current version, addresses over https",
    "postOwnCourses": "addresses over https",
    "postOwnSchedules": "as many sessions as the course has, in the time to come",
    "putOwnSubmissions": "the current version of a draft that is complete",
    "postSwitchClosures": "a scheme for the programme alone, which exists",
    "postConflictWaivers": "two organisations, or a person and one",
    "postNewPartners": "a name that can be one",
    "postRegisterTies": "what belongs to the relation",
    "postReplays": "a type that exists, one way to say which events",
    "putStaffIdentity": "a name and a birth date, or an identity number",
    "patchOneEndpoint": "an address on the open internet, topics that exist",
    "patchOwnApplication": "answers to the fields of the kind, the current version",
    "postFiles": "a file of a kind that is taken, for evidence that is asked for",
    "putFindings": "a note unless the criterion is met",
    "postTies": "what belongs to the relation, and a number that can be one",
    "postEndpoints": "the same",
    "postRegistrations": "numbers that agree, a password that is hard to guess",
    "postResults": "only practice tasks are numbered",
    "postVerifications": "an address that the client registered",
}

# With ids that lists show, these end the client, the consent or the seat under which
# all other requests are made. They are called in a run of their own, in which a request
# may find the caller gone (401). And one closes what all others need.
ENDS_THE_CALLER = (
    "deleteLinkedAccount",
    "deleteOneClientScope",
    "deleteOneStaffSeat",
    "patchOneClient",
    "patchOneStaffSeat",
    "postClientDisabling",
    "postClientSuspension",
    "postSwitchClosures",
)


def configuration(world: World, accepted: list[str]) -> dict[str, Any]:
    """Schemathesis's configuration: real ids, mostly; everything that it can check."""
    ids = world.ids | {"offering_id": world.ids["wanted_offering_id"]}
    places = {f"path.{name}": value for name, value in ids.items()} | {
        "body.offering_id": ids["wanted_offering_id"],
        "body.schedule_id": ids["wanted_schedule_id"],
        "body.price.amount": 350_000,
        "body.code": world.secrets["redeem_code"],
        "body.state": world.secrets["state"],
        "body.batch_id": ids["batch_id"],
        "body.course_id": ids["done_course_id"],
    }
    return {
        "dictionaries": {
            name.replace(".", "_"): {"values": [value]}
            for name, value in places.items()
        },
        "parameters": {
            name: {"dictionary": name.replace(".", "_"), "probability": 0.8}
            for name in places
        },
        "generation": {"allow-x00": False},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": accepted},
            "missing_required_header": {"expected-statuses": WITHOUT_A_HEADER},
        },
        "operations": [
            {
                "include-operation-id": sorted(CHECKED_BEYOND_SHAPE),
                "checks": {
                    "positive_data_acceptance": {
                        "expected-statuses": [*accepted, "412", "422"]
                    }
                },
            }
        ],
    }


def as_toml(value: Any) -> str:
    """A value as inline TOML; strings and lists of strings are written as in JSON."""
    if isinstance(value, dict):
        pairs = [
            f"{json.dumps(name)} = {as_toml(item)}" for name, item in value.items()
        ]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(value)


def run_schemathesis(
    server: WebServer,
    world: World,
    folder: Path,
    *options: str,
    phases: str = "examples,coverage,fuzzing,stateful",
    accepted: list[str] = ACCEPTED,
) -> str:
    """What schemathesis printed; fails when it found something."""
    config = folder / "schemathesis.toml"
    settings = configuration(world, accepted)
    config.write_text(
        "".join(f"{name} = {as_toml(value)}\n" for name, value in settings.items())
    )
    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", config, "run"),
            *("-H", f"Authorization: Bearer {world.operator.person_bearer}"),
            *("--checks", "all", "--phases", phases),
            *("--max-examples", "300" if SOAK else "5", "--continue-on-failure"),
            # One worker: Python 3.11's compiler, which Hypothesis calls, counts wrongly
            # when threads meet in it, and the run ends with a SystemError.
            *("--workers", "1", "--suppress-health-check", "all", "--no-color"),
            *("--generation-database", "none", "--seed", "20260302"),
            *("--warnings", "off", "--request-timeout", "30"),
            *options,
            f"{server.url}/openapi.json",
        ],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": "tests.contract.hooks"},
        capture_output=True,
        text=True,
        timeout=7200 if SOAK else 600,
        check=False,
    )
    (folder / "schemathesis.log").write_text(run.stdout + run.stderr)
    assert run.returncode == 0, (run.stdout + run.stderr)[-20_000:]
    return run.stdout


def test_generated_requests_find_no_breach_of_the_contract(
    committed: Engine, tmp_path: Path
):
    """SC-01: no server error, no undocumented status, type or shape of an answer."""
    with unit_of_work("test") as session:
        world = make_world(session, one_for_all=True)
    url = committed.url.render_as_string(hide_password=False)

    others = [f"--exclude-operation-id={name}" for name in ENDS_THE_CALLER]
    with serving(url) as server:
        printed = run_schemathesis(server, world, tmp_path, *others)

    assert "No issues found" in printed
    with snapshot("test") as session:
        assert prove(session).holds


def test_generated_requests_that_end_their_caller_find_no_breach_either(
    committed: Engine, tmp_path: Path
):
    """SC-01, for the operations that the run above leaves out."""
    with unit_of_work("test") as session:
        world = make_world(session, one_for_all=True)
    url = committed.url.render_as_string(hide_password=False)

    only = [f"--include-operation-id={name}" for name in ENDS_THE_CALLER]
    with serving(url) as server:
        printed = run_schemathesis(
            server,
            world,
            tmp_path,
            *only,
            phases="examples,coverage,fuzzing",
            accepted=[*ACCEPTED, "401", "412", "422"],
        )

    assert f"{len(ENDS_THE_CALLER)} selected" in printed
    with snapshot("test") as session:
        assert prove(session).holds

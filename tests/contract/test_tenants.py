"""Whoever asks for another's object hears what she hears of one that does not exist."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from core.ids import new_id
from partners.organisations import Kind
from tests import factories
from tests.contract.operations import Operation, example_of
from tests.contract.world import Caller, World, make_caller, make_world

# Path -> who may reach the object: its institution, its platform, any operator, or
# anyone whose token has the scope (the catalogue), or who holds the link.
INSTITUTION, PLATFORM, OPERATOR, ANYONE = "institution", "platform", "operator", None
# A person reaches it by her seat at the platform, or at the operator, whichever client
# she acts through.
STAFF, OPERATORS_STAFF = "staff", "operators_staff"
APPLICATION = "/v1/organisations/{organisation_id}/applications/{application_id}"
REVIEW = "/v1/partner-applications/{application_id}"
INVITATION = "/v1/organisations/{organisation_id}/staff-invitations/{invitation_id}"
OWN_COURSE = "/v1/provider/courses/{course_id}"
REPLY = "/v1/organisations/{organisation_id}/course-reviews/{course_review_id}/reply"
OWN_LIST = "/v1/provider/course-lists/{list_id}"
OWNERS = {
    "/v1/batches/{batch_id}": OPERATOR,
    "/v1/batches/{batch_id}/closing": OPERATOR,
    "/v1/batches/{batch_id}/decision": OPERATOR,
    "/v1/batches/{batch_id}/opening": OPERATOR,
    "/v1/batches/{batch_id}/selection": OPERATOR,
    "/v1/catalog/holds/{hold_id}/rejection": OPERATORS_STAFF,
    "/v1/catalog/holds/{hold_id}/release": OPERATORS_STAFF,
    "/v1/certificates/{public_id}": ANYONE,
    "/v1/certificates/{public_id}/credential": ANYONE,
    "/v1/certificates/{public_id}/pdf": ANYONE,
    "/v1/certificates/{public_id}/revocation": OPERATOR,
    "/v1/course-drafts/{course_id}/publication": OPERATOR,
    "/v1/courses/{course_id}": ANYONE,
    "/v1/courses/{course_id}/content": ANYONE,
    "/v1/course-reviews/{course_review_id}/decision": OPERATORS_STAFF,
    "/v1/course-review-replies/{course_review_id}/decision": OPERATORS_STAFF,
    "/v1/courses/{course_id}/quality": ANYONE,
    "/v1/courses/{course_id}/rating": ANYONE,
    "/v1/institutions/{institution_id}/quality": ANYONE,
    "/v1/courses/{course_id}/reviews": ANYONE,
    "/v1/me/shortlist/{course_id}": ANYONE,
    "/v1/organisations/{organisation_id}/course-reviews": STAFF,
    REPLY: STAFF,
    f"{REPLY}-objection": STAFF,
    "/v1/courses/{course_id}/schedules": ANYONE,
    "/v1/course-categories/{category}/price-cap": OPERATORS_STAFF,
    "/v1/curation-cases/{case_id}": OPERATORS_STAFF,
    "/v1/provider/trainers/{trainer_id}": INSTITUTION,
    "/v1/provider/trainers/{trainer_id}/ending": INSTITUTION,
    OWN_LIST: INSTITUTION,
    OWN_LIST + "/application": INSTITUTION,
    OWN_LIST + "/check": INSTITUTION,
    OWN_LIST + "/mapping": INSTITUTION,
    OWN_LIST + "/rejects": INSTITUTION,
    OWN_LIST + "/rows": INSTITUTION,
    OWN_COURSE + "/appeal": INSTITUTION,
    OWN_COURSE + "/assessment": INSTITUTION,
    OWN_COURSE + "/draft": INSTITUTION,
    OWN_COURSE + "/publication": INSTITUTION,
    OWN_COURSE + "/retirement": INSTITUTION,
    OWN_COURSE + "/revisions": INSTITUTION,
    OWN_COURSE + "/revisions/{number}": INSTITUTION,
    OWN_COURSE + "/revisions/{number}/differences": INSTITUTION,
    OWN_COURSE + "/offerings": INSTITUTION,
    OWN_COURSE + "/offerings/{offering_id}/notice": INSTITUTION,
    OWN_COURSE + "/proposals": INSTITUTION,
    OWN_COURSE + "/proposals/{proposal_id}/withdrawal": INSTITUTION,
    OWN_COURSE + "/schedules": INSTITUTION,
    OWN_COURSE + "/schedules/{schedule_id}": INSTITUTION,
    OWN_COURSE + "/schedules/{schedule_id}/cancellation": INSTITUTION,
    OWN_COURSE + "/submission": INSTITUTION,
    "/v1/events/{event_id}": PLATFORM,
    "/v1/disputes/{dispute_id}": OPERATOR,
    "/v1/disputes/{dispute_id}/closing": OPERATOR,
    "/v1/linked-accounts/{subject}": PLATFORM,
    "/v1/linked-accounts/{subject}/history": PLATFORM,
    "/v1/linked-accounts/{subject}/partner-account": PLATFORM,
    "/v1/clients/{client_id}/reinstatement": OPERATORS_STAFF,
    "/v1/clients/{client_id}/suspension": OPERATORS_STAFF,
    "/v1/orders/{order_id}": PLATFORM,
    "/v1/orders/{order_id}/void": PLATFORM,
    "/v1/organisations/{organisation_id}/applications": STAFF,
    "/v1/organisations/{organisation_id}/agreements": STAFF,
    "/v1/organisations/{organisation_id}/agreements/{agreement}/acceptance": STAFF,
    "/v1/organisations/{organisation_id}/agreements/{agreement}/receipt": STAFF,
    APPLICATION: STAFF,
    f"{APPLICATION}/appeal": STAFF,
    f"{APPLICATION}/files": STAFF,
    f"{APPLICATION}/files/{{file_id}}": STAFF,
    f"{APPLICATION}/submission": STAFF,
    f"{APPLICATION}/ties": STAFF,
    f"{APPLICATION}/ties/{{tie_id}}": STAFF,
    f"{APPLICATION}/withdrawal": STAFF,
    "/v1/organisations/{organisation_id}/reinstatement": OPERATOR,
    "/v1/organisations/{organisation_id}/balances": STAFF,
    "/v1/organisations/{organisation_id}/conflict-group": OPERATORS_STAFF,
    "/v1/organisations/{organisation_id}/sanctions": STAFF,
    "/v1/organisations/{organisation_id}/sanctions/{sanction_id}/reply": STAFF,
    "/v1/organisations/{organisation_id}/staff": STAFF,
    "/v1/organisations/{organisation_id}/staff/{seat_id}": STAFF,
    "/v1/organisations/{organisation_id}/staff-invitations": STAFF,
    INVITATION: STAFF,
    f"{INVITATION}/sending": STAFF,
    "/v1/organisations/{organisation_id}/suspension": OPERATOR,
    "/v1/organisations/{organisation_id}/tie-declarations": STAFF,
    "/v1/organisations/{organisation_id}/ties": STAFF,
    "/v1/organisations/{organisation_id}/ties/{tie_id}/disputes": STAFF,
    "/v1/switch-closures/{closure_id}/opening-decision": OPERATORS_STAFF,
    "/v1/switch-closures/{closure_id}/opening-proposal": OPERATORS_STAFF,
    "/v1/conflict-waivers/{waiver_id}/decision": OPERATORS_STAFF,
    "/v1/conflict-waivers/{waiver_id}/end": OPERATORS_STAFF,
    "/v1/review-assignments/{assignment_id}/end": OPERATORS_STAFF,
    "/v1/ties/{tie_id}/dispute-answer": OPERATORS_STAFF,
    "/v1/ties/{tie_id}/end": OPERATORS_STAFF,
    "/v1/participants/{participant_id}/disclosures": OPERATOR,
    "/v1/platform/offerings/{offering_id}/notice": PLATFORM,
    "/v1/platform/proposals/{proposal_id}": PLATFORM,
    "/v1/platform/proposals/{proposal_id}/acceptance": PLATFORM,
    "/v1/platform/proposals/{proposal_id}/refusal": PLATFORM,
    REVIEW: OPERATORS_STAFF,
    f"{REVIEW}/appeal-decision": OPERATORS_STAFF,
    f"{REVIEW}/changes-request": OPERATORS_STAFF,
    f"{REVIEW}/decision": OPERATORS_STAFF,
    f"{REVIEW}/files/{{file_id}}": OPERATORS_STAFF,
    f"{REVIEW}/findings/{{criterion}}": OPERATORS_STAFF,
    f"{REVIEW}/recommendation": OPERATORS_STAFF,
    "/v1/refund-requests/{refund_request_id}": OPERATORS_STAFF,
    "/v1/refund-requests/{refund_request_id}/decision": OPERATORS_STAFF,
    "/v1/sanctions/{sanction_id}": OPERATORS_STAFF,
    "/v1/security-alerts/{alert_id}/acknowledgement": OPERATORS_STAFF,
    "/v1/sanctions/{sanction_id}/answer": OPERATORS_STAFF,
    "/v1/sanctions/{sanction_id}/changes": OPERATORS_STAFF,
    "/v1/sanctions/{sanction_id}/changes/{change_id}/decision": OPERATORS_STAFF,
    "/v1/sanctions/{sanction_id}/consequences": OPERATORS_STAFF,
    "/v1/sanctions/{sanction_id}/decision": OPERATORS_STAFF,
    "/v1/sanctions/{sanction_id}/transfers": OPERATORS_STAFF,
    "/v1/schedules/{schedule_id}/roster": INSTITUTION,
    "/v1/schemes/{code}": OPERATOR,
    "/v1/scope-requests/{request_id}/decision": OPERATORS_STAFF,
    "/v1/verifications/{verification_id}": INSTITUTION,
    "/v1/vouchers/{voucher_id}": INSTITUTION,
    "/v1/vouchers/{voucher_id}/completion": INSTITUTION,
    "/v1/vouchers/{voucher_id}/results": INSTITUTION,
    "/v1/webhook-endpoints/{endpoint_id}": PLATFORM,
    "/v1/webhook-endpoints/{endpoint_id}/deliveries": PLATFORM,
    "/v1/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}": PLATFORM,
    "/v1/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}/replay": PLATFORM,
    "/v1/webhook-endpoints/{endpoint_id}/replays": PLATFORM,
    "/v1/webhook-endpoints/{endpoint_id}/replays/{replay_id}": PLATFORM,
    "/v1/webhook-endpoints/{endpoint_id}/rotate-secret": PLATFORM,
    "/v1/webhook-endpoints/{endpoint_id}/test": PLATFORM,
}
_CLIENTS = "/v1/organisations/{organisation_id}/clients"
OWNERS |= dict.fromkeys(
    [
        _CLIENTS,
        _CLIENTS + "/{client_id}",
        _CLIENTS + "/{client_id}/disabling",
        _CLIENTS + "/{client_id}/enabling",
        _CLIENTS + "/{client_id}/keys",
        _CLIENTS + "/{client_id}/scope-requests",
        _CLIENTS + "/{client_id}/scopes/{scope}",
        _CLIENTS + "/{client_id}/secrets",
        _CLIENTS + "/{client_id}/secrets/{secret_id}",
    ],
    STAFF,
)
_JUDGING = "/v1/organisations/{organisation_id}/course-assessments"
OWNERS |= dict.fromkeys(
    [
        _JUDGING,
        f"{_JUDGING}/{{task_id}}",
        f"{_JUDGING}/{{task_id}}/decline",
        f"{_JUDGING}/{{task_id}}/verdict",
    ],
    STAFF,
)
_VISITS = "/v1/organisations/{organisation_id}/visits"
_FINDINGS = "/v1/organisations/{organisation_id}/course-findings"
OWNERS |= dict.fromkeys(
    [
        _VISITS,
        f"{_VISITS}/{{visit_id}}",
        f"{_VISITS}/{{visit_id}}/acceptance",
        f"{_VISITS}/{{visit_id}}/decline",
        f"{_VISITS}/{{visit_id}}/draft",
        f"{_VISITS}/{{visit_id}}/draft/submission",
        f"{_VISITS}/{{visit_id}}/files",
        f"{_VISITS}/{{visit_id}}/files/{{visit_file_id}}",
        f"{_VISITS}/{{visit_id}}/report",
        _FINDINGS,
        f"{_FINDINGS}/{{finding_id}}",
        f"{_FINDINGS}/{{finding_id}}/answer",
        f"{_FINDINGS}/{{finding_id}}/appeal",
        f"{_FINDINGS}/{{finding_id}}/files",
        f"{_FINDINGS}/{{finding_id}}/files/{{finding_file_id}}",
    ],
    STAFF,
)
OWNERS |= dict.fromkeys(
    [
        "/v1/monitoring-plans/{plan_id}",
        "/v1/monitoring-plans/{plan_id}/frame",
        "/v1/course-findings/{finding_id}",
        "/v1/course-findings/{finding_id}/appeal-decision",
        "/v1/course-findings/{finding_id}/decision",
        "/v1/course-findings/{finding_id}/files/{finding_file_id}",
    ],
    OPERATORS_STAFF,
)
_ACCESS = "/v1/organisations/{organisation_id}/access-report"
OWNERS |= dict.fromkeys(
    [
        f"{_ACCESS}/people",
        f"{_ACCESS}/people.csv",
        f"{_ACCESS}/clients",
        f"{_ACCESS}/clients.csv",
    ],
    STAFF,
)
_REVIEWS = "/v1/organisations/{organisation_id}/access-reviews"
OWNERS |= dict.fromkeys(
    [
        _REVIEWS,
        f"{_REVIEWS}/{{review_id}}",
        f"{_REVIEWS}/{{review_id}}/seats",
        f"{_REVIEWS}/{{review_id}}/seats/{{seat_id}}/decision",
        f"{_REVIEWS}/{{review_id}}/completion",
        f"{_REVIEWS}/{{review_id}}/record",
        f"{_REVIEWS}/{{review_id}}/record.csv",
    ],
    STAFF,
)
OWNERS |= dict.fromkeys(
    [
        "/v1/access-reviews/{review_id}/record",
        "/v1/access-reviews/{review_id}/record.csv",
    ],
    OPERATORS_STAFF,
)
# The same operation is another thing at another path.
ID_AT = {
    REPLY: {"course_review_id": "own_course_review_id"},
    f"{REPLY}-objection": {"course_review_id": "hidden_reply_review_id"},
    f"{_VISITS}/{{visit_id}}/decline": {"visit_id": "declined_visit_id"},
    "/v1/course-drafts/{course_id}/publication": {"course_id": "draft_id"},
    "/v1/organisations/{organisation_id}/ties/{tie_id}/disputes": {
        "tie_id": "own_tie_id"
    },
    "/v1/switch-closures/{closure_id}/opening-decision": {
        "closure_id": "proposed_closure_id"
    },
    "/v1/ties/{tie_id}/dispute-answer": {"tie_id": "disputed_tie_id"},
    "/v1/ties/{tie_id}/end": {"tie_id": "over_tie_id"},
}


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


@pytest.fixture
def strangers(session: Session) -> list[Caller]:
    """Another organisation of each kind, with objects of its own, and another person
    who consented to it."""
    return make_world(session).callers


@pytest.fixture
def bystander(session: Session, world: World) -> Caller:
    """An organisation that does nothing in the programme yet."""
    return make_caller(session, world.account, Kind.MONITOR)


def ids_for(operation: Operation, world: World) -> dict[str, str]:
    aliases = ID_AT.get(operation.path, {})
    if OWNERS[operation.path] == STAFF:
        aliases = {**aliases, "organisation_id": "platform_id"}
    return {
        name: world.ids[aliases.get(name, name)] for name in operation.path_parameters
    }


def bearers(caller: Caller, *, reached_by_seat: bool) -> tuple[str, ...]:
    """The tokens that must find nothing: where the person has a seat, only the
    client's own."""
    own = (caller.bearer,)
    return own if reached_by_seat else (*own, caller.person_bearer)


def ask(http, operation: Operation, ids: dict[str, str], bearer: str) -> Answer:
    """The answer without its trace id; every request is a new one."""
    trace = "trace-of-the-test"
    response = http.open(
        operation.address(ids),
        method=operation.method,
        json=example_of(operation) if operation.body else None,
        headers={
            **factories.authorization(bearer, f"key-{new_id().hex}"),
            "X-Request-Id": trace,
        },
    )
    body = response.data
    for name, value in ids.items():
        body = body.replace(value.encode(), name.encode())
    return Answer(response.status_code, response.content_type, body)


def test_every_route_with_an_id_is_in_the_matrix(operations):
    """SC-02: a new route cannot be forgotten."""
    with_ids = {item.path for item in operations if item.path_parameters}

    assert with_ids == set(OWNERS)


def test_a_strangers_object_looks_like_none(client, operations, world, strangers):
    """SC-02: foreign and unknown ids give the same bytes to every kind of caller."""
    differing = []
    for operation in operations:
        owner = OWNERS.get(operation.path)
        if not operation.path_parameters or owner is ANYONE:
            continue
        foreign = ids_for(operation, world)
        unknown = {name: _unlike(value) for name, value in foreign.items()}
        for kind, caller in zip(
            (INSTITUTION, PLATFORM, OPERATOR), strangers, strict=True
        ):
            if kind == owner == OPERATOR:
                continue
            # Everybody in these worlds has a seat at an operator.
            seated = owner == OPERATORS_STAFF
            for bearer in bearers(caller, reached_by_seat=seated):
                seen = ask(client, operation, foreign, bearer)
                missing = ask(client, operation, unknown, bearer)
                if seen != missing or seen.status not in (403, 404, 422):
                    differing.append((str(operation), kind, seen, missing))

    assert differing == []


def test_owners_of_another_kind_see_none_either(client, operations, world, bystander):
    """SC-02: nor do the other organisations that know the same participant."""
    differing = []
    for operation in operations:
        owner = OWNERS.get(operation.path)
        if not operation.path_parameters or owner is ANYONE:
            continue
        foreign = ids_for(operation, world)
        unknown = {name: _unlike(value) for name, value in foreign.items()}
        others = [
            caller
            for kind, caller in zip(
                (INSTITUTION, PLATFORM, OPERATOR), world.callers, strict=True
            )
            if kind != owner
        ]
        seated = owner in (STAFF, OPERATORS_STAFF)
        for caller in [*others, bystander]:
            for bearer in bearers(caller, reached_by_seat=seated):
                seen = ask(client, operation, foreign, bearer)
                missing = ask(client, operation, unknown, bearer)
                if seen != missing:
                    differing.append((str(operation), seen, missing))

    assert differing == []


def test_owners_reach_their_own(client, operations, world):
    """The matrix has teeth: with the owner's token the same ids are found."""
    missed = []
    for operation in operations:
        owner = OWNERS.get(operation.path)
        if not operation.path_parameters or operation.method == "DELETE":
            continue
        seated = owner in (STAFF, OPERATORS_STAFF)
        caller = world.operator if seated else getattr(world, owner or INSTITUTION)
        personal = seated or operation.path.startswith("/v1/me/")
        bearer = caller.person_bearer if personal else caller.bearer
        answer = ask(client, operation, ids_for(operation, world), bearer)
        if answer.status in (401, 403, 404):
            missed.append((str(operation), answer))

    assert missed == []


def _unlike(value: str) -> str:
    """An id of the same form that nothing has."""
    if value.isdigit():
        return str(int(value) + 1_000)
    return str(new_id()) if value.count("-") == 4 else "x" * len(value)

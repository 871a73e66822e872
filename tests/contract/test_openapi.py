"""The published contract is complete, valid and true to the application."""

import json
import re
from collections import Counter
from pathlib import Path

import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from core.errors import REFUSALS
from openapi.api import undeclared_routes
from openapi.problems import PROBLEM_JSON, status_of
from tests import factories
from tests.contract.operations import example_of

PUBLISHED = Path(__file__).parents[2] / "openapi" / "openapi.json"

# What may be sent again without a key, and why nothing happens twice.
HARMLESS_TWICE = {
    "postCourseReviewReports": "A person reports a review once.",
    "postReplyReports": "A person reports a reply once.",
    "postReplyDecisions": "What was decided is not decided again.",
    "postReplyObjections": "An institution objects once.",
    "postCourseReviewDecision": "What was decided is not decided again.",
    "postOwnReviewObjection": "A writer objects once.",
    "putOwnReviews": "Sets values.",
    "putReviewReplies": "Sets values.",
    "postCourseLists": "Takes nothing; the same list applied twice changes nothing.",
    "deleteCourseListApplication": "What is stopped stays stopped.",
    "putCourseListApplication": "A list is applied once.",
    "putCourseListCheck": "Reads; a check that runs is not begun again.",
    "putCourseListMapping": "Sets values.",
    "postConflictChecks": "Reads.",
    "putCategoryPriceCap": "Sets the bound.",
    "putCourseTaskDecline": "A task is closed once.",
    "deleteShortlistedCourse": "What is off the list stays off.",
    "putShortlistedCourse": "A course is on the list once.",
    "putCourseFindingAppealDecision": "An appeal is decided once.",
    "putCourseFindingDecision": "A finding is decided once.",
    "postOwnFindingFiles": "The same file twice is there twice, ten at most.",
    "putOwnFindingAnswer": "A finding is answered once.",
    "putOwnFindingAppeal": "An institution appeals once.",
    "postVisitFiles": "The same file twice is there twice, twenty at most.",
    "putVisitAcceptance": "A visit is accepted once.",
    "putVisitDecline": "Who left a visit does not have it any more.",
    "putVisitReport": "A visit is reported once.",
    "putVisitDrafts": "A draft is changed at the version that was read, once.",
    "putVisitDraftSubmissions": "A visit is reported once.",
    "putCourseVerdict": "A task is answered once.",
    "putOwnCourseAppeal": "A rejection is appealed against once.",
    "postOwnTies": "Moves no money; a tie that is entered twice binds once.",
    "postReviewAssignmentEnd": "An assignment ends once.",
    "postReviewAssignments": "One live assignment a task.",
    "postStaffInterests": "Said twice, it is said once.",
    "postTieDeclarations": "The last one counts.",
    "postTieDisputeAnswer": "A dispute is answered once.",
    "postTieDisputes": "One open dispute a tie.",
    "postTieEnd": "A tie ends once.",
    "postOpeningDecision": "A proposal is decided once.",
    "postOpeningProposal": "One proposal a closure.",
    "postWaiverDecision": "A waiver is decided once.",
    "postWaiverEnd": "A waiver ends once.",
    "putStaffIdentity": "Sets values.",
    "postSecurityAlertAcknowledgement": "What was looked at stays so.",
    "deleteLinkedAccount": "What is ended stays ended.",
    "deleteOneEndpoint": "What is deleted stays deleted.",
    "deleteOneStaffInvitation": "What is taken back stays so.",
    "deleteOneStaffSeat": "A seat ends once.",
    "deleteOneReplay": "What is cancelled stays cancelled.",
    "patchOneEndpoint": "Sets values.",
    "patchOneStaffSeat": "Sets the roles.",
    "deleteOneFile": "What is taken back stays so.",
    "deleteOneTie": "What is taken back stays so.",
    "deleteOwnSubmissions": "What is taken back stays so.",
    "patchOwnDrafts": "If-Match lets each change in once.",
    "patchOwnSchedule": "If-Match lets each change in once.",
    "patchOneTrainer": "If-Match lets each change in once.",
    "putTrainerEnding": "She ends once.",
    "deleteTrainerEnding": "Who teaches again goes on teaching.",
    "putOwnPublications": "What is approved is published once.",
    "putOwnRetirements": "A course is retired once.",
    "putOwnOfferingNotice": "Of two notices the earlier instant holds.",
    "putOwnProposalWithdrawal": "A proposal ends once.",
    "putPlatformOfferingNotice": "Of two notices the earlier instant holds.",
    "putOwnScheduleCancellation": "What is called off stays so.",
    "putOwnSubmissions": "If-Match and the draft's state allow it once.",
    "patchOwnApplication": "If-Match lets each change in once.",
    "postAccessReviewCompletion": "A review is completed once.",
    "postAgreementAcceptance": "A version is accepted once.",
    "postAppeal": "One appeal an application.",
    "postAppealDecision": "The application's state allows it once.",
    "postBatches": "The number is unique.",
    "postChangesRequest": "The application's state allows it once.",
    "postFiles": "A second file can be taken back.",
    "deleteOneClientScope": "What is given up stays given up.",
    "deleteOneClientSecret": "What is revoked stays revoked.",
    "patchOneClient": "Sets values, and only those of the version that was read.",
    "postClientDisabling": "What is disabled stays disabled.",
    "postClientEnabling": "What is enabled stays enabled.",
    "postClientReinstatement": "What is enabled stays enabled.",
    "postClientScopes": "One open request a scope.",
    "postClientSecrets": "Two secrets at most; one too many can be revoked.",
    "postClientSuspension": "What is disabled stays disabled.",
    "postClients": "Moves no money; a second client can be disabled.",
    "postScopeDecisions": "A request is decided once.",
    "putClientKeys": "Sets values, and only those of the version that was read.",
    "postCallbacks": "Stored once by the event's id.",
    "postClosing": "The batch's state allows it once.",
    "postDisputeClosing": "The dispute's state allows it once.",
    "postDisclosures": "Reads; each reading is on the record.",
    "postHoldRejection": "A hold is decided once.",
    "postHoldRelease": "A hold is decided once.",
    "postEndpoints": "Moves no money; a second endpoint can be deleted.",
    "postMyApplications": "One application a batch.",
    "postOpening": "The batch's state allows it once.",
    "postNewPartners": "The code is unique.",
    "postOwnAccessReviews": "One open review an organisation.",
    "postOwnApplications": "One open application for each kind.",
    "postPartnerDecision": "A recommendation is answered once.",
    "postOwnReviews": "One review a course.",
    "postPublication": "What is published stays published.",
    "postRegistrations": "One account an identity number.",
    "postReinstatement": "The organisation's standing allows it once.",
    "postReplay": "Receivers know the event's id.",
    "postReplays": "One at a time for an endpoint; receivers know the events' ids.",
    "postResults": "The last report counts.",
    "postReplyAnswer": "A reply is answered once.",
    "postRevocation": "A certificate is revoked once.",
    "postSanctionChangeDecision": "A proposal is decided once.",
    "postSanctionChanges": "One open proposal a sanction.",
    "postSanctionDecision": "A sanction is decided once.",
    "postSanctionReplies": "One reply a sanction.",
    "postSeatDecision": "A seat is decided once in a review.",
    "postSecretRotation": "The older secret works on.",
    "postSelection": "The batch's state allows it once.",
    "postStaffInvitationLetters": "Two minutes pass between letters.",
    "postStaffInvitations": "One open invitation an address.",
    "postSuspension": "The organisation's standing allows it once.",
    "postTies": "A second entry can be taken back.",
    "postRecommendation": "The application's state allows it once.",
    "postSubmissionOfOwn": "The application's state allows it once.",
    "postWithdrawal": "The application's state allows it once.",
    "putFindings": "The last finding counts.",
    "postTestEvent": "Sends an event without meaning.",
    "postUserInfo": "Reads.",
    "postVoucherChecks": "Reads.",
    "putPartnerAccount": "The same again is no change, another is refused.",
}


def contents(operation):
    """The described bodies: where, media type, what is said of it."""
    holders = {"request": operation.doc.get("requestBody", {})}
    holders |= operation.doc["responses"]
    return [
        (where, kind, body)
        for where, holder in holders.items()
        for kind, body in holder.get("content", {}).items()
    ]


def test_the_contract_is_valid_openapi_3_1(contract):
    """As a reader sees it who fetched it from a host: the OAuth server's addresses are
    relative to the deployment's."""
    assert contract["openapi"] == "3.1.0"

    served = json.dumps(contract).replace('"/oauth/', '"https://host.example/oauth/')
    errors = OPENAPI_31_VALIDATOR.iter_errors(json.loads(served))

    assert [error.message for error in errors] == []


def test_the_published_file_is_current(contract):
    """`make openapi` writes it anew."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == contract


def test_every_operation_says_what_it_does_and_who_may_call_it(operations):
    for operation in operations:
        assert operation.doc["summary"], operation
        assert operation.doc["tags"], operation
        assert "security" in operation.doc, operation


def test_operations_have_names_of_their_own(operations):
    names = Counter(operation.doc["operationId"] for operation in operations)

    assert [name for name, times in names.items() if times > 1] == []


def test_schemas_are_named_for_what_they_are(contract):
    """apispec numbers a schema that it meets in a second form: `Order1`."""
    names = contract["components"]["schemas"]

    assert [name for name in names if not re.fullmatch("[A-Z][A-Za-z]+", name)] == []


def test_every_json_body_has_an_example_that_its_schema_allows(contract, operations):
    wrong = []
    for operation in operations:
        for where, kind, body in contents(operation):
            if kind not in ("application/json", PROBLEM_JSON):
                continue
            examples = [item["value"] for item in body.get("examples", {}).values()]
            if "example" in body:
                examples.append(body["example"])
            schema = body["schema"] | {"components": contract["components"]}
            validator = jsonschema_rs.Draft202012Validator(schema)
            errors = [
                error.message
                for example in examples
                for error in validator.iter_errors(example)
            ]
            if errors or not examples:
                wrong.append((str(operation), where, errors))

    assert wrong == []


def test_every_documented_problem_exists_with_its_status(operations):
    for operation in operations:
        for where, kind, body in contents(operation):
            if kind != PROBLEM_JSON:
                continue
            for slug, example in body["examples"].items():
                assert str(status_of(REFUSALS[slug])) == where, (operation, slug)
                assert example["value"]["type"] == f"/problems/{slug}"


def test_every_operation_documents_what_the_edge_may_answer(operations):
    for operation in operations:
        documented = set(operation.doc["responses"])
        assert "503" in documented, operation
        if not operation.public:
            assert {"401", "403"} <= documented, operation
        if operation.body is not None:
            assert "413" in documented, operation
        if operation.body is not None and not operation.public:
            assert {"400", "413", "415", "422"} <= documented, operation


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_problem_has_a_page_in_both_languages(app, language):
    http = app.test_client()
    headers = {"Accept-Language": language, "Accept": "text/html"}

    for slug, kind in REFUSALS.items():
        page = http.get(f"/problems/{slug}", headers=headers)

        assert page.status_code == 200, slug
        assert f'<html lang="{language}">' in page.text
        for words in (kind.title, kind.detail, kind.remedy):
            assert words.en.strip(), slug
            assert words.id.strip(), slug


def test_every_route_declares_who_may_call_it(app):
    """SC-04."""
    assert undeclared_routes(app) == []


def test_whatever_moves_money_seats_or_vouchers_demands_a_key(operations):
    """ID-01: an operation that changes something has a key, or a reason for none."""
    without = {
        operation.doc["operationId"]
        for operation in operations
        if operation.method != "GET" and not operation.needs_key
    }

    assert without == set(HARMLESS_TWICE)


def test_no_request_without_a_key_is_carried_out(client, operations, all_in_one):
    """ID-01: the header is demanded where it is documented."""
    for operation in operations:
        if not operation.needs_key:
            continue
        response = client.open(
            operation.address(all_in_one.ids),
            method=operation.method,
            json=example_of(operation) if operation.body else None,
            headers=factories.authorization(all_in_one.operator.person_bearer),
        )

        assert response.status_code == 400, operation
        assert response.json["type"] == "/problems/idempotency-key-missing"

"""What a request may wish of the person, as rules (OA-21)."""

from datetime import UTC, datetime, timedelta

import pytest
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oidc.core.errors import LoginRequiredError

from core.ids import new_id
from partners.accounts.proof import Proof
from partners.oauth.oidc.progress import (
    LIFETIME,
    Progress,
    digest_of,
    read_progress,
    write_progress,
)
from partners.oauth.oidc.steps import Step, Visitor, next_step
from partners.oauth.oidc.wishes import Wishes, read_wishes

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ANI = new_id()
SECOND = timedelta(seconds=1)
KEY = "a key of the deployment"


def ani(signed_in_before=timedelta(hours=1)):
    proof = Proof(frozenset({"pwd"}), AT - signed_in_before, None)
    return Visitor(ANI, "ani", proof)


def step(wishes, visitor, progress=None, hinted=None):
    return next_step(read_wishes(wishes), visitor, progress, hinted=hinted, at=AT)


@pytest.mark.parametrize(
    ("wishes", "visitor", "expected"),
    [
        ({}, None, Step.SIGN_IN),
        ({}, ani(), Step.GO_ON),
        ({"prompt": "none"}, ani(), Step.GO_ON),
        ({"prompt": "consent"}, ani(), Step.GO_ON),
        ({"prompt": "login"}, None, Step.SIGN_IN),
        ({"prompt": "login"}, ani(), Step.SIGN_IN),
        ({"prompt": "login consent"}, ani(), Step.SIGN_IN),
        ({"prompt": "select_account"}, ani(), Step.CHOOSE),
        ({"prompt": "select_account login"}, ani(), Step.CHOOSE),
        ({"prompt": "select_account"}, None, Step.SIGN_IN),
        ({"prompt": "create"}, ani(), Step.GO_ON),
        ({"max_age": "3600"}, ani(), Step.GO_ON),
        ({"max_age": "3599"}, ani(), Step.SIGN_IN),
        ({"max_age": "0"}, ani(SECOND), Step.SIGN_IN),
        ({"max_age": "999999999"}, ani(), Step.GO_ON),
    ],
)
def test_oa_21_what_comes_next(wishes, visitor, expected):
    assert step(wishes, visitor) is expected


@pytest.mark.parametrize(
    ("wishes", "visitor"),
    [
        ({"prompt": "none"}, None),
        ({"prompt": "none", "max_age": "3599"}, ani()),
        ({"prompt": "none", "max_age": "0"}, ani(SECOND)),
    ],
)
def test_oa_21_where_no_page_may_be_shown_she_has_to_be_signed_in(wishes, visitor):
    with pytest.raises(LoginRequiredError):
        step(wishes, visitor)


@pytest.mark.parametrize(
    "wishes",
    [
        {"prompt": "login"},
        {"prompt": "login consent"},
        {"prompt": "select_account"},
        {"max_age": "0"},
        {"max_age": "1"},
    ],
)
def test_oa_21_a_sign_in_counts_from_the_moment_she_was_asked(wishes):
    asked = AT - timedelta(minutes=5)

    assert step(wishes, ani(timedelta(minutes=5)), Progress(asked)) is Step.GO_ON
    before = step(wishes, ani(timedelta(minutes=5) + SECOND), Progress(asked))
    assert before is not Step.GO_ON


def test_a_chosen_account_still_has_to_sign_in_where_that_is_wished():
    progress = Progress(AT, chosen=ANI)

    assert step({"prompt": "select_account"}, ani(), progress) is Step.GO_ON
    both = step({"prompt": "select_account login"}, ani(), progress)
    assert both is Step.SIGN_IN


def test_another_s_choice_is_no_choice():
    chosen = Progress(AT, chosen=new_id())

    assert step({"prompt": "select_account"}, ani(), chosen) is Step.CHOOSE


def test_oa_21_a_hint_asks_for_one_person():
    assert step({}, ani(), hinted="ani") is Step.GO_ON
    assert step({"prompt": "none"}, ani(), hinted="ani") is Step.GO_ON
    assert step({}, ani(), hinted="budi") is Step.SIGN_IN
    with pytest.raises(LoginRequiredError):
        step({"prompt": "none"}, ani(), hinted="budi")


def test_oa_21_whoever_signs_in_as_somebody_else_is_sent_back():
    just_now = Progress(AT - timedelta(minutes=1))

    with pytest.raises(LoginRequiredError):
        step({}, ani(timedelta(seconds=30)), just_now, hinted="budi")


@pytest.mark.parametrize(
    "parameters",
    [
        {"prompt": "none login"},
        {"prompt": "none consent"},
        {"prompt": "none select_account"},
        {"prompt": "none unknown"},
        {"max_age": "-1"},
        {"max_age": "1.5"},
        {"max_age": "1e3"},
        {"max_age": " 1"},
        {"max_age": "soon"},
        {"max_age": "9" * 10},
        {"max_age": "١"},
    ],
)
def test_oa_21_wishes_that_make_no_sense_are_refused(parameters):
    with pytest.raises(InvalidRequestError):
        read_wishes(parameters)


def test_empty_wishes_are_none():
    assert read_wishes({"prompt": " ", "max_age": "", "id_token_hint": ""}) == Wishes()


def test_progress_is_of_one_request_for_a_quarter_of_an_hour():
    request = digest_of({"state": "a", "prompt": "login"})
    other = digest_of({"state": "a"})
    written = write_progress(Progress(AT, ANI), request=request, key=KEY)

    def read(text=written, request=request, key=KEY, at=AT):
        return read_progress(text, request=request, key=key, at=at)

    assert read() == Progress(AT, ANI)
    assert read(at=AT + LIFETIME - SECOND) is not None
    assert read(at=AT + LIFETIME) is None
    assert read(request=other) is None
    assert read(key="another") is None


@pytest.mark.parametrize("text", [None, "", "x", "é.é", "W10.x", "a.b.c", "\ud800"])
def test_progress_that_we_did_not_write_is_none(text):
    assert read_progress(text, request="r", key=KEY, at=AT) is None


def test_what_our_pages_add_is_no_part_of_the_request():
    asked = {"state": "a", "client_id": "b"}

    with_ours = {"client_id": "b", "csrf_token": "x", "progress": "y", "state": "a"}

    assert digest_of(asked) == digest_of(with_ours)
    assert digest_of(asked) != digest_of({"state": "b", "client_id": "a"})

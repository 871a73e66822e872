"""What the walkthrough prints, how it reads forms, and when it gives up."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from rich.console import Console
from standardwebhooks import Webhook

from marketplace.participants.rules import Gender, read_nik
from marketplace.walkthrough.browser import read_page
from marketplace.walkthrough.newcomer import invent_newcomer
from marketplace.walkthrough.promises import BrokenPromise, promise, wait_for
from marketplace.walkthrough.receiver import Delivery
from marketplace.walkthrough.screen import Exchange, Screen, readable


def test_secrets_are_cut_off_wherever_they_stand():
    shown = readable('{"access_token": "AbCdEfGhIjKl", "token_type": "Bearer"}')

    assert shown == '{"access_token": "AbCdEfGh…", "token_type": "Bearer"}'
    assert readable("password=hunter2&next=/me") == "password=…\nnext=/me"


def test_only_the_fields_that_matter_are_shown():
    assert readable('{"a": 1, "b": 2, "c": 3}', ["c", "a"]) == '{"c": 3, "a": 1}'


def test_an_authorization_is_not_printed_whole():
    output = StringIO()
    screen = Screen(Console(file=output, width=200))

    screen.show(
        Exchange(
            who="platform",
            method="GET",
            address="/v1/userinfo",
            status=200,
            request_headers={"Authorization": "Bearer 0123456789abcdef", "Host": "x"},
        )
    )

    assert "Authorization: Bearer 01234567…" in output.getvalue()
    assert "89abcdef" not in output.getvalue()
    assert "Host" not in output.getvalue()


def test_a_form_is_read_with_its_hidden_fields():
    page = read_page(
        "/verify/abc",
        '<form action="/sign-out"><input type="hidden" name="csrf_token" value="1">'
        '</form><form method="post"><input type="hidden" name="csrf_token" value="2">'
        '<input name="typed" value="by her"></form>',
    )

    assert page.form_to("/verify/abc").values == {"csrf_token": "2"}
    with pytest.raises(BrokenPromise, match="no form for /elsewhere"):
        page.form_to("/elsewhere")


def test_a_broken_promise_says_what_was_promised():
    with pytest.raises(BrokenPromise, match="The sky should be blue"):
        promise(False, "The sky should be blue.")


def test_waiting_has_an_end():
    with pytest.raises(BrokenPromise, match="The payment did not happen within 0 s"):
        wait_for(lambda: None, "The payment", seconds=0)


def test_newcomers_are_never_the_same_and_have_well_formed_numbers():
    first, second = invent_newcomer(), invent_newcomer()

    assert first.email != second.email
    assert first.gender == second.gender == Gender.FEMALE
    assert read_nik(first.nik, on=date(2026, 1, 1)).birth_date == first.birth_date


def test_a_changed_webhook_does_not_verify():
    """WH-01, from the receiver's side."""
    secret, body, at = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", b'{"a":1}', _now()
    delivery = Delivery(
        {
            "webhook-id": "1",
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign("1", at, body.decode()),
        },
        body,
    )

    assert delivery.is_signed_with(secret)
    assert not delivery.is_signed_with(secret, body=b'{"a":2}')
    assert not delivery.is_signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def _now() -> datetime:
    return datetime.now(UTC)

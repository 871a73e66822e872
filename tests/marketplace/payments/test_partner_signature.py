"""Callbacks of a Stripe-style partner (PY-07)."""

from datetime import UTC, datetime, timedelta

import pytest
import stripe

from marketplace.payments.partner import SignatureRefused, verify_signature

SECRET = "whsec_example_7f3c"
BODY = (
    b'{"id":"evt_1Example","object":"event","type":"payout.paid","data":{"object":'
    b'{"id":"po_1Example","amount":60000000,"currency":"idr"}}}'
)
SIGNATURE = "ab21f04865ba812db5d463972d8d435625637172ed7805719ac7cd6e4994729c"
HEADER = f"t=1795311000,v1={SIGNATURE}"
SIGNED_AT = datetime.fromtimestamp(1795311000, tz=UTC)


def verify(body=BODY, header=HEADER, secrets=(SECRET,), at=SIGNED_AT):
    verify_signature(body, header, secrets=secrets, at=at)


def test_the_worked_example_of_the_scheme_is_accepted():
    verify()


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_a_callback_is_accepted_within_five_minutes(seconds):
    verify(at=SIGNED_AT + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_a_callback_is_refused_beyond_five_minutes(seconds):
    with pytest.raises(SignatureRefused, match="long ago"):
        verify(at=SIGNED_AT + timedelta(seconds=seconds))


def test_one_of_several_signatures_is_enough_and_other_schemes_are_ignored():
    verify(header=f"t=1795311000,v1={'0' * 64},v1={SIGNATURE},v0={'1' * 64}")


def test_one_of_several_secrets_is_enough():
    verify(secrets=["whsec_next", SECRET])


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1795311000",
        f"v1={SIGNATURE}",
        f"t=,v1={SIGNATURE}",
        f"t=soon,v1={SIGNATURE}",
        f"t=-1795311000,v1={SIGNATURE}",
        f"t=1795311000.0,v1={SIGNATURE}",
        f"t={'9' * 5000},v1={SIGNATURE}",
        f"t=1795311000,t=1795311001,v1={SIGNATURE}",
        f"t=1795311001,v1={SIGNATURE}",
        f"t=1795311000,v0={SIGNATURE}",
        f"t=1795311000,v1={SIGNATURE[:-1]}",
        f"t=1795311000,v1={SIGNATURE.upper()}",
        "t=1795311000,v1=",
        "t=1795311000,v1=ä\udcff",
        f"t=1795311000;v1={SIGNATURE}",
    ],
)
def test_a_header_that_proves_nothing_is_refused(header):
    with pytest.raises(SignatureRefused):
        verify(header=header)


@pytest.mark.parametrize("body", [b"", BODY + b"\n", BODY.replace(b"6", b"7", 1)])
def test_an_altered_body_is_refused(body):
    with pytest.raises(SignatureRefused):
        verify(body=body)


def test_another_secret_is_refused_and_so_is_none():
    for secrets in (["whsec_other"], []):
        with pytest.raises(SignatureRefused):
            verify(secrets=secrets)


def test_what_the_official_sdk_signs_is_accepted():
    signature = stripe.WebhookSignature._compute_signature(
        f"1795311000.{BODY.decode()}", SECRET
    )

    verify(header=f"t=1795311000,v1={signature}")


def test_the_official_sdk_accepts_the_worked_example_too():
    assert stripe.WebhookSignature.verify_header(BODY.decode(), HEADER, SECRET)

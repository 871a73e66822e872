"""What a request may look like, and what every answer carries."""

import json
import time

import pytest

from tests.openapi.conftest import body_of, headers, slug, things_made

PATH = "/v1/things"


def post_raw(client, document: bytes, content_type="application/json"):
    return client.post(
        PATH, data=document, content_type=content_type, headers=headers()
    )


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": "\\ud800"}',
        b'{"name": "a" "b"}',
        b"[" * 101 + b"]" * 101,
        b'{"a":' * 101 + b"1" + b"}" * 101,
    ],
)
def test_what_is_not_json_is_unreadable(small, document):
    """SC-05, SC-06."""
    response = post_raw(small, document)

    assert (response.status_code, slug(response)) == (400, "unreadable-request")
    assert response.content_type == "application/problem+json"
    assert things_made() == 0


@pytest.mark.parametrize("document", [b"[]", b"null", b'"text"', b"1"])
def test_json_that_is_no_object_is_invalid(small, document):
    response = post_raw(small, document)

    assert (response.status_code, slug(response)) == (422, "invalid-request")
    assert things_made() == 0


def test_brackets_inside_a_string_are_no_nesting(small):
    response = small.post(PATH, json=body_of(name="[" * 150 + '"\\'), headers=headers())

    assert response.status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "a\0b"}, "name"),
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"name": None}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"is_admin": True}, "is_admin"),
        ({"id": "01900000-0000-7000-8000-000000000001"}, "id"),
        ({"price": 350_000}, "price"),
        ({"price": {"amount": 1.5, "currency": "IDR"}}, "price"),
        ({"price": {"amount": 1.0, "currency": "IDR"}}, "price"),
        ({"price": {"amount": "1", "currency": "IDR"}}, "price"),
        ({"price": {"amount": True, "currency": "IDR"}}, "price"),
        ({"price": {"amount": -1, "currency": "IDR"}}, "price"),
        ({"price": {"amount": 2**53, "currency": "IDR"}}, "price"),
        ({"price": {"amount": 1, "currency": "USD"}}, "price"),
        ({"price": {"amount": 1, "currency": "IDR", "fee": 1}}, "price"),
    ],
)
def test_a_field_that_is_not_usable_is_named(small, change, field):
    """SC-03, SC-06, LG-06."""
    response = small.post(PATH, json=body_of(**change), headers=headers())

    assert (response.status_code, slug(response)) == (422, "invalid-request")
    assert list(response.json["errors"]) == [field]
    assert things_made() == 0


@pytest.mark.parametrize(
    "name", ["العربية", "\N{RIGHT-TO-LEFT OVERRIDE}x", "\N{GRINNING FACE}", "e\u0301"]
)
def test_text_of_any_script_comes_back_as_it_was_sent(small, name):
    """SC-06."""
    response = small.post(PATH, json=body_of(name=name), headers=headers())

    assert response.status_code == 201
    assert response.json["name"] == name


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (b'{"name": "' + b"x" * 10_000_000 + b'"}', 413),
        (b"[" * 500_000 + b"]" * 500_000, 400),
        (json.dumps({"tags": ["x"] * 200_000}).encode(), 422),
    ],
)
def test_what_is_too_much_is_refused_at_once(small, document, status):
    """SC-05: measured without the network, in seconds of the processor, which are the
    same however much else a machine has to do."""
    started = time.thread_time()
    response = post_raw(small, document)
    took = time.thread_time() - started

    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert took < 2
    assert things_made() == 0


def test_another_content_type_is_not_understood(small):
    response = post_raw(small, b"name=x", "application/x-www-form-urlencoded")

    assert (response.status_code, slug(response)) == (415, "unsupported-media-type")


def test_a_wrong_method_and_a_wrong_address_are_problems(small):
    method = small.put(PATH, headers=headers())
    address = small.get("/v1/nowhere")

    assert (method.status_code, slug(method)) == (405, "method-not-allowed")
    assert "POST" in method.headers["Allow"]
    assert (address.status_code, slug(address)) == (404, "no-such-address")


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Basic cGxhdGZvcm0=", "Bearer nobody", "x" * 9000],
)
def test_without_a_valid_token_nobody_comes_in(small, authorization):
    """SC-04."""
    given = {} if authorization is None else {"Authorization": authorization}

    response = small.post(PATH, json=body_of(), headers=given)

    assert (response.status_code, slug(response)) == (401, "not-authenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")
    assert things_made() == 0


def test_every_answer_carries_the_security_headers(small):
    """SC-11."""
    for response in (
        small.get(PATH, headers=headers()),
        small.get("/v1/nowhere"),
        small.post(PATH, data=b"{", headers=headers()),
    ):
        sent = response.headers
        assert sent["Strict-Transport-Security"].startswith("max-age=31536000")
        assert sent["X-Content-Type-Options"] == "nosniff"
        assert sent["Referrer-Policy"] == "no-referrer"
        assert sent["Cache-Control"] == "no-store"
        policy = sent["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("01a2b3c4d5e6f708", True),
        ("short", False),
        ("x" * 65, False),
        ("bad id with spaces", False),
        ('"><script>', False),
    ],
)
def test_a_plain_request_id_is_kept_and_any_other_replaced(small, given, kept):
    response = small.get("/v1/nowhere", headers={"X-Request-Id": given})

    answered = response.headers["X-Request-Id"]
    assert (answered == given) is kept
    assert len(answered) >= 8
    assert response.json["trace_id"] == answered


def test_a_fault_tells_its_trace_id_and_nothing_else(small, making):
    """SC-01: no stack, no SQL."""
    making.error = ZeroDivisionError("SELECT secret FROM table")

    response = small.post(PATH, json=body_of(), headers=headers())

    assert (response.status_code, slug(response)) == (500, "internal-error")
    assert response.json["trace_id"] == response.headers["X-Request-Id"]
    assert b"SELECT" not in response.data
    assert b"Traceback" not in response.data

import pytest

from marketplace.payments.partner.answers import UnreadableAnswer, read_object
from marketplace.payments.partner.forms import encode_form, flatten
from tests.marketplace.payments.making import make_request


def test_nested_parameters_become_fields_with_brackets():
    parameters = {
        "amount": 60_000_000,
        "currency": "idr",
        "metadata": {"voucher_id": "VCH1", "batch": "B-7"},
        "expand": ["balance_transaction"],
    }

    body = encode_form(parameters)

    assert body == (
        b"amount=60000000&currency=idr&metadata%5Bvoucher_id%5D=VCH1"
        b"&metadata%5Bbatch%5D=B-7&expand%5B%5D=balance_transaction"
    )


def test_lists_with_structure_carry_an_index():
    fields = list(flatten({"items": [{"price": "p1"}, {"price": "p2"}]}))

    assert fields == [("items[0][price]", "p1"), ("items[1][price]", "p2")]


def test_booleans_and_unset_fields_have_their_own_notation():
    fields = list(flatten({"on": True, "off": False, "gone": None}))

    assert fields == [("on", "true"), ("off", "false"), ("gone", "")]


def test_a_float_has_no_notation():
    with pytest.raises(TypeError):
        encode_form({"amount": 1.5})


def test_the_body_of_a_payout_is_fixed_to_the_byte():
    request = make_request(
        order_id="o-1", destination="ba_1", metadata={"batch": "B 7"}
    )

    body = request.form_body()

    assert body == (
        b"amount=60000000&currency=idr&destination=ba_1"
        b"&metadata%5Border_id%5D=o-1&metadata%5Bbatch%5D=B+7"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"order_id": ""},
        {"destination": ""},
        {"metadata": {"order_id": "another"}},
        {"metadata": {"k" * 41: "v"}},
        {"metadata": {"k": "v" * 501}},
        {"metadata": {f"k{n}": "v" for n in range(50)}},
    ],
)
def test_a_payout_that_the_partner_could_not_take_is_not_made(changes):
    with pytest.raises(ValueError, match=r"\w"):
        make_request(**changes)


def test_an_account_stays_out_of_what_may_be_printed():
    assert "8801234567" not in repr(make_request(destination="8801234567"))


def test_twenty_levels_are_read_and_twenty_one_are_not():
    read_object(b'{"a":' * 20 + b"1" + b"}" * 20)

    with pytest.raises(UnreadableAnswer, match="levels"):
        read_object(b'{"a":' * 21 + b"1" + b"}" * 21)


def test_brackets_inside_text_are_no_levels():
    assert read_object(b'{"a": "' + b"[" * 50 + b'\\"{"}') == {"a": "[" * 50 + '"{'}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"[1]",
        b'"text"',
        b"\xff{}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"status": "failed", "status": "paid"}',
        b'{"error": {"code": 1, "code": 2}}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_can_be_doubted_is_no_answer(raw):
    with pytest.raises(UnreadableAnswer):
        read_object(raw)

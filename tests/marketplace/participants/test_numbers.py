"""Numbers as people write them, without a database."""

import pytest

from marketplace.participants.errors import FamilyCardMalformed, PhoneMalformed
from marketplace.participants.rules import (
    Office,
    normalise_family_card,
    normalise_phone,
)
from tests.marketplace.programme.test_rules import NORMAL


@pytest.mark.parametrize(
    "written",
    [
        "081234567890",
        "6281234567890",
        "+6281234567890",
        " +62 812-3456-7890 ",
        "0812.3456.7890",
        "(0812) 3456 7890",
    ],
)
def test_a_phone_number_has_one_form_however_it_is_written(written):
    assert normalise_phone(written) == "081234567890"


@pytest.mark.parametrize("written", ["0812345678", "0812345678901"])
def test_the_shortest_and_the_longest_number_are_taken(written):
    assert normalise_phone(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "081234567",
        "08123456789012",
        "021555123",
        "0712345678",
        "+1 812 3456 7890",
        "0812345678a",
        "٠٨١٢٣٤٥٦٧٨٩٠",
    ],
)
def test_what_is_no_mobile_number_is_refused(written):
    with pytest.raises(PhoneMalformed):
        normalise_phone(written)


def test_a_family_card_number_loses_its_blanks_and_dashes():
    assert normalise_family_card(" 3273-0112 0110 0002 ") == "3273011201100002"


@pytest.mark.parametrize(
    "written", ["", "327301120110000", "32730112011000022", "327301120110000a"]
)
def test_what_is_no_family_card_number_is_refused(written):
    with pytest.raises(FamilyCardMalformed):
        normalise_family_card(written)


def test_the_offices_of_the_schemes_can_be_declared():
    assert set(NORMAL.excluded_offices) == set(Office)

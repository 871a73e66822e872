"""Rule: docs/rules/course-import.md, "Prices" and "Discounts"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.imports import findings
from catalog.imports.rules.prices import (
    LARGEST_PRICE,
    SMALLEST_PRICE,
    Doubt,
    Price,
    compare_price_with_discount,
    read_discount,
    read_price,
)


@pytest.mark.parametrize(
    ("published", "amount"),
    [
        ("Gratis", 0),
        ("GRATIS", 0),
        (" gratis ", 0),
        ("Rp 0", 0),
        ("Rp 89.700", 89_700),
        ("Rp 1.000.000", 1_000_000),
        ("Rp. 150.000", 150_000),
        ("rp150.000", 150_000),
        ("IDR 150.000", 150_000),
        ("Rp\u00a0150.000", 150_000),
        ("Rp 150.000,-", 150_000),
        ("Rp 150.000,00", 150_000),
        ("150.000", 150_000),
    ],
)
def test_a_well_written_price_is_certain(published, amount):
    assert read_price(published) == Price(amount)


@pytest.mark.parametrize(
    ("published", "amount"),
    [("Rp 425000", 425_000), ("Rp 180180", 180_180), ("20000", 20_000)],
)
def test_a_price_without_dots_is_certain_and_remarked_upon(published, amount):
    assert read_price(published) == Price(amount, findings.PRICE_WITHOUT_SEPARATORS)


@pytest.mark.parametrize(
    ("published", "reading"),
    [("Rp 1250.000", 1_250_000), ("Rp 9999.999", 9_999_999)],
)
def test_a_missing_dot_leaves_one_reading_in_doubt(published, reading):
    assert read_price(published) == Doubt(findings.PRICE_SEPARATOR_MISSING, reading)


def test_commas_between_thousands_leave_one_reading_in_doubt():
    assert read_price("Rp 1,250,000") == Doubt(
        findings.PRICE_FOREIGN_SEPARATORS, 1_250_000
    )


@pytest.mark.parametrize("published", ["Rp 20", "Rp 999", "Rp 100.000.001", "Rp 9" * 9])
def test_a_price_out_of_all_proportion_has_no_reading(published):
    read = read_price(published)

    assert isinstance(read, Doubt)
    assert read.reading is None


@pytest.mark.parametrize(
    "published",
    [
        "",
        "Rp",
        "-",
        "Rp -20.000",
        "-20.000",
        "Rp 1.25.000",
        "Rp 89.70",
        "Rp 89.700,50",
        "Rp 1.250,000",
        "Rp 020.000",
        "Rp 20.000 - 30.000",
        "20 ribu",
        "USD 20",
        "Rp 1e6",
        "Rp \u0661\u0662\u0663\u0664\u0665",
        "\x00",
        "9" * 5_000,
    ],
)
def test_what_is_not_whole_rupiah_is_not_read_at_all(published):
    assert read_price(published) == Doubt(findings.PRICE_UNREADABLE)


@given(st.integers(SMALLEST_PRICE, LARGEST_PRICE))
def test_a_price_written_the_indonesian_way_is_read_back(amount):
    written = "Rp " + f"{amount:,}".replace(",", ".")

    assert read_price(written) == Price(amount)


@given(st.one_of(st.text(), st.text(alphabet="Rp 0123456789.,-", max_size=20)))
def test_a_price_is_never_negative_never_a_fraction_and_never_an_exception(published):
    read = read_price(published)

    amount = read.amount if isinstance(read, Price) else read.reading
    assert amount is None or (type(amount) is int and 0 <= amount <= LARGEST_PRICE)


@pytest.mark.parametrize(
    ("published", "bps"),
    [
        ("", None),
        ("-", None),
        (" ", None),
        ("0", 0),
        ("0%", 0),
        ("50%", 5_000),
        ("50 %", 5_000),
        ("100%", 10_000),
        ("GRATIS", 10_000),
        ("97,5%", 9_750),
        ("66.6%", 6_660),
        ("83,13%", 8_313),
    ],
)
def test_a_discount_is_read_as_basis_points(published, bps):
    assert read_discount(published) == bps


@pytest.mark.parametrize("published", ["50", "0.5", "101%", "-5%", "1,234%", "half"])
def test_a_doubtful_discount_is_not_guessed(published):
    assert read_discount(published) == Doubt(findings.DISCOUNT_UNREADABLE)


@given(st.integers(0, 10_000))
def test_a_percentage_with_two_decimals_is_read_back(bps):
    assert read_discount(f"{bps // 100},{bps % 100:02}%") == bps


@pytest.mark.parametrize(
    ("price", "discount_bps"),
    [(0, 10_000), (20_000, None), (20_000, 0), (1_000, 9_999)],
)
def test_a_price_after_its_discount_agrees_with_it(price, discount_bps):
    assert compare_price_with_discount(price, discount_bps) is None


@pytest.mark.parametrize("discount_bps", [None, 0])
def test_a_free_course_without_a_discount_is_worth_a_warning(discount_bps):
    found = compare_price_with_discount(0, discount_bps)

    assert found == findings.FREE_WITHOUT_DISCOUNT


@pytest.mark.parametrize(("price", "discount_bps"), [(0, 5_000), (20_000, 10_000)])
def test_a_price_that_contradicts_its_discount_is_found(price, discount_bps):
    found = compare_price_with_discount(price, discount_bps)

    assert found == findings.PRICE_CONTRADICTS_DISCOUNT

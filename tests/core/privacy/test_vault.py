"""Personal data at rest: sealed per row, found by a keyed index."""

from uuid import uuid4

import pytest

from core.privacy import Vault
from core.privacy.vault import Unreadable

NIK = "3273010101010001"
OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32


@pytest.fixture
def vault() -> Vault:
    return Vault({"old": OLD}, INDEX)


def test_a_sealed_value_opens_for_its_row_and_field(vault):
    """PD-01."""
    row = uuid4()

    sealed = vault.seal(NIK, row=row, field="nik")

    assert vault.open(sealed, row=row, field="nik") == NIK
    assert NIK.encode() not in sealed
    assert sealed.startswith(b"old\0")


def test_equal_values_do_not_look_equal(vault):
    row = uuid4()

    assert vault.seal(NIK, row=row, field="nik") != vault.seal(
        NIK, row=row, field="nik"
    )


@pytest.mark.parametrize("moved", ["row", "field"])
def test_a_value_that_was_moved_does_not_open(vault, moved):
    """PD-01: the row's id and the field are bound into the value."""
    here = {"row": uuid4(), "field": "nik"}
    there = {**here, moved: uuid4() if moved == "row" else "phone"}
    sealed = vault.seal(NIK, **here)

    with pytest.raises(Unreadable):
        vault.open(sealed, **there)


@pytest.mark.parametrize("position", [0, 4, 10, -1])
def test_a_value_with_one_flipped_bit_does_not_open(vault, position):
    row = uuid4()
    sealed = bytearray(vault.seal(NIK, row=row, field="nik"))
    sealed[position] ^= 1

    with pytest.raises(Unreadable):
        vault.open(bytes(sealed), row=row, field="nik")


@pytest.mark.parametrize("broken", [b"", b"old", b"old\0", b"old\0short", b"\xff\0x"])
def test_a_value_that_is_cut_short_is_unreadable_and_nothing_worse(vault, broken):
    with pytest.raises(Unreadable):
        vault.open(broken, row=uuid4(), field="nik")


def test_keys_rotate_by_putting_the_new_one_in_front(vault):
    """PD-01: the key's id stands in the value, so the old still opens."""
    row = uuid4()
    before = vault.seal(NIK, row=row, field="nik")
    rotated = Vault({"new": NEW, "old": OLD}, INDEX)

    after = rotated.seal(
        rotated.open(before, row=row, field="nik"), row=row, field="nik"
    )

    assert (rotated.is_current(before), rotated.is_current(after)) == (False, True)
    assert after.startswith(b"new\0")
    with pytest.raises(Unreadable):
        vault.open(after, row=row, field="nik")


def test_a_value_is_found_by_its_blind_index(vault):
    """PD-02."""
    index = vault.index(NIK, field="nik")

    assert index == Vault({"new": NEW}, INDEX).index(NIK, field="nik")
    assert len(index) == 32
    assert index != vault.index(NIK, field="family_card")
    assert index != vault.index("3273010101010002", field="nik")


def test_the_index_cannot_be_made_without_its_key(vault):
    """PD-02: guessing all national ids needs the key, which the database has not."""
    other = Vault({"old": OLD}, b"x" * 32)

    assert vault.index(NIK, field="nik") != other.index(NIK, field="nik")

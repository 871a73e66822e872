"""What each role allows, and where."""

import pytest

from partners.organisations import Kind
from partners.staff.rules import (
    OPERATOR_ROLES,
    PERMISSIONS,
    Permission,
    Role,
    permissions_of,
    roles_of_kind,
)

PLATFORM = [Kind.DIGITAL_PLATFORM]
OPERATOR = [Kind.OPERATOR]


def test_every_role_may_look_and_says_what_else_it_allows():
    assert set(PERMISSIONS) == set(Role)
    for allowed in PERMISSIONS.values():
        assert Permission.ORGANISATION_READ in allowed


def test_a_developer_has_the_keys_of_programs_and_not_those_of_people():
    allowed = permissions_of([Role.DEVELOPER], PLATFORM)

    assert Permission.CLIENTS_MANAGE in allowed
    assert Permission.STAFF_MANAGE not in allowed


def test_roles_add_up():
    both = permissions_of([Role.CATALOGUE, Role.FINANCE], PLATFORM)

    assert {Permission.CATALOGUE_WRITE, Permission.FINANCE_READ} <= both


@pytest.mark.parametrize("role", sorted(OPERATOR_ROLES))
def test_an_operators_role_gives_nothing_in_another_organisation(role):
    assert role not in roles_of_kind(PLATFORM)
    assert permissions_of([role], PLATFORM) == frozenset()
    assert permissions_of([role], OPERATOR) != frozenset()


def test_the_operators_owner_cannot_judge_partners_by_herself():
    allowed = permissions_of([Role.OWNER], OPERATOR)

    assert Permission.KEYS_MANAGE in allowed
    assert Permission.STANDING_CHANGE not in allowed
    assert Permission.MONEY_APPROVE not in allowed

"""Roles and what they allow. A role is a job that people really have; nobody is given
a permission by itself, so that an access review can be read (feature 27)."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from core.text import Text
from partners.organisations.models import Kind

# An invitation is good for a week; each letter may be followed by a few more.
INVITATION_LIFETIME = timedelta(days=7)
INVITATION_PAUSE = timedelta(minutes=2)
INVITATION_LETTERS = 5
INVITATIONS_KEPT = timedelta(days=90)
# Nobody writes to the whole world through us.
OPEN_INVITATIONS = 50


class Permission(StrEnum):
    """What somebody may do in an organisation, as `thing:act`."""

    ORGANISATION_READ = "organisation:read"
    ORGANISATION_APPLY = "organisation:apply"
    STANDING_REPLY = "standing:reply"
    TIES_DECLARE = "ties:declare"
    STAFF_MANAGE = "staff:manage"
    CLIENTS_MANAGE = "clients:manage"
    WEBHOOKS_MANAGE = "webhooks:manage"
    CATALOGUE_WRITE = "catalogue:write"
    COURSES_ASSESS = "courses:assess"
    COURSES_MONITOR = "courses:monitor"
    DELIVERY_WRITE = "delivery:write"
    FINANCE_READ = "finance:read"
    # Of the operator's staff only.
    ONBOARDING_REVIEW = "onboarding:review"
    STANDING_CHANGE = "standing:change"
    CONFLICTS_MANAGE = "conflicts:manage"
    PROGRAMME_MANAGE = "programme:manage"
    MONEY_APPROVE = "money:approve"
    DENIALS_READ = "denials:read"
    PERSONAL_REVEAL = "personal:reveal"
    KEYS_MANAGE = "keys:manage"
    AUDIT_READ = "audit:read"
    SWITCHES_OPERATE = "switches:operate"
    REVIEWS_MODERATE = "reviews:moderate"


class Role(StrEnum):
    """A job in an organisation; the second half exists at the operator's alone."""

    OWNER = "owner"
    CATALOGUE = "catalogue"
    DELIVERY = "delivery"
    FINANCE = "finance"
    DEVELOPER = "developer"
    READ_ONLY = "read_only"
    ONBOARDING = "onboarding"
    PROGRAMME = "programme"
    TREASURY = "treasury"
    SUPPORT = "support"
    AUDITOR = "auditor"


_READ = frozenset({Permission.ORGANISATION_READ})
_OWNER = _READ | {
    Permission.ORGANISATION_APPLY,
    Permission.STANDING_REPLY,
    Permission.TIES_DECLARE,
    Permission.STAFF_MANAGE,
    Permission.CLIENTS_MANAGE,
    Permission.WEBHOOKS_MANAGE,
    Permission.CATALOGUE_WRITE,
    Permission.COURSES_ASSESS,
    Permission.COURSES_MONITOR,
    Permission.DELIVERY_WRITE,
    Permission.FINANCE_READ,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _OWNER,
    Role.CATALOGUE: _READ | {Permission.CATALOGUE_WRITE, Permission.COURSES_ASSESS},
    Role.DELIVERY: _READ | {Permission.DELIVERY_WRITE, Permission.COURSES_MONITOR},
    Role.FINANCE: _READ | {Permission.FINANCE_READ},
    Role.DEVELOPER: _READ | {Permission.CLIENTS_MANAGE, Permission.WEBHOOKS_MANAGE},
    Role.READ_ONLY: _READ,
    Role.ONBOARDING: _READ
    | {
        Permission.ONBOARDING_REVIEW,
        Permission.STANDING_CHANGE,
        Permission.CONFLICTS_MANAGE,
        Permission.SWITCHES_OPERATE,
        Permission.COURSES_MONITOR,
    },
    Role.PROGRAMME: _READ
    | {
        Permission.PROGRAMME_MANAGE,
        Permission.SWITCHES_OPERATE,
        Permission.COURSES_ASSESS,
        Permission.COURSES_MONITOR,
        Permission.REVIEWS_MODERATE,
    },
    Role.TREASURY: _READ
    | {
        Permission.MONEY_APPROVE,
        Permission.FINANCE_READ,
        Permission.SWITCHES_OPERATE,
    },
    Role.SUPPORT: _READ
    | {
        Permission.DENIALS_READ,
        Permission.PERSONAL_REVEAL,
        Permission.REVIEWS_MODERATE,
    },
    Role.AUDITOR: _READ | {Permission.AUDIT_READ, Permission.DENIALS_READ},
}

OPERATOR_ROLES = frozenset(
    {Role.ONBOARDING, Role.PROGRAMME, Role.TREASURY, Role.SUPPORT, Role.AUDITOR}
)
# The operator's owner also holds the keys; she has no other power over partners.
OPERATOR_OWNER = frozenset({Permission.KEYS_MANAGE})

# What moves money, keys or rules asks for a fresh proof of who sits there (feature 60).
STEP_UP = frozenset(
    {
        Permission.STAFF_MANAGE,
        Permission.CLIENTS_MANAGE,
        Permission.STANDING_CHANGE,
        Permission.PROGRAMME_MANAGE,
        Permission.MONEY_APPROVE,
        Permission.PERSONAL_REVEAL,
        Permission.KEYS_MANAGE,
        Permission.SWITCHES_OPERATE,
    }
)

ROLE_NAMES: dict[Role, Text] = {
    Role.OWNER: Text("Owner", "Pemilik"),
    Role.CATALOGUE: Text("Catalogue", "Katalog"),
    Role.DELIVERY: Text("Delivery", "Penyelenggaraan"),
    Role.FINANCE: Text("Finance", "Keuangan"),
    Role.DEVELOPER: Text("Developer", "Pengembang"),
    Role.READ_ONLY: Text("Read only", "Hanya baca"),
    Role.ONBOARDING: Text("Partner onboarding", "Penerimaan mitra"),
    Role.PROGRAMME: Text("Programme", "Program"),
    Role.TREASURY: Text("Treasury", "Bendahara"),
    Role.SUPPORT: Text("Support", "Layanan bantuan"),
    Role.AUDITOR: Text("Auditor", "Auditor"),
}


def roles_of_kind(kinds: Collection[str]) -> frozenset[Role]:
    """The roles that an organisation of these kinds can give."""
    return (
        frozenset(Role) if Kind.OPERATOR in kinds else frozenset(Role) - OPERATOR_ROLES
    )


def permissions_of(
    roles: Collection[str], kinds: Collection[str]
) -> frozenset[Permission]:
    """What somebody with these roles may do in an organisation of these kinds.

    A role that the kind does not have gives nothing: an organisation that ceases to be
    the operator takes the powers of its staff with it.
    """
    given: set[Permission] = set()
    for role in roles_of_kind(kinds) & set(map(Role, roles)):
        given |= PERMISSIONS[role]
        if role == Role.OWNER and Kind.OPERATOR in kinds:
            given |= OPERATOR_OWNER
    return frozenset(given)

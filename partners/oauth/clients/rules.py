"""Which scopes an organisation can have, and from where its clients may call."""

import ipaddress
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from partners.oauth.clients.errors import AllowListUnusable
from partners.oauth.errors import ScopeNotForOrganisation
from partners.organisations.models import Kind

# A developer has a handful of programs; more than this is a script that runs wild.
MAX_CLIENTS = 20
MAX_NETWORKS = 50

_EVERYONE = frozenset(Kind)
_LEARNING = frozenset({Kind.TRAINING_INSTITUTION})
_SELLING = frozenset({Kind.DIGITAL_PLATFORM})
_OPERATING = frozenset({Kind.OPERATOR})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class ScopeRule:
    """Whose clients may have a scope, and whether the operator decides each time."""

    kinds: frozenset[Kind]
    sensitive: bool = False


# Sensitive is what spends a person's balance or shows it, leads to a payment, names
# people, or acts for somebody else.
SCOPE_RULES: dict[str, ScopeRule] = {
    "catalog:read": ScopeRule(_EVERYONE),
    "catalog:write": ScopeRule(_LEARNING),
    "trainers:manage": ScopeRule(_LEARNING),
    "offerings:write": ScopeRule(_SELLING),
    "openid": ScopeRule(_EVERYONE),
    "profile:read": ScopeRule(_EVERYONE),
    "balance:read": ScopeRule(_SELLING | _OPERATING, sensitive=True),
    "orders:write": ScopeRule(_SELLING, sensitive=True),
    "orders:read": ScopeRule(_SELLING),
    "links:manage": ScopeRule(_SELLING),
    "disputes:manage": ScopeRule(_OPERATING, sensitive=True),
    "vouchers:verify": ScopeRule(_LEARNING, sensitive=True),
    "learning:write": ScopeRule(_LEARNING, sensitive=True),
    "certificates:read": ScopeRule(_LEARNING, sensitive=True),
    "webhooks:manage": ScopeRule(_EVERYONE),
    "events:read": ScopeRule(_EVERYONE),
    "programme:manage": ScopeRule(_OPERATING, sensitive=True),
    "programme:read": ScopeRule(_OPERATING),
    "participants:reveal": ScopeRule(_OPERATING, sensitive=True),
    "registrations:write": ScopeRule(_OPERATING, sensitive=True),
    "participant:self": ScopeRule(_OPERATING, sensitive=True),
    "staff:act": ScopeRule(_OPERATING, sensitive=True),
}


def scopes_for(kinds: Collection[str]) -> list[str]:
    """The scopes that clients of an organisation of these kinds can ask for."""
    return [
        scope for scope, rule in SCOPE_RULES.items() if not rule.kinds.isdisjoint(kinds)
    ]


def sort_scopes(
    asked: Collection[str], kinds: Collection[str]
) -> tuple[list[str], list[str]]:
    """What is asked for, as what is given at once and what the operator decides on.

    Raises ScopeNotForOrganisation for a scope that organisations of no such kind have.
    """
    for scope in sorted(asked):
        rule = SCOPE_RULES.get(scope)
        if rule is None or rule.kinds.isdisjoint(kinds):
            raise ScopeNotForOrganisation(scope=scope[:64])
    at_once = sorted(scope for scope in set(asked) if not SCOPE_RULES[scope].sensitive)
    return at_once, sorted(set(asked) - set(at_once))


def read_networks(given: Sequence[str]) -> list[str]:
    """An allow list in its one spelling: CIDR, IPv4 or IPv6; an address alone is a
    network of one. Raises AllowListUnusable, which names the line."""
    if len(given) > MAX_NETWORKS:
        raise AllowListUnusable(network=f"{len(given)} > {MAX_NETWORKS}")
    return [str(network) for network in dict.fromkeys(map(_read_network, given))]


def is_allowed(address: str | None, networks: Sequence[str]) -> bool:
    """Whether a call from `address` is welcome; an empty list lets everybody in, and
    an address that cannot be read is on no list."""
    if not networks:
        return True
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in one for one in _parsed(tuple(networks)))


def _read_network(text: str) -> Network:
    try:
        network = ipaddress.ip_network(text.strip())
    except ValueError as error:
        raise AllowListUnusable(network=text[:64]) from error
    if network.prefixlen == 0:
        raise AllowListUnusable(network=text[:64])
    return network


@lru_cache(maxsize=1024)
def _parsed(networks: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(one) for one in networks)

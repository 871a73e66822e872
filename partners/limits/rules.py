"""The limits, as data: how many failures (for some, tries) in which time, and for how
long after that.

Requirement OA-24: per client, per account and per address. The one per account is in
partners/accounts/rules.py; the one on redeem codes (VC-05) is in vouchers.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

LONGEST = timedelta(hours=24)
# An address that was quiet for so long starts anew.
FORGET = timedelta(days=2)


@dataclass(frozen=True)
class Rule:
    """At most `allowed` failures within `window`; then nothing for `window`, and twice
    as long each time that it happens again. With `alert`, the operator is told; with
    `tries`, what succeeds is counted like what fails."""

    name: str
    allowed: int
    window: timedelta
    alert: bool = False
    tries: bool = False


# Many people share an address behind a carrier; few of them forget their passwords in
# the same quarter of an hour. Beyond it somebody tries other people's passwords.
SIGN_IN_BY_ADDRESS = Rule("sign_in_by_address", 30, timedelta(minutes=15), alert=True)
# The next two are for a hundred people behind one address (`for_people_behind`).
# Registering counts only answers that tell something of somebody else: an e-mail or a
# number is taken. Of a hundred people who register within a quarter of an hour three in
# ten may have forgotten that they did so before. A slip of the pen is not counted.
REGISTRATION_BY_ADDRESS = Rule("registration_by_address", 30, timedelta(minutes=15))
# Each is a letter to an address that somebody typed, so all count.
SIGN_UP_BY_ADDRESS = Rule(
    "sign_up_by_address", 100, timedelta(hours=1), alert=True, tries=True
)
# Whoever decides about a platform once in ten seconds for ten minutes is a program.
CONSENT_BY_ACCOUNT = Rule("consent_by_account", 60, timedelta(minutes=10), tries=True)
# Per client and address: a stranger who knows a client's public id cannot lock it out.
CLIENT_FROM_ADDRESS = Rule("client_from_address", 10, timedelta(minutes=10))
CLIENTS_BY_ADDRESS = Rule("clients_by_address", 50, timedelta(minutes=10), alert=True)

RULES = {
    rule.name: rule
    for rule in (
        SIGN_IN_BY_ADDRESS,
        REGISTRATION_BY_ADDRESS,
        SIGN_UP_BY_ADDRESS,
        CONSENT_BY_ACCOUNT,
        CLIENT_FROM_ADDRESS,
        CLIENTS_BY_ADDRESS,
    )
}


def for_people_behind(rule: Rule, people: int) -> Rule:
    """A rule whose number is for a hundred people behind one address, for so many."""
    return replace(rule, allowed=max(1, rule.allowed * people // 100))


def pause_after(rule: Rule, strikes: int) -> timedelta:
    """How long nothing is heard after the limit was reached so many times."""
    doubled: timedelta = rule.window * 2 ** min(strikes - 1, 10)
    return min(doubled, LONGEST)


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one line has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network(f"{parsed}/64", strict=False))
    return str(parsed)


def shortened(address: str) -> str:
    """An address without the part that tells one household from the next (/24, /48)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    bits = 48 if isinstance(parsed, IPv6Address) else 24
    return str(ip_network(f"{parsed}/{bits}", strict=False))

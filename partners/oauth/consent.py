"""The words of the consent page, which are also kept as the proof of consent."""

from collections.abc import Collection

from core.text import Text
from partners.oauth.scopes import CONSENT, MONEY_WARNING, SPENDING_SCOPES

OPENING = Text(
    "{platform} would like to be linked with your account. It will be able to:",
    "{platform} ingin ditautkan dengan akun Anda. Platform ini akan dapat:",
)


def lines_of(scopes: Collection[str], language: str) -> list[str]:
    """What a client may do, one sentence per scope, in the order of the list above."""
    return [text.in_(language) for scope, text in CONSENT.items() if scope in scopes]


def warning_of(scopes: Collection[str], language: str) -> str | None:
    """What is said about money, when money is at stake."""
    if SPENDING_SCOPES.isdisjoint(scopes):
        return None
    return MONEY_WARNING.in_(language)


def opening_of(platform: str, language: str) -> str:
    """The sentence above the list; names the platform."""
    return OPENING.in_(language).format(platform=platform)


def consent_text(platform: str, scopes: Collection[str], language: str) -> str:
    """All that the person read, as plain text."""
    warning = warning_of(scopes, language)
    lines = [opening_of(platform, language), *lines_of(scopes, language)]
    return "\n".join([*lines, warning] if warning else lines)

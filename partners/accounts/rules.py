"""What an e-mail address and a password must look like, and how long a visit lasts."""

import re
import unicodedata
from datetime import timedelta

from partners.accounts.errors import (
    EmailUnusable,
    PasswordGuessable,
    PasswordTooLong,
    PasswordTooShort,
)

# NIST SP 800-63B and ASVS 6.2: long rather than complicated, and no forced changes.
PASSWORD_MIN_LETTERS = 12
PASSWORD_MAX_LETTERS = 128

# A browser stays signed in for a working day, or until it is left alone for two hours.
SESSION_LIFETIME = timedelta(hours=12)
SESSION_IDLE_LIFETIME = timedelta(hours=2)

# Links that are sent by mail. NIST SP 800-63B, section 4.2.2: a reset within minutes.
RESET_LIFETIME = timedelta(minutes=30)
VERIFY_LIFETIME = timedelta(days=3)
# Nobody's mailbox is filled: so many links to one address, and not in a row.
LINKS_A_DAY = 5
LINK_PAUSE = timedelta(minutes=2)
LINKS_KEPT = timedelta(days=30)
# An address that wants an account has so long to follow the link; then nothing of it
# is left.
SIGN_UP_LIFETIME = timedelta(days=3)

# The second factor follows the password within this time.
SECOND_STEP_LIFETIME = timedelta(minutes=10)

# Requirement OA-24: after ten failures in a quarter of an hour we stop listening.
FAILURES_ALLOWED = 10
FAILURE_WINDOW = timedelta(minutes=15)

_EMAIL = re.compile(
    r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+\Z"
)


def normalise_email(text: str) -> str:
    """The address in the one form under which it is found: NFC, lower case.

    Raises EmailUnusable when it is no address, or longer than 254 letters (RFC 5321).
    """
    if any(unicodedata.category(letter) == "Cs" for letter in text):
        raise EmailUnusable
    email = unicodedata.normalize("NFC", text.strip()).lower()
    if len(email) > 254 or not _EMAIL.match(email):
        raise EmailUnusable
    return email


def as_typed(email: str) -> str:
    """What a stranger typed as her e-mail, normalised if it can be one."""
    try:
        return normalise_email(email)
    except EmailUnusable:
        return email.encode("ascii", "backslashreplace").decode()


def check_new_password(password: str, *, email: str) -> None:
    """Refuse a password that is too short, too long, or easily guessed."""
    if len(password) < PASSWORD_MIN_LETTERS:
        raise PasswordTooShort(minimum=PASSWORD_MIN_LETTERS)
    if len(password) > PASSWORD_MAX_LETTERS:
        raise PasswordTooLong(maximum=PASSWORD_MAX_LETTERS)
    plain = password.lower()
    if plain in (email, email.partition("@")[0]) or len(set(plain)) < 5:
        raise PasswordGuessable


def given_name(full_name: str) -> str:
    """The first word of a name: many Indonesian names have no family name."""
    words = full_name.split()
    return words[0] if words else ""

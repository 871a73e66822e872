"""Uses in the words of the person whose account it was."""

from core.formats import write_money
from core.mail import Letter
from core.text import Text
from partners.activity.models import Outcome, Use, UseKind

KINDS: dict[str, Text] = {
    UseKind.LINKED: Text("You linked this platform", "Anda menautkan platform ini"),
    UseKind.WIDENED: Text(
        "You allowed this platform more", "Anda menambah izin platform ini"
    ),
    UseKind.ALLOWED_ONCE: Text(
        "You allowed one act of this platform",
        "Anda mengizinkan satu tindakan platform ini",
    ),
    UseKind.RETURNED: Text(
        "This platform used your account again after a long time",
        "Platform ini memakai akun Anda lagi setelah lama",
    ),
    UseKind.PURCHASE: Text(
        "A course was bought with your training balance",
        "Satu pelatihan dibeli dengan saldo pelatihan Anda",
    ),
    UseKind.REDEMPTION: Text("Your voucher was redeemed", "Voucher Anda diredeem"),
    UseKind.ATTENDANCE: Text(
        "Your attendance was confirmed", "Kehadiran Anda dikonfirmasi"
    ),
}
OUTCOMES: dict[str, Text] = {
    Outcome.MISUSE: Text(
        "Somebody else had used your account.", "Akun Anda memang dipakai orang lain."
    ),
    Outcome.NO_MISUSE: Text(
        "We found no sign of anybody else.", "Kami tidak menemukan tanda orang lain."
    ),
    Outcome.UNCLEAR: Text(
        "It could not be found out.", "Hal ini tidak dapat dipastikan."
    ),
}
LETTER = Letter(
    "account-use",
    Text("{what}: {organisation}", "{what}: {organisation}"),
    (
        Text("{what}: {organisation}{more}.", "{what}: {organisation}{more}."),
        Text(
            "If this was not you, say so at {site}/activity. The platform is then"
            " unlinked at once, and we look into it.",
            "Jika ini bukan Anda, laporkan di {site}/activity. Tautan platform langsung"
            " diputus, dan kami memeriksanya.",
        ),
    ),
)


def letter_about(use: Use, *, organisation: str, site: str, currency: str) -> Letter:
    """What is written to her about a use."""
    what = KINDS[use.kind]
    more = "".join(f", {part}" for part in _parts(use, currency))
    values = {"organisation": organisation, "more": more, "site": site}
    return Letter(
        LETTER.kind,
        _both(LETTER.subject, what, values),
        tuple(_both(each, what, values) for each in LETTER.paragraphs),
    )


def _both(text: Text, what: Text, values: dict[str, str]) -> Text:
    return Text(
        text.en.format(what=what.en, **values), text.id.format(what=what.id, **values)
    )


def _parts(use: Use, currency: str) -> list[str]:
    parts = [use.matter] if use.matter else []
    if use.amount is not None:
        parts.append(write_money(use.amount, currency=currency))
    return parts

"""The words of the consent page, which are also kept as the proof of consent.

UU PDP (Law 27/2022), articles 20 to 22: consent is to a purpose that was told before,
in plain words; article 24: we have to be able to prove it.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from core.text import Text
from partners.oauth.details.describing import Act
from partners.oauth.details.types import DetailType
from partners.oauth.scopes import CONSENT, MONEY_WARNING, SPENDING_SCOPES

LINK_TITLE = Text("Link {platform}", "Tautkan {platform}")
LINK_OPENING = Text(
    "{platform} would like to be linked with your account. It will be able to:",
    "{platform} ingin ditautkan dengan akun Anda. Platform ini akan dapat:",
)
LINK_BASIS = Text(
    "You decide: the legal basis is your consent alone (Law 27/2022, articles 20 to"
    " 22). It holds until you take it back under Linked platforms.",
    "Keputusan di tangan Anda: dasar hukumnya hanya persetujuan Anda (UU 27/2022,"
    " pasal 20 sampai 22). Berlaku sampai Anda mencabutnya di Platform tertaut.",
)
ACT_OPENING = Text(
    "{platform} asks you to allow this, once:",
    "{platform} meminta izin Anda untuk hal ini, satu kali:",
)
ACT_BASIS = Text(
    "You decide: the legal basis is your consent alone (Law 27/2022, articles 20 to"
    " 22). {platform} learns that you allowed it, and knows you by a number that no"
    " other platform is given.",
    "Keputusan di tangan Anda: dasar hukumnya hanya persetujuan Anda (UU 27/2022,"
    " pasal 20 sampai 22). {platform} mengetahui bahwa Anda mengizinkannya, dan"
    " mengenali Anda dengan nomor yang tidak diberikan kepada platform lain.",
)


# Of all words that she may read here and in `scopes.py`; a test holds them to it.
VERSION = "2026-11.1"


@dataclass(frozen=True)
class Asking:
    """Who asks: an organisation and its program, by their names, in which language."""

    platform: str
    program: str
    language: str


@dataclass(frozen=True, kw_only=True)
class ConsentWords(Asking):
    """Everything that she reads before she decides, in one language.

    `purposes` are what may be done, each with its name; `facts` label and value of what
    it is about. `price` is in whole rupiah, when the consent is to spend exactly that.
    """

    title: str
    opening: str
    purposes: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...] = ()
    warning: str | None
    basis: str
    spends: bool
    price: int | None = None
    version: str = VERSION

    @property
    def lines(self) -> list[str]:
        """What may be done, one sentence each."""
        return [text for _, text in self.purposes]

    @property
    def text(self) -> str:
        """All of it as plain text, one thought on each line."""
        facts = [f"{label}: {value}" for label, value in self.facts]
        said = [self.opening, *self.lines, *facts, self.warning, self.basis]
        return "\n".join(line for line in said if line)

    @property
    def digest(self) -> str:
        """Of the text, so that what she decides on is what she was shown."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def link_words(asking: Asking, scopes: Collection[str]) -> ConsentWords:
    """What is said of a standing consent."""
    language, platform = asking.language, asking.platform
    spends = not SPENDING_SCOPES.isdisjoint(scopes)
    return ConsentWords(
        **vars(asking),
        title=LINK_TITLE.in_(language).format(platform=platform),
        opening=LINK_OPENING.in_(language).format(platform=platform),
        purposes=_purposes(scopes, language),
        warning=MONEY_WARNING.in_(language) if spends else None,
        basis=LINK_BASIS.in_(language),
        spends=spends,
    )


def act_words(asking: Asking, kind: DetailType, act: Act) -> ConsentWords:
    """What is said of a consent to one act (partners/oauth/details)."""
    language, platform = asking.language, asking.platform
    return ConsentWords(
        **vars(asking),
        title=act.title.in_(language),
        opening=ACT_OPENING.in_(language).format(platform=platform),
        purposes=((kind.name, act.sentence.in_(language)),),
        facts=tuple((a.in_(language), b.in_(language)) for a, b in act.facts),
        warning=kind.warning.in_(language),
        basis=ACT_BASIS.in_(language).format(platform=platform),
        spends=act.price is not None,
        price=act.price,
    )


def lines_of(scopes: Collection[str], language: str) -> list[str]:
    """What a client may do, one sentence per scope, in the order of CONSENT."""
    return [text for _, text in _purposes(scopes, language)]


def _purposes(scopes: Collection[str], language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (scope, text.in_(language))
        for scope, text in CONSENT.items()
        if scope in scopes
    )

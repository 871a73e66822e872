"""Text that people read, in the languages of the deployment."""

import unicodedata
from dataclasses import dataclass
from typing import Any

LOCALES = ("en", "id")


@dataclass(frozen=True)
class Text:
    """One sentence in English and in Indonesian; both may hold {placeholders}."""

    en: str
    id: str

    def in_(self, locale: str) -> str:
        """The sentence in `locale`; English when the locale is not known."""
        return self.id if locale == "id" else self.en

    def format(self, **values: Any) -> "Text":
        """The same sentence with its placeholders filled in."""
        return Text(en=self.en.format(**values), id=self.id.format(**values))


def displayed(text: str) -> str:
    """A text as it may be shown: one line, no control and no direction characters.

    Such characters (Unicode categories Cc, Cf, Zl, Zp) could make a certificate read
    differently from what was signed.
    """
    visible = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in text
        if unicodedata.category(letter) not in ("Cf", "Cs", "Co")
    )
    return " ".join(visible.split())

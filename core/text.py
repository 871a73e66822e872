"""Text that people read, in the languages of the deployment."""

import unicodedata
from collections.abc import Mapping
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
        """The same sentence with its placeholders filled in; a Text that fills one has
        its words in each language."""
        filled = {
            locale: self.in_(locale).format(**in_language(values, locale))
            for locale in LOCALES
        }
        return Text(**filled)


def in_language(values: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """The same values, with every Text among them in one language."""
    return {
        name: value.in_(locale) if isinstance(value, Text) else value
        for name, value in values.items()
    }


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

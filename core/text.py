"""Text that people read, in the languages of the deployment."""

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

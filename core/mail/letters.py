"""What a letter says, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from core.text import LOCALES, Text


@dataclass(frozen=True)
class Letter:
    """Subject and paragraphs of a letter of one `kind`, such as `password-reset`."""

    kind: str
    subject: Text
    paragraphs: tuple[Text, ...]

    GREETING: ClassVar[Text] = Text("Hello,", "Halo,")

    def about(self, **values: Any) -> "Letter":
        """The same letter with its placeholders filled in; a Text has its words in
        each language."""
        return Letter(
            self.kind,
            _filled(self.subject, values),
            tuple(_filled(paragraph, values) for paragraph in self.paragraphs),
        )

    def subject_in(self, locale: str) -> str:
        """The subject, on one line whatever a name in it holds."""
        return " ".join(self.subject.in_(locale).split())

    def body_in(self, locale: str) -> str:
        """The text, with a greeting and a blank line between paragraphs."""
        parts = (self.GREETING, *self.paragraphs)
        return "\n\n".join(part.in_(locale) for part in parts)


def _filled(text: Text, values: Mapping[str, Any]) -> Text:
    in_both = {
        language: {
            name: value.in_(language) if isinstance(value, Text) else value
            for name, value in values.items()
        }
        for language in LOCALES
    }
    return Text(en=text.en.format(**in_both["en"]), id=text.id.format(**in_both["id"]))

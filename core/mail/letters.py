"""What a letter says, in both languages."""

from dataclasses import dataclass
from typing import Any, ClassVar

from core.text import Text


@dataclass(frozen=True)
class Letter:
    """Subject and paragraphs of a letter of one `kind`, such as `password-reset`."""

    kind: str
    subject: Text
    paragraphs: tuple[Text, ...]

    GREETING: ClassVar[Text] = Text("Hello,", "Halo,")

    def about(self, **values: Any) -> "Letter":
        """The same letter with its placeholders filled in."""
        return Letter(
            self.kind,
            self.subject.format(**values),
            tuple(paragraph.format(**values) for paragraph in self.paragraphs),
        )

    def subject_in(self, locale: str) -> str:
        """The subject, on one line whatever a name in it holds."""
        return " ".join(self.subject.in_(locale).split())

    def body_in(self, locale: str) -> str:
        """The text, with a greeting and a blank line between paragraphs."""
        parts = (self.GREETING, *self.paragraphs)
        return "\n\n".join(part.in_(locale) for part in parts)

"""What the opening process can say."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Opened:
    """A file that opened. `content` is what to keep instead of it, if anything."""

    facts: dict[str, int] = field(default_factory=dict)
    content: bytes = b""


class Refused(BaseException):
    """`why` is one of: unreadable, intricate, pixels, pages, locked, active.

    Not an Exception, so that no library takes it for one of its own.
    """

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(why)
        self.why, self.what = why, what

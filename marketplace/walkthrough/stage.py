"""What every chapter has at hand."""

from dataclasses import dataclass

from marketplace.demo.state import Credentials, State
from marketplace.walkthrough.receiver import Receiver
from marketplace.walkthrough.screen import Screen
from marketplace.walkthrough.talking import Api


@dataclass(frozen=True)
class Stage:
    """A running demo, the screen, the API, and the partners' webhook receiver."""

    demo: State
    screen: Screen
    api: Api
    receiver: Receiver

    def client(self, part: str) -> Credentials:
        """The credentials of the one who plays this part."""
        return self.demo.clients[part]


def money(amount: dict[str, int]) -> str:
    """An amount of the API as people write it: Rp 350.000."""
    return f"Rp {amount['amount']:,}".replace(",", ".")

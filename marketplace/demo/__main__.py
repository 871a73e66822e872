"""`make demo`: serve the platform with made-up people until Ctrl-C."""

import signal
import sys

from rich.console import Console

from marketplace.demo.arguments import take_no_arguments
from marketplace.demo.banner import show
from marketplace.demo.errors import DemoStopped
from marketplace.demo.options import Options
from marketplace.demo.running import demo

console = Console(highlight=False)


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 after Ctrl-C, 1 when the demo could not start or go on."""
    take_no_arguments("python -m marketplace.demo", __doc__, arguments)
    # A shell lets what it starts in the background ignore Ctrl-C; `kill -INT` counts.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        with demo(Options.from_environment(), _say) as running:
            show(console, running)
            running.watch()
    except KeyboardInterrupt:
        return 0
    except DemoStopped as error:
        Console(stderr=True, highlight=False).print(
            f"The demo stopped. {error}", style="bold red", markup=False, soft_wrap=True
        )
    return 1


def _say(line: str) -> None:
    console.print(f"[dim]·[/] {line}", soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())

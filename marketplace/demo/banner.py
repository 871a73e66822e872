"""What a newcomer is told once a demo runs."""

from rich.console import Console
from rich.rule import Rule
from rich.table import Table

from marketplace.demo.running import Demo
from marketplace.demo.state import Credentials, State
from marketplace.seed.demo import SECOND_FACTOR


def show(console: Console, demo: Demo) -> None:
    """Print the addresses, the ways in, and a first request to copy."""
    state = demo.state
    console.print()
    console.print(
        Rule(
            f"[bold green]The demo is ready[/] ({demo.took:.0f} seconds)", align="left"
        )
    )
    console.print("All people, schedules, seats and secrets in it are made up.\n")
    console.print(_columns(_addresses(state)))
    console.print("\n[bold]People who can sign in[/]")
    console.print(_columns([(a.email, a.password, a.about) for a in state.accounts]))
    console.print(
        "\nStaff type a code after the password. It stands on"
        f" [cyan]{state.web}/_codes[/],\nor an authenticator of yours shows it with the"
        f" secret [cyan]{SECOND_FACTOR}[/]."
    )
    console.print("\n[bold]Clients of the API[/]")
    console.print(_columns([_client(one) for one in state.clients.values()]))
    console.print("\n[bold]A first request[/] (copy it into another terminal)\n")
    console.print(_first_request(state), soft_wrap=True, style="cyan", markup=False)
    console.print(
        "\nThe whole way from sign-in to incentive: [bold]make walkthrough[/]"
        " (in another terminal)."
    )
    console.print("Ctrl-C stops everything.\n")


def _columns(rows: list[tuple[str, ...]]) -> Table:
    """Rows whose words stay whole, to be copied, however narrow the terminal is."""
    table = Table.grid(padding=(0, 2))
    for _ in rows[0]:
        table.add_column(overflow="fold")
    table.columns[0].no_wrap = True
    for name, *others in rows:
        table.add_row(f"[cyan]{name}[/]", *others)
    return table


def _addresses(state: State) -> list[tuple[str, ...]]:
    return [
        (f"{state.web}/", "the pages for participants"),
        (f"{state.web}/sign-in", "sign in"),
        (f"{state.web}/catalogue", "266 real courses of the year 2023"),
        (f"{state.web}/docs", "the API, to read and to try"),
        (f"{state.web}/_mail", "what the platform has written to people"),
        (f"{state.payment_partner}/_ledger", "what the simulated partner has paid"),
    ]


def _client(client: Credentials) -> tuple[str, ...]:
    return client.client_id, client.secret or f"(public) {client.organisation}"


def _first_request(state: State) -> str:
    client = state.clients["platform"]
    pick = 'import json,sys; print(json.load(sys.stdin)["access_token"])'
    return (
        f"TOKEN=$(curl -s -u {client.client_id}:{client.secret}"
        f" -d grant_type=client_credentials -d scope=catalog:read"
        f" {state.web}/oauth/token | python3 -c '{pick}')\n"
        f'curl -s -H "Authorization: Bearer $TOKEN"'
        f" '{state.web}/v1/courses?query=membuat%20kue&limit=3'"
    )

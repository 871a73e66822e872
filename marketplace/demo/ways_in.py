"""Who can sign in to a demo, and with which clients."""

from marketplace.demo.state import Account, Credentials
from marketplace.seed import demo
from marketplace.seed.run import Seeded

CLIENTS = {
    "platform": demo.PLATFORM_CLIENT,
    "institution": demo.INSTITUTION_CLIENT,
    "other_institution": demo.OTHER_INSTITUTION_CLIENT,
    "operator": demo.OPERATOR_CLIENT,
    "app": demo.APP_CLIENT,
}


def accounts_of(seeded: Seeded) -> list[Account]:
    """One invented person with a training balance, and one without."""
    return [
        Account(people[0].email, demo.PASSWORD, about)
        for people, about in (
            (seeded.awarded, "has a training balance"),
            (seeded.waiting, "may join the open batch"),
        )
        if people
    ]


def clients() -> dict[str, Credentials]:
    """The clients by the part that they play."""
    return {
        name: Credentials(
            organisation=client.organisation,
            client_id=client.client_id,
            secret=client.secret,
            redirect_uris=list(client.redirect_uris),
            scopes=list(client.scopes),
        )
        for name, client in CLIENTS.items()
    }

"""Who can sign in to a demo, and with which clients."""

from marketplace.demo.state import Account, Credentials
from marketplace.seed import demo
from marketplace.seed.run import Seeded

CLIENTS = {
    "platform": demo.PLATFORM_CLIENT,
    "secure_platform": demo.SECURE_PLATFORM_CLIENT,
    "institution": demo.INSTITUTION_CLIENT,
    "other_institution": demo.OTHER_INSTITUTION_CLIENT,
    "operator": demo.OPERATOR_CLIENT,
    "app": demo.APP_CLIENT,
    "console": demo.CONSOLE_CLIENT,
}


def accounts_of(seeded: Seeded) -> list[Account]:
    """One invented person with a training balance, one without, and the staff."""
    participants = [
        Account(people[0].email, demo.PASSWORD, about)
        for people, about in (
            (seeded.awarded, "has a training balance"),
            (seeded.waiting, "may join the open batch"),
        )
        if people
    ]
    staff = [
        Account(person.email, demo.PASSWORD, person.about)
        for person in (*demo.STAFF, demo.ASSESSOR, demo.MONITOR)
    ]
    return participants + staff


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

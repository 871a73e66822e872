"""Who calls in the world, and what it holds."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from partners.accounts import Account
from partners.oauth import Client
from partners.oauth.scopes import SCOPES
from partners.organisations import Kind, Organisation
from tests import factories

KINDS = (Kind.TRAINING_INSTITUTION, Kind.DIGITAL_PLATFORM, Kind.OPERATOR)
RETURN = "https://partner.example/return"


@dataclass
class Caller:
    """An organisation with a client that has every scope, and its tokens: its own, and
    one for `account`."""

    organisation: Organisation
    client: Client
    bearer: str
    person_bearer: str


@dataclass
class World:
    """Who calls, and by path parameter the ids of what there is."""

    account: Account
    institution: Caller
    platform: Caller
    operator: Caller
    ids: dict[str, str]
    secrets: dict[str, str]

    @property
    def callers(self) -> list[Caller]:
        return [self.institution, self.platform, self.operator]


def make_caller(session: Session, account: Account, *kinds: Kind) -> Caller:
    organisation = factories.make_organisation(session, kinds=list(kinds))
    client = factories.make_client(
        session, organisation, list(SCOPES), redirect_uris=[RETURN]
    )
    return Caller(
        organisation=organisation,
        client=client,
        bearer=factories.make_token(session, client),
        person_bearer=factories.make_token(session, client, account),
    )

"""What is asked of a person, and whether she has to be asked."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from partners.accounts.models import Account
from partners.links.errors import LinkedWithOtherAccount, PartnerAccountTaken
from partners.links.services.name_account import (
    check_partner_account,
    is_bound,
)
from partners.oauth.adapters import ServedClient
from partners.oauth.consent import Asking, ConsentWords, act_words, link_words
from partners.oauth.details.describing import Asked, describe
from partners.oauth.details.types import TYPES
from partners.oauth.models import Grant
from partners.oauth.requests import PartnerRequest
from partners.oauth.rules import parse_scopes

Contradiction = LinkedWithOtherAccount | PartnerAccountTaken


def may_skip(
    session: Session, grant: Any, client: ServedClient, standing: Grant
) -> bool:
    """Whether she need not be asked again: her consent covers all that is asked, and
    the client has proved who it is. A public client could be another program behind
    the same loopback address (RFC 8252, section 8.6), so for it she is asked. What is
    done once is asked each time, and so are an account that is not bound yet and
    whatever the client wishes to be asked."""
    asked: PartnerRequest = grant.request
    if client.is_public or asked.detail is not None or grant.interaction.wishes.consent:
        return False
    if asked.partner_account is not None and not is_bound(
        session,
        account_id=standing.account_id,
        organisation_id=standing.organisation_id,
        partner_account=asked.partner_account,
    ):
        return False
    return set(parse_scopes(asked.scope)) <= set(standing.scopes)


def words_for(
    session: Session,
    account: Account,
    client: ServedClient,
    asked: PartnerRequest,
    *,
    language: str,
    at: datetime,
) -> ConsentWords:
    """What she reads. Raises ActImpossible for an act that cannot be done."""
    asking = Asking(client.organisation.name, client.row.name, language)
    if asked.detail is None:
        return link_words(asking, parse_scopes(asked.scope))
    act = describe(
        session,
        Asked(
            detail=asked.detail,
            account_id=account.id,
            organisation_id=client.row.organisation_id,
            at=at,
        ),
    )
    return act_words(asking, TYPES[asked.detail["type"]], act)


def contradiction(
    session: Session, account: Account, client: ServedClient, asked: PartnerRequest
) -> Contradiction | None:
    """Why the account that the platform names cannot be linked with this person."""
    if asked.partner_account is None:
        return None
    try:
        check_partner_account(
            session,
            account_id=account.id,
            organisation_id=client.row.organisation_id,
            partner_account=asked.partner_account,
        )
    except (LinkedWithOtherAccount, PartnerAccountTaken) as refusal:
        return refusal
    return None

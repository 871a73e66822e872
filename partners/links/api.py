"""What an organisation reads and does about the participants that it is linked with."""

from typing import Any

from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import current_caller, require_scope
from partners.links.errors import (
    LinkedAccountNotFound,
    LinkedWithOtherAccount,
    PartnerAccountTaken,
)
from partners.links.models import AccountLink, LinkChange, Side
from partners.links.queries import (
    history_for,
    links_of_organisation,
    live_link,
    scopes_allowed,
)
from partners.links.schemas import (
    LinkHistorySchema,
    LinkPageSchema,
    LinkSchema,
    OneLinkSchema,
    PartnerAccountRequestSchema,
)
from partners.links.services.hold import lock_live_link
from partners.links.services.name_account import name_partner_account
from partners.oauth.services.withdraw_consent import unlink_organisation

blueprint = Blueprint(
    "linked-accounts",
    __name__,
    url_prefix="/v1/linked-accounts",
    description="Participants who linked their account with your organisation.",
)


@blueprint.route("")
class LinkedAccounts(MethodView):
    @require_scope("links:manage")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, LinkPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[AccountLink]:
        """List the participants who are linked with you, newest first."""
        with reading("links.list") as session:
            return paginate(
                session,
                links_of_organisation(current_caller().organisation_id),
                [Key(AccountLink.id, "id", descending=True)],
                **page,
            )


@blueprint.route("/<string:subject>")
class LinkedAccount(MethodView):
    @require_scope("links:manage")
    @blueprint.response(200, OneLinkSchema)
    @blueprint.refusals(LinkedAccountNotFound)
    def get(self, subject: str) -> dict[str, Any]:
        """Read one link, and what your programs may do for her at present."""
        with reading("links.read") as session:
            link = _live(session, subject)
            return {**_shown(link), "scopes": scopes_allowed(session, link)}

    @require_scope("links:manage")
    @blueprint.response(204)
    @blueprint.refusals(LinkedAccountNotFound)
    def delete(self, subject: str) -> None:
        """End a link from your side.

        Her tokens at all your programs are dead with the next request, and she sees
        it in the history of her links. She can link again, with the same `sub`.
        """
        with unit_of_work("links.end") as session:
            link = _live(session, subject)
            unlink_organisation(
                session,
                account_id=link.account_id,
                organisation_id=link.organisation_id,
                side=Side.PLATFORM,
                at=now(),
            )


@blueprint.route("/<string:subject>/partner-account")
class PartnerAccount(MethodView):
    @require_scope("links:manage")
    @blueprint.arguments(PartnerAccountRequestSchema)
    @blueprint.response(200, LinkSchema)
    @blueprint.refusals(
        LinkedAccountNotFound, LinkedWithOtherAccount, PartnerAccountTaken
    )
    def put(self, body: dict[str, str], subject: str) -> dict[str, Any]:
        """Name your own account of a linked participant.

        One account at your platform belongs to one participant, and one participant
        has one account there. Whatever contradicts that is refused and changes
        nothing: to bind another account, end the link first. The same again is fine.
        """
        with unit_of_work("links.name_account") as session:
            found = _live(session, subject)
            link = lock_live_link(
                session,
                account_id=found.account_id,
                organisation_id=found.organisation_id,
            )
            if link is None:
                raise LinkedAccountNotFound
            named = name_partner_account(
                session, link, partner_account=body["partner_account"], at=now()
            )
            return _shown(named)


@blueprint.route("/<string:subject>/history")
class LinkHistory(MethodView):
    @require_scope("links:manage")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, LinkHistorySchema)
    @blueprint.refusals(LinkedAccountNotFound, InvalidCursor)
    def get(self, page: dict[str, Any], subject: str) -> Page[Any]:
        """List what happened to your links with one participant, newest first.

        Links that ended are included: this goes on over unlinking and linking again.
        """
        with reading("links.history") as session:
            query = history_for(
                session,
                organisation_id=current_caller().organisation_id,
                subject=subject,
            )
            return paginate(
                session,
                query,
                [Key(LinkChange.id, "id", descending=True)],
                scalars=False,
                **page,
            )


def _live(session: Any, subject: str) -> AccountLink:
    return live_link(
        session, organisation_id=current_caller().organisation_id, subject=subject
    )


def _shown(link: AccountLink) -> dict[str, Any]:
    return {
        "subject": link.subject,
        "linked_at": link.linked_at,
        "names_an_account": link.names_an_account,
    }

"""Who the participant is: the userinfo endpoint of OpenID Connect (Core, section 5.3),
which is an operation of the API like all others."""

from flask.views import MethodView

from core.privacy import vault_of
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.security import current_caller, require_scope, takes_token_in_form
from partners.accounts.rules import given_name
from partners.oauth.oidc.schemas import UserInfoSchema
from partners.oauth.queries import subject_and_account

NAME_SCOPE = "profile:read"

blueprint = Blueprint(
    "userinfo", __name__, url_prefix="/v1", description="Who the participant is."
)


@blueprint.route("/userinfo")
class UserInfo(MethodView):
    @require_scope("openid", NAME_SCOPE, person=True)
    @blueprint.response(200, UserInfoSchema)
    def get(self) -> dict[str, str]:
        """Know the participant who consented.

        `sub` is hers for your organisation alone and never changes; other platforms
        know her by another. It is the `sub` of your id_tokens, and the `subject` of
        your account.linked events. `given_name` needs the scope profile:read.
        """
        return _claims()

    @takes_token_in_form
    @require_scope("openid", NAME_SCOPE, person=True)
    @blueprint.response(200, UserInfoSchema)
    def post(self) -> dict[str, str]:
        """Know the participant who consented, asked by POST.

        The same as by GET, for libraries that ask so. The token may come in the header,
        or as `access_token` in an application/x-www-form-urlencoded body.
        """
        return _claims()


def _claims() -> dict[str, str]:
    caller = current_caller()
    with reading("oauth.userinfo") as session:
        subject, account = subject_and_account(session, caller.token_id)
        if NAME_SCOPE not in caller.scopes:
            return {"sub": subject}
        full_name = vault_of(session).open(
            account.full_name_sealed, row=account.id, field="full_name"
        )
    return {"sub": subject, "given_name": given_name(full_name)}

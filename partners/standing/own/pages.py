"""The organisation's page about its own standing, with its right of reply."""

from uuid import UUID

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from partners.accounts.web import PageBlueprint, page_locale
from partners.staff.portal import Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff
from partners.standing.forms import ReplyForm
from partners.standing.ladder import ladder
from partners.standing.models import Sanction
from partners.standing.queries import sanctions_of
from partners.standing.rules import is_over
from partners.standing.services.reply import REPLIABLE, file_reply
from partners.standing.views import SanctionView, views_of

SHOWN = 50

blueprint = PageBlueprint("own_standing", __name__, template_folder="../../templates")

add_section(
    Section("standing", Text("Standing", "Status"), Permission.ORGANISATION_READ)
)


@blueprint.get("/partner/<code>/standing")
@for_staff(Permission.ORGANISATION_READ)
def standing() -> str:
    """How the organisation stands, and what was decided about it."""
    return _page(ReplyForm())


@blueprint.post("/partner/<code>/standing/<uuid:sanction_id>/reply")
@for_staff(Permission.STANDING_REPLY, while_stopped=True)
def reply(sanction_id: UUID) -> Response | tuple[str, int]:
    """File the reply to one sanction; it is said once."""
    form = ReplyForm()
    if not form.validate():
        return _page(form, failed=sanction_id), 422
    staff = current_staff()
    with unit_of_work("pages.reply") as session:
        file_reply(
            session,
            sanction_id=sanction_id,
            organisation_id=staff.organisation.id,
            text=form.text.data or "",
            by=staff.seat.account_id,
            at=now(),
        )
    flash(_("Your reply is filed. The operator answers it here."))
    return redirect(f"/partner/{staff.organisation.code}/standing", 303)


def can_reply(view: SanctionView) -> bool:
    """Whether the organisation may still say something to this sanction."""
    sanction = view.sanction
    return (
        view.reply is None
        and sanction.state in REPLIABLE
        and not is_over(sanction.reply_due_at, at=now())
    )


def reason_in_words(sanction: Sanction) -> str:
    """The reason's code in the reader's language; the code itself if it is gone."""
    reason = ladder().reasons.get(sanction.reason_code)
    return sanction.reason_code if reason is None else reason.words.in_(page_locale())


def _page(form: ReplyForm, failed: UUID | None = None) -> str:
    organisation = current_staff().organisation
    with reading("pages.standing") as session:
        sanctions = session.scalars(
            sanctions_of(organisation.id).order_by(Sanction.id.desc()).limit(SHOWN)
        ).all()
        views = views_of(session, sanctions)
    return render_template(
        "standing/own.html",
        organisation=organisation,
        views=views,
        form=form,
        failed=failed,
        can_reply=can_reply,
        reason_in_words=reason_in_words,
        may_reply=Permission.STANDING_REPLY in current_staff().permissions,
    )

"""Pages that only a demo has: what real people keep for themselves. Production does not
know them."""

from flask import current_app, render_template

from core.clock import now
from core.mail.folder import newest_mail, read_mail
from marketplace.seed.demo import SECOND_FACTOR
from marketplace.web.site import PageNotFound
from openapi.security import public
from partners.accounts.web import PageBlueprint
from partners.factors.rules import STEP, code_of, step_at

blueprint = PageBlueprint("demo", __name__)

WHY_MAIL = "The people of a demo are made up; production has no such page."


@blueprint.get("/_codes")
@public("The secret of the demo's staff is published; production has no such page.")
def codes() -> str:
    """The code that the authenticators of the demo's staff show at this moment."""
    at = now()
    passed = at.timestamp() % STEP.total_seconds()
    return render_template(
        "pages/codes.html",
        code=code_of(SECOND_FACTOR, step_at(at)),
        secret=SECOND_FACTOR,
        seconds=int(STEP.total_seconds() - passed),
    )


@blueprint.get("/_mail")
@public(WHY_MAIL)
def mail() -> str:
    """What the platform wrote to people, the newest first."""
    folder = current_app.extensions["settings"].mail_folder
    return render_template("pages/mail.html", letters=newest_mail(folder))


@blueprint.get("/_mail/<name>")
@public(WHY_MAIL)
def letter(name: str) -> str:
    """One letter, whose links can be followed."""
    found = read_mail(current_app.extensions["settings"].mail_folder, name)
    if found is None:
        raise PageNotFound
    return render_template("pages/letter.html", letter=found)

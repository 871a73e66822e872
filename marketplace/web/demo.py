"""Pages that only a demo has: what real people keep for themselves. Production does not
know them."""

from flask import render_template

from core.clock import now
from marketplace.seed.demo import SECOND_FACTOR
from openapi.security import public
from partners.accounts.web import PageBlueprint
from partners.factors.rules import STEP, code_of, step_at

blueprint = PageBlueprint("demo", __name__)


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

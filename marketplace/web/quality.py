"""The formula of the quality score, for whoever reads a score or is measured by it."""

from flask import render_template

from catalog.quality.explaining import formula_in_words
from marketplace.web.catalogue import WHY_PUBLIC
from marketplace.web.site import blueprint
from openapi.security import public
from partners.accounts.web import page_locale


@blueprint.get("/quality")
@public(WHY_PUBLIC)
def quality_formula_page() -> str:
    """Its parts, their weights, how points come about, and the score."""
    return render_template(
        "pages/quality.html", formula=formula_in_words(page_locale())
    )

"""Courses side by side on one page; which ones stands in its address, so that it works
without a script and can be sent to somebody."""

from flask import render_template, request

from catalog.comparing.queries import facts_of, ids_of_codes, missing_of
from catalog.comparing.rules import FIELDS, MOST, differences
from core.clock import now
from core.unit_of_work import reading
from marketplace.web.catalogue import WHY_PUBLIC
from marketplace.web.search_form import (
    COMPARED,
    Address,
    compare_address,
    with_courses,
)
from marketplace.web.site import blueprint
from openapi.security import public


@blueprint.get("/courses/compare")
@public(WHY_PUBLIC)
def compare() -> str:
    """The courses of the address, at most four; with `only=differences` the rows in
    which they differ."""
    address = Address(request.args)
    codes = list(dict.fromkeys(address.all("course")))[:MOST]
    with reading("pages.compare") as session:
        ids = ids_of_codes(session, codes)
        found = facts_of(session, ids, at=now())
        gone = missing_of(session, [each for each in ids if each not in found])
    courses = [found[each] for each in ids if each in found]
    shown = [each.code for each in courses]
    different = differences(courses)
    only = address.one("only") == "differences" and len(courses) > 1
    return render_template(
        "pages/compare.html",
        courses=courses,
        different=different,
        fields=[name for name in FIELDS if not only or name in different],
        only=only,
        unknown=len(codes) - len(ids),
        ended=[each.title for each in gone.values()],
        without={code: compare_address(_but(shown, code)) for code in shown},
        all_address=compare_address(shown),
        more_address=with_courses("/catalogue", COMPARED, shown),
        is_full=len(shown) >= MOST,
    )


def _but(codes: list[str], left: str) -> list[str]:
    return [code for code in codes if code != left]

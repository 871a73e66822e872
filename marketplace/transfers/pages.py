"""The operator's page about classes that were called off."""

from flask import render_template

from core.clock import now
from core.text import Text
from core.unit_of_work import reading
from marketplace.transfers.queries import called_off_classes
from partners.accounts.web import PageBlueprint
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import for_operator

blueprint = PageBlueprint("transfers_pages", __name__)

add_section(
    Section(
        "called-off-classes",
        Text("Called-off classes", "Kelas yang dibatalkan"),
        Permission.STANDING_CHANGE,
        operator=True,
        group=Group.COURSES,
    )
)


@blueprint.get("/operator/called-off-classes")
@for_operator(Permission.STANDING_CHANGE)
def called_off() -> str:
    """How far the holders of each class are."""
    with reading("pages.called_off_classes") as session:
        found = called_off_classes(session, at=now())
    return render_template("pages/called_off_classes.html", classes=found)

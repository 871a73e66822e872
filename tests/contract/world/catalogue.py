"""Of the catalogue: reviews, curation, visits."""

from sqlalchemy.orm import Session

from catalog.courses import Course
from partners.organisations import Organisation
from tests import factories


def add_reviews(
    session: Session, ids: dict[str, object], platform: Organisation
) -> None:
    """A review of the class's course with a reply; and of a course of the platform's
    own, one without and one with a hidden reply."""
    review = factories.make_review(session, session.get_one(Course, ids["course_id"]))
    factories.make_reply(session, review)
    own = factories.make_course(session, platform)
    disputed = factories.make_review(session, own)
    factories.make_reply(session, disputed, state="hidden")
    ids |= {
        "course_review_id": review.id,
        "own_course_review_id": factories.make_review(session, own).id,
        "hidden_reply_review_id": disputed.id,
    }


def add_listings(
    session: Session,
    ids: dict[str, object],
    institution: Organisation,
    platform: Organisation,
) -> None:
    """The institution's trainer and list of courses, and what waits of a platform's
    feed."""
    ids |= {
        "trainer_id": factories.make_trainer(session, institution).id,
        "list_id": factories.make_course_list(session, institution).id,
        "hold_id": factories.make_catalog_hold(session, platform).id,
    }


def add_case(session: Session, ids: dict[str, object], platform: Organisation) -> None:
    """A course that was submitted, and that the platform is asked to judge."""
    course = session.get_one(Course, ids["course_id"])
    case = factories.make_case(session, course, platform_id=platform.id)
    category = factories.make_category(session)
    ids |= {
        "case_id": case.id,
        "task_id": factories.make_course_task(session, case, platform).id,
        "category": category.code,
    }


def add_visits(
    session: Session,
    ids: dict[str, object],
    institution: Organisation,
    platform: Organisation,
) -> None:
    """A class that the platform's organisation is asked to visit, and one of its own,
    in which something was found; each with a file."""
    visit = factories.make_visit(
        session,
        factories.make_schedule(session, factories.make_course(session, institution)),
        platform,
    )
    other, own = (
        factories.make_visit(
            session,
            factories.make_schedule(session, factories.make_course(session, whose)),
            monitor,
        )
        for whose, monitor in ((institution, platform), (platform, None))
    )
    ids |= {
        "plan_id": visit.plan_id,
        "visit_id": visit.id,
        "declined_visit_id": other.id,
        "visit_file_id": factories.make_visit_file(session, visit).id,
        "finding_id": factories.make_finding(session, own).id,
        "finding_file_id": factories.make_visit_file(session, own).id,
    }

"""What an import leaves in the database (docs/rules/course-import.md)."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.authoring import Revision
from catalog.courses import Course, CourseStatus
from catalog.imports import parse_courses
from catalog.imports.errors import ImportForAnother
from catalog.imports.services.apply import apply_list, apply_own
from catalog.imports.services.publish import publish_draft
from core.datafiles import read_json
from partners.organisations import Kind, Organisation, Standing
from tests.factories import make_organisation, make_revision

SOURCE = "skills-week-2023"


def a_row(**changes: Any) -> dict[str, Any]:
    return {
        "lp_name": "Dapur Ani",
        "course_title": "Membuat Roti",
        "course_category": "Makanan dan Minuman",
        "course_type": "Online - LMS",
        "course_url": "https://dapur-ani.example/roti",
        "Prosentase diskon": "-",
        "course_price": "Rp 250.000",
        **changes,
    }


def read(*rows: dict[str, Any]) -> Any:
    return parse_courses(rows, source=SOURCE)


def the_course(session: Session) -> Course:
    return session.scalars(
        select(Course).execution_options(populate_existing=True)
    ).one()


def test_the_real_list_becomes_courses_of_sixty_institutions(
    session: Session, at: datetime
) -> None:
    report = parse_courses(
        read_json("prakerja/skills_week_2023_courses.json"), source=SOURCE
    )

    applied = apply_list(session, report, at=at)

    assert (applied.created, applied.changed, applied.unchanged) == (266, 0, 0)
    assert (applied.held, applied.rejected, applied.withheld) == (1, 0, 0)
    published = select(func.count()).where(Course.status == CourseStatus.PUBLISHED)
    assert session.scalar(published) == 265
    approved = select(func.count()).where(Organisation.standing == Standing.APPROVED)
    assert session.scalar(approved) == 60


def test_the_same_list_twice_changes_nothing(session: Session, at: datetime) -> None:
    report = parse_courses(
        read_json("prakerja/skills_week_2023_courses.json"), source=SOURCE
    )
    apply_list(session, report, at=at)

    again = apply_list(session, report, at=at)

    assert (again.created, again.changed, again.unchanged) == (0, 0, 266)
    assert session.scalar(select(func.count()).select_from(Course)) == 266
    assert session.scalar(select(func.count()).select_from(Organisation)) == 60


def test_a_new_price_changes_the_course_and_nothing_else(
    session: Session, at: datetime
) -> None:
    apply_list(session, read(a_row()), at=at)
    before = the_course(session)
    identity = (before.id, before.code, before.created_at)

    applied = apply_list(session, read(a_row(course_price="Rp 275.000")), at=at)

    assert (applied.created, applied.changed) == (0, 1)
    course = the_course(session)
    assert (course.id, course.code, course.created_at) == identity
    assert course.list_price == 275_000
    assert course.status == CourseStatus.PUBLISHED


def test_a_held_draft_is_not_published(session: Session, at: datetime) -> None:
    applied = apply_list(session, read(a_row(course_price="Rp 1250.000")), at=at)

    assert (applied.created, applied.held) == (1, 1)
    assert the_course(session).status == CourseStatus.DRAFT


def test_a_corrected_row_is_published(session: Session, at: datetime) -> None:
    apply_list(session, read(a_row(course_price="Rp 1250.000")), at=at)

    applied = apply_list(session, read(a_row(course_price="Rp 1.250.000")), at=at)

    assert (applied.changed, applied.held) == (1, 0)
    assert the_course(session).status == CourseStatus.PUBLISHED


def test_a_doubtful_price_does_not_reach_a_course_on_sale(
    session: Session, at: datetime
) -> None:
    apply_list(session, read(a_row()), at=at)

    applied = apply_list(session, read(a_row(course_price="Rp 1250.000")), at=at)

    assert (applied.withheld, applied.held, applied.changed) == (1, 1, 0)
    assert the_course(session).list_price == 250_000
    assert the_course(session).status == CourseStatus.PUBLISHED


def test_a_platform_that_gives_courses_stays_one_organisation(
    session: Session, at: datetime
) -> None:
    platform = make_organisation(
        session, Kind.DIGITAL_PLATFORM, name="Dapur Ani", name_key="dapur ani"
    )

    apply_list(session, read(a_row()), at=at)

    assert the_course(session).provider_id == platform.id
    session.refresh(platform)
    assert platform.kinds == [Kind.DIGITAL_PLATFORM, Kind.TRAINING_INSTITUTION]


def test_an_applicant_of_the_same_name_is_not_given_the_courses(
    session: Session, at: datetime
) -> None:
    """Anybody may apply under any name; until somebody has looked, it is of no kind."""
    applicant = make_organisation(
        session,
        kinds=[],
        name="Dapur Ani",
        name_key="dapur ani",
        standing=Standing.APPLIED,
    )

    apply_list(session, read(a_row()), at=at)

    assert the_course(session).provider_id != applicant.id
    assert applicant.kinds == []


def test_a_name_whose_handle_is_taken_gets_another_handle(
    session: Session, at: datetime
) -> None:
    make_organisation(session, code="dapur-ani", name_key="somebody else")

    apply_list(session, read(a_row()), at=at)

    codes = session.scalars(
        select(Organisation.code).where(Organisation.name_key == "dapur ani")
    ).all()
    assert len(codes) == 1
    assert codes[0].startswith("dapur-ani-")


def test_an_institution_imports_its_own_courses_as_drafts(
    session: Session, at: datetime
) -> None:
    provider = make_organisation(session, name_key="dapur ani")

    applied = apply_own(session, read(a_row()), provider=provider, at=at)

    assert (applied.created, applied.held) == (1, 0)
    assert the_course(session).status == CourseStatus.DRAFT
    assert the_course(session).provider_id == provider.id


def test_an_institution_imports_under_its_own_name_only(
    session: Session, at: datetime
) -> None:
    provider = make_organisation(session, name_key="dapur budi")

    with pytest.raises(ImportForAnother) as refused:
        apply_own(session, read(a_row()), provider=provider, at=at)

    assert refused.value.members == {"rows": [1]}
    assert session.scalar(select(func.count()).select_from(Course)) == 0


def test_an_institution_does_not_change_what_is_on_sale_unasked(
    session: Session, at: datetime
) -> None:
    provider = make_organisation(session, name_key="dapur ani")
    apply_own(session, read(a_row()), provider=provider, at=at)
    the_course(session).status = CourseStatus.PUBLISHED
    session.flush()

    applied = apply_own(
        session, read(a_row(course_price="Rp 20.000")), provider=provider, at=at
    )

    assert (applied.withheld, applied.held, applied.changed) == (1, 1, 0)
    assert the_course(session).list_price == 250_000


def test_what_a_list_puts_on_sale_or_changes_there_is_a_numbered_revision(
    session: Session, at: datetime
) -> None:
    apply_list(session, read(a_row()), at=at)
    first = the_course(session)
    assert first.revision == 1
    make_revision(
        session, first, content={"title": {"id": "Membuat Roti", "en": "Baking"}}
    )

    apply_list(session, read(a_row(course_price="Rp 300.000")), at=at)
    apply_list(session, read(a_row(course_price="Rp 300.000")), at=at)

    course = the_course(session)
    said = {
        each.number: each.content
        for each in session.scalars(
            select(Revision).where(Revision.course_id == course.id)
        )
    }
    assert (course.revision, sorted(said)) == (3, [1, 2, 3])
    assert said[1]["list_price"] == 250_000
    assert said[3]["list_price"] == 300_000
    assert said[3]["title"] == {"id": "Membuat Roti", "en": "Baking"}


def test_a_draft_of_a_list_has_no_revision_before_it_is_confirmed(
    session: Session, at: datetime
) -> None:
    apply_list(session, read(a_row(course_price="Rp 9999.999")), at=at)
    draft = the_course(session)
    assert draft.revision is None

    publish_draft(session, course_id=draft.id, at=at)

    assert the_course(session).revision == 1

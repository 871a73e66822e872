"""Keeping a course's rating right: in the transaction of every change, by its row."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.reviews.models import CourseRating, Review
from catalog.reviews.rulebook import rulebook
from catalog.reviews.rules import STARS, bounded_score

COLUMNS = tuple(f"stars_{stars}" for stars in STARS)


def lock_rating(session: Session, course_id: UUID) -> CourseRating:
    """The course's rating, locked: whoever changes what counts comes here first, so
    that changes of one course take turns and no two wait for each other."""
    session.execute(
        insert(CourseRating)
        .values(course_id=course_id, score=bounded_score((0,) * 5, rulebook().rating))
        .on_conflict_do_nothing()
    )
    return session.get_one(
        CourseRating, course_id, with_for_update=True, populate_existing=True
    )


def move_stars(
    rating: CourseRating, *, out: Iterable[int] = (), into: Iterable[int] = ()
) -> None:
    """Take stars out of a locked rating and put others in."""
    counts = dict(zip(STARS, rating.counts, strict=True))
    for stars in out:
        counts[stars] -= 1
    for stars in into:
        counts[stars] += 1
    for stars, column in zip(STARS, COLUMNS, strict=True):
        setattr(rating, column, counts[stars])
    rating.score = bounded_score(rating.counts, rulebook().rating)


def wrong_ratings(session: Session) -> list[UUID]:
    """Courses whose stored rating is not what their reviews say, one statement over
    all."""
    told = _told().subquery("told")
    query = (
        select(func.coalesce(CourseRating.course_id, told.c.course_id))
        .select_from(CourseRating)
        .join(told, told.c.course_id == CourseRating.course_id, full=True)
        .where(
            or_(
                *(
                    func.coalesce(getattr(CourseRating, name), 0)
                    != func.coalesce(told.c[name], 0)
                    for name in COLUMNS
                ),
                and_(told.c.score.is_not(None), CourseRating.score != told.c.score),
            )
        )
    )
    return list(session.scalars(query))


def rate_anew(session: Session) -> int:
    """Compute every rating from the reviews, after a change of the rules or of rows;
    how many courses have one. Whoever gives a review meanwhile waits."""
    session.execute(text("LOCK TABLE course_ratings IN SHARE ROW EXCLUSIVE MODE"))
    told = _told()
    written = insert(CourseRating).from_select(["course_id", *COLUMNS, "score"], told)
    rated = session.execute(
        written.on_conflict_do_update(
            index_elements=[CourseRating.course_id],
            set_={name: written.excluded[name] for name in (*COLUMNS, "score")},
        ).returning(CourseRating.course_id)
    ).all()
    session.execute(
        delete(CourseRating).where(
            CourseRating.course_id.not_in(select(Review.course_id).where(Review.counts))
        )
    )
    return len(rated)


def _told() -> Select[*tuple[object, ...]]:
    """What the reviews of each course say: counts per star and the score."""
    prior = rulebook().rating
    total: ColumnElement[int] = func.sum(Review.stars)
    weighed = literal(prior.prior_weight * prior.prior_thousandths) + 1_000 * total
    score = func.div(weighed, prior.prior_weight + func.count())
    return (
        select(
            Review.course_id,
            *(
                func.count().filter(Review.stars == stars).label(name)
                for stars, name in zip(STARS, COLUMNS, strict=True)
            ),
            cast(score, Integer).label("score"),
        )
        .where(Review.counts)
        .group_by(Review.course_id)
    )

"""Bringing what was read from a list into the catalogue."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.courses import Category, Course, CourseStatus
from catalog.imports.drafts import CourseDraft, ImportReport
from catalog.imports.errors import ImportForAnother
from catalog.imports.findings import Finding
from catalog.imports.rules.changes import Change, decide, imported_values
from catalog.imports.services.institutions import find_or_register
from catalog.imports.services.number import number_published
from core.audit.services.record import record
from core.ids import new_id
from core.names import slug
from partners.organisations import Organisation, Standing

# Rows per statement; PostgreSQL takes 65,535 parameters.
CHUNK = 1_000
LOCK = 0x1397_0A75


@dataclass(frozen=True)
class Applied:
    """What an import did. Every row is created, changed, unchanged, withheld or
    rejected; `held` counts the doubtful drafts and the withheld changes, which wait for
    a person."""

    created: int
    changed: int
    unchanged: int
    withheld: int
    rejected: int
    held: int
    findings: tuple[Finding, ...]


def apply_list(session: Session, report: ImportReport, *, at: datetime) -> Applied:
    """Take in a list of the programme, whose courses were approved before.

    Institutions that are new are registered as approved; courses are published unless
    they are held. The same list twice changes nothing.
    """
    _take_turns(session)
    names = {each.institution_key: each.institution_name for each in report.courses}
    providers = find_or_register(session, names, standing=Standing.APPROVED, at=at)
    return _apply(session, report, providers, publish=True, at=at)


def apply_own(
    session: Session, report: ImportReport, *, provider: Organisation, at: datetime
) -> Applied:
    """Take in an institution's own list; its new courses are drafts.

    Raises ImportForAnother, and takes nothing, when a row names somebody else.
    """
    foreign = [
        draft.source_row
        for draft in report.courses
        if draft.institution_key != provider.name_key
    ]
    if foreign:
        raise ImportForAnother(rows=foreign[:20])
    _take_turns(session)
    return _apply(session, report, {provider.name_key: provider}, publish=False, at=at)


def _take_turns(session: Session) -> None:
    """Imports run one after the other, so that none registers a name twice."""
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def _apply(
    session: Session,
    report: ImportReport,
    providers: Mapping[str, Organisation],
    *,
    publish: bool,
    at: datetime,
) -> Applied:
    existing = _existing(session, report.courses, providers)
    changes = [
        decide(
            existing.get((providers[draft.institution_key].id, draft.source_ref)),
            draft,
            publish=publish,
        )
        for draft in report.courses
    ]
    rows = [
        _row(draft, providers[draft.institution_key], publish=publish, at=at)
        for draft, change in zip(report.courses, changes, strict=True)
        if change in (Change.CREATED, Change.CHANGED)
    ]
    _know_categories(session, rows)
    for start in range(0, len(rows), CHUNK):
        stored = _store(session, rows[start : start + CHUNK])
        number_published(session, stored, at=at)
    applied = _applied(report, changes)
    _audit(session, applied, providers.values(), at=at)
    return applied


def _existing(
    session: Session,
    drafts: Sequence[CourseDraft],
    providers: Mapping[str, Organisation],
) -> dict[tuple[Any, str], Course]:
    keys = [(providers[each.institution_key].id, each.source_ref) for each in drafts]
    found: dict[tuple[Any, str], Course] = {}
    for start in range(0, len(keys), CHUNK):
        courses = session.scalars(
            select(Course).where(
                tuple_(Course.provider_id, Course.source_ref).in_(
                    keys[start : start + CHUNK]
                )
            )
        )
        found |= {(each.provider_id, each.source_ref): each for each in courses}
    return found


def _row(
    draft: CourseDraft, provider: Organisation, *, publish: bool, at: datetime
) -> dict[str, Any]:
    published = publish and not draft.held
    return {
        "id": new_id(),
        "provider_id": provider.id,
        "code": _code(draft, provider),
        "source_ref": draft.source_ref,
        "status": CourseStatus.PUBLISHED if published else CourseStatus.DRAFT,
        "summary": "",
        "language": "id",
        "sessions": 1,
        "created_at": at,
        "updated_at": at,
        **imported_values(draft),
    }


def _code(draft: CourseDraft, provider: Organisation) -> str:
    """A readable public handle that is the same in every deployment."""
    identity = f"{provider.code}\n{draft.source_ref}"
    digest = sha256(identity.encode()).hexdigest()[:10]
    return f"{slug(draft.title)[:48].strip('-')}-{digest}"


def _know_categories(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """A list of the programme may bring categories of its own."""
    titles = {row["category"]: row["category_title"] for row in rows}
    if titles:
        session.execute(
            insert(Category)
            .values([{"code": code, "title_id": titles[code]} for code in titles])
            .on_conflict_do_nothing()
        )


def _store(session: Session, rows: Sequence[dict[str, Any]]) -> Sequence[UUID]:
    """The ids of the courses, whether they are new or changed."""
    statement = insert(Course).values(list(rows))
    fixed = {"id", "provider_id", "code", "source_ref", "created_at", "summary"}
    changing = [
        name for name in rows[0] if name not in fixed | {"language", "sessions"}
    ]
    stored = statement.on_conflict_do_update(
        index_elements=["provider_id", "source_ref"],
        set_={name: statement.excluded[name] for name in changing},
    )
    ids = session.scalars(stored.returning(Course.id)).all()
    session.expire_all()
    return ids


def _applied(report: ImportReport, changes: Sequence[Change]) -> Applied:
    counted = Counter(changes)
    held = sum(
        draft.held or change is Change.WITHHELD
        for draft, change in zip(report.courses, changes, strict=True)
    )
    return Applied(
        created=counted[Change.CREATED],
        changed=counted[Change.CHANGED],
        unchanged=counted[Change.UNCHANGED],
        withheld=counted[Change.WITHHELD],
        rejected=len(report.rejected_rows),
        held=held,
        findings=report.findings,
    )


def _audit(
    session: Session,
    applied: Applied,
    providers: Iterable[Organisation],
    *,
    at: datetime,
) -> None:
    """One line per import that did something."""
    if not applied.created + applied.changed:
        return
    record(
        session,
        action="courses.imported",
        object_type="organisation",
        object_id=",".join(sorted(provider.code for provider in providers))[:500],
        after={"created": applied.created, "changed": applied.changed},
        at=at,
    )

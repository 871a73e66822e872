"""Taking a list in, and deciding how its columns are read."""

import zlib
from dataclasses import replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.courses.models import Category
from catalog.imports.lists.errors import CourseListStateWrong, MappingUnusable
from catalog.imports.lists.models import (
    CourseList,
    CourseListFile,
    CourseListRow,
    ListState,
    RememberedMapping,
)
from catalog.imports.lists.queries import own_list
from catalog.imports.mapping import Mapping, fingerprint, guess
from catalog.imports.mapping.documents import problems
from catalog.imports.reading import DEFAULT, Record, Shape, read_list
from core.files.sealing import new_file_key, open_file, seal_file
from core.ids import new_id
from core.privacy.vault import vault_of

# Rows by which columns and marks are told; JSON has its columns in its rows.
LOOKED_AT = 200
# Somebody waits for the answer: the first rows of a list take a second or two.
AT_A_GLANCE = replace(DEFAULT, seconds=20)


def look(content: bytes) -> tuple[Shape, list[Record]]:
    """How a list is written, and its first rows. Outside of any transaction.

    Raises what catalog.imports.reading.errors holds.
    """
    with read_list(content, bounds=AT_A_GLANCE) as (shape, records):
        return shape, list(islice(records, LOOKED_AT))


def receive_list(
    session: Session,
    content: bytes,
    shape: Shape,
    sample: list[Record],
    *,
    provider_id: UUID,
    by: str,
    at: datetime,
) -> CourseList:
    """Keep a list with the mapping that was used for its like, else a guessed one."""
    met = (name for record in sample for name in record.cells)
    columns = list(dict.fromkeys([*shape.columns, *met]))
    mark = fingerprint(columns)
    remembered = session.get(RememberedMapping, (provider_id, mark))
    rows = [record.cells for record in sample]
    mapping = remembered.mapping if remembered else guess(columns, rows).kept()
    made = CourseList(
        id=new_id(),
        provider_id=provider_id,
        kind=shape.kind,
        encoding=shape.encoding,
        separator=shape.separator,
        sheet=shape.sheet,
        other_sheets=list(shape.other_sheets),
        size=len(content),
        columns=columns,
        fingerprint=mark,
        mapping=mapping,
        is_remembered=remembered is not None,
        state=ListState.UPLOADED,
        run=0,
        position=0,
        counts={},
        done={},
        by=by,
        created_at=at,
        changed_at=at,
    )
    session.add(made)
    session.flush()
    key = new_file_key()
    session.add(
        CourseListFile(
            id=made.id,
            key_sealed=vault_of(session).seal(key, row=made.id, field="file_key"),
            content=seal_file(zlib.compress(content), key=key, row=made.id),
        )
    )
    session.flush()
    return made


def content_of(session: Session, list_id: UUID) -> bytes:
    """The file of a list as it was sent."""
    file = session.get_one(CourseListFile, list_id)
    key = vault_of(session).open(file.key_sealed, row=list_id, field="file_key")
    return zlib.decompress(open_file(file.content, key=key, row=list_id))


def map_list(
    session: Session,
    list_id: UUID,
    mapping: Mapping,
    *,
    provider_id: UUID,
    at: datetime,
) -> CourseList:
    """Decide how the columns are read, here and in the next list with the same ones.

    What a dry run found before is forgotten. Raises CourseListNotFound,
    CourseListStateWrong, or MappingUnusable with all that is wrong.
    """
    found = own_list(session, list_id, provider_id=provider_id, lock=True)
    if found.state not in (ListState.UPLOADED, ListState.CHECKED):
        raise CourseListStateWrong(state=found.state)
    wrong = [
        *problems(mapping, found.columns),
        *_unknown_categories(session, mapping),
    ]
    if wrong:
        raise MappingUnusable(count=len(wrong), problems=wrong)
    forget_rows(session, found)
    found.mapping = mapping.kept()
    found.state = ListState.UPLOADED
    found.changed_at = at
    remember(session, found, at=at)
    session.flush()
    return found


def remember(session: Session, found: CourseList, *, at: datetime) -> None:
    """Use this mapping for the next list of this institution with the same columns."""
    values = {
        "provider_id": found.provider_id,
        "fingerprint": found.fingerprint,
        "mapping": found.mapping,
        "used_at": at,
    }
    session.execute(
        insert(RememberedMapping)
        .values(values)
        .on_conflict_do_update(
            index_elements=["provider_id", "fingerprint"],
            set_={"mapping": found.mapping, "used_at": at},
        )
    )


def forget_rows(session: Session, found: CourseList) -> None:
    session.execute(delete(CourseListRow).where(CourseListRow.list_id == found.id))
    found.counts, found.position = {}, 0


def _unknown_categories(session: Session, mapping: Mapping) -> list[dict[str, str]]:
    wanted = {code for code in mapping.words.get("category", {}).values() if code}
    known = set(session.scalars(select(Category.code).where(Category.code.in_(wanted))))
    return [
        {"what": "meaning", "where": f"category: {code}"}
        for code in sorted(wanted - known)
    ]

"""A verdict that is not sent yet: kept for whoever writes it, gone with the task."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.curation.errors import CourseTaskNotFound, TaskClosed
from catalog.curation.models import Task, TaskDraft, TaskState


def draft_of(session: Session, task_id: UUID, account_id: UUID) -> TaskDraft | None:
    """What somebody has filled in of her verdict."""
    return session.get(TaskDraft, (task_id, account_id))


def keep_draft(
    session: Session,
    task_id: UUID,
    fields: Mapping[str, str],
    *,
    organisation_id: UUID,
    account_id: UUID,
    at: datetime,
) -> None:
    """Keep what is filled in so far, instead of what was before.

    The task is held, so that what comes after the verdict is refused and brings no
    draft back. Raises CourseTaskNotFound or TaskClosed.
    """
    task = session.scalar(
        select(Task)
        .where(Task.id == task_id, Task.organisation_id == organisation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if task is None:
        raise CourseTaskNotFound
    if task.state != TaskState.ASSIGNED:
        raise TaskClosed(state=task.state)
    filled = {name: words for name, words in fields.items() if words}
    session.execute(
        insert(TaskDraft)
        .values(task_id=task_id, account_id=account_id, fields=filled, saved_at=at)
        .on_conflict_do_update(
            index_elements=[TaskDraft.task_id, TaskDraft.account_id],
            set_={"fields": filled, "saved_at": at},
        )
    )


def forget_drafts(session: Session, case_id: UUID) -> None:
    """Nobody goes on with a verdict of a task that is closed."""
    closed = select(Task.id).where(
        Task.case_id == case_id, Task.state != TaskState.ASSIGNED
    )
    session.execute(delete(TaskDraft).where(TaskDraft.task_id.in_(closed)))

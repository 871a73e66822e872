"""The queue, and putting a job on it."""

from collections.abc import Callable
from typing import Any

from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import ConfigureTaskOptions, Task
from procrastinate.types import TimeDeltaParams
from sqlalchemy.orm import Session

# The connector is replaced when a worker opens the queue (core.jobs.worker).
queue = App(connector=PsycopgConnector())

# Enqueuing borrows the connection of the caller's transaction, so this connector is
# never opened. It is apart from the queue's: a worker's own connector speaks asyncio
# and cannot use the connection of a job's session.
_borrowing = JobManager(SyncPsycopgConnector())

RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)


def task(
    name: str, *, retry: bool = True
) -> Callable[[Callable[..., Any]], Task[..., Any, Any]]:
    """Declare a job. It opens its own units of work, and may run more than once."""

    def declare(function: Callable[..., Any]) -> Task[..., Any, Any]:
        return queue.task(name=name, retry=RETRY if retry else False)(function)

    return declare


def periodic(
    name: str, cron: str, *, one_at_a_time: bool = True
) -> Callable[[Callable[..., Any]], Task[..., Any, Any]]:
    """Declare a job that runs on a schedule, once over all workers per tick.

    `cron` has five fields, or six with seconds last. A tick that finds the previous
    one still waiting adds nothing. With `one_at_a_time` no two run at once either; a
    job of a worker that died then holds up the next until it is rescued.
    """

    def declare(function: Callable[..., Any]) -> Task[..., Any, Any]:
        scheduled = queue.task(
            name=name, queueing_lock=name, lock=name if one_at_a_time else None
        )(_without_timestamp(function))
        return queue.periodic(cron=cron)(scheduled)

    return declare


def enqueue(
    session: Session,
    job: Task[..., Any, Any],
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    schedule_in: TimeDeltaParams | None = None,
    **arguments: Any,
) -> None:
    """Put a job on the queue in the session's transaction.

    A second job with the same `queueing_lock` that is still waiting is not added.
    """
    options = ConfigureTaskOptions(
        lock=lock, queueing_lock=queueing_lock, schedule_in=schedule_in
    )
    if queueing_lock is None:
        _defer(session, job, options, arguments)
        return
    try:
        with session.begin_nested():
            _defer(session, job, options, arguments)
    except AlreadyEnqueued:
        return


def _defer(
    session: Session,
    job: Task[..., Any, Any],
    options: ConfigureTaskOptions,
    arguments: dict[str, Any],
) -> None:
    # Asking the session for its connection is what sets the savepoint of a nested
    # transaction, so it is done in here and not before.
    options["connection"] = session.connection().connection.driver_connection
    deferrer = job.configure(**options)
    deferrer.job_manager = _borrowing
    deferrer.defer(**arguments)


def _without_timestamp(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(timestamp: int) -> None:
        del timestamp
        function()

    run.__name__ = function.__name__
    run.__module__ = function.__module__
    run.__qualname__ = function.__qualname__
    return run

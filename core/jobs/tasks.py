"""The queue's own housekeeping."""

from procrastinate import JobContext
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from core.clock import now
from core.jobs.queue import queue
from core.logs import get_logger

log = get_logger(__name__)

# A worker tells every 10 s that it lives; after 30 s of silence its jobs are free.
SILENCE_SECONDS = 30
KEEP_FINISHED_HOURS = 7 * 24


# No lock: a rescue that died with its worker would keep every later one waiting.
@queue.periodic(cron="* * * * *")
@queue.task(
    name="jobs.rescue_stalled", queueing_lock="jobs.rescue_stalled", pass_context=True
)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Put the jobs of workers that died back on the queue (FT-01)."""
    del timestamp
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS):
        log.warning("job.rescued", job=job.id, task=job.task_name)
        try:
            await jobs.retry_job(job, retry_at=now())
        except (AlreadyEnqueued, UniqueViolation):
            # Its successor is waiting already, and does the same.
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)


@queue.periodic(cron="17 * * * *")
@queue.task(
    name="jobs.forget_finished", queueing_lock="jobs.forget_finished", pass_context=True
)
async def forget_finished(context: JobContext, timestamp: int) -> None:
    """Delete jobs that ended more than seven days ago; those that succeeded are gone
    already, so these are the failed ones that somebody had time to look at."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FINISHED_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )

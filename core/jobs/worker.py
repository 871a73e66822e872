"""Working off the queue: run by `flask jobs work`, one process per command.

Jobs are plain functions and run in threads, four at a time. A worker that is asked to
stop (SIGTERM, SIGINT) finishes its jobs first; one that dies leaves them to
`jobs.rescue_stalled` of another (core/jobs/tasks.py).
"""

from procrastinate import PsycopgConnector
from sqlalchemy import make_url

from core.jobs.queue import queue
from core.logs import get_logger
from core.settings import Settings

log = get_logger(__name__)

THREADS = 4
# The jobs in their threads, the listener, the heartbeat and the periodic deferrer.
CONNECTIONS = 4


def work(settings: Settings) -> None:
    """Take jobs until the process is asked to stop."""
    log.info("worker.started", threads=THREADS)
    with queue.replace_connector(_connector(settings)):
        queue.run_worker(
            concurrency=THREADS,
            delete_jobs="successful",
            fetch_job_polling_interval=1.0,
        )
    log.info("worker.stopped")


def run_once(settings: Settings) -> None:
    """Work off the jobs that wait now, and stop; periodic ones are not waited for."""
    with queue.replace_connector(_connector(settings)):
        queue.run_worker(
            concurrency=THREADS,
            delete_jobs="successful",
            wait=False,
            listen_notify=False,
            install_signal_handlers=False,
        )


def _connector(settings: Settings) -> PsycopgConnector:
    url = make_url(settings.database_url).set(drivername="postgresql")
    return PsycopgConnector(
        conninfo=url.render_as_string(hide_password=False),
        min_size=1,
        max_size=CONNECTIONS,
        kwargs={"prepare_threshold": settings.database_prepare_threshold},
    )

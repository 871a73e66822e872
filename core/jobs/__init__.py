"""Background work: jobs that belong to the transaction that asks for them.

procrastinate keeps the queue in PostgreSQL, so a job is there exactly when the rows are
that it is about. Tasks are declared with `task`, enqueued with `enqueue`, and run by
any number of workers (`flask jobs work`).
"""

from core.jobs.queue import enqueue, periodic, queue, task

__all__ = ["enqueue", "periodic", "queue", "task"]

"""A program that reads and applies a list a row at a time, to be killed on the way.

Started with the settings of the platform in the environment and the list's id; it
writes a line after each step that it committed.
"""

import sys
from contextlib import contextmanager

import marketplace.models  # noqa: F401 (the tables that lists stand on)
from catalog.imports.lists import tasks
from catalog.imports.lists.models import CourseList, ListState
from catalog.imports.lists.services import apply
from catalog.imports.lists.services.begin import ask_to_apply
from core.clock import now
from core.settings import Settings
from core.unit_of_work import unit_of_work
from marketplace.app import make_platform


@contextmanager
def said_step(name):
    with unit_of_work(name) as session:
        yield session
    sys.stdout.write(f"{name}\n")
    sys.stdout.flush()


def work(list_id):
    """What the worker does, and between its two jobs the person."""
    tasks.check_list.func(list_id)
    with unit_of_work("test") as session:
        found = session.get_one(CourseList, list_id)
        if found.state == ListState.CHECKED:
            ask_to_apply(
                session, found.id, provider_id=found.provider_id, reason=None, at=now()
            )
    tasks.apply_list.func(list_id)


def main(list_id):
    make_platform(Settings.from_environment())
    tasks.CHUNK = apply.CHUNK = 1
    tasks.unit_of_work = said_step
    work(list_id)


if __name__ == "__main__":
    main(sys.argv[1])

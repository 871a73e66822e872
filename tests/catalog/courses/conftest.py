"""Counting what is asked of the database."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event


@pytest.fixture
def statements(engine):
    """A block in which every statement is listened to."""

    @contextmanager
    def listening():
        seen = []

        def note(connection, cursor, statement, *rest):
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return listening

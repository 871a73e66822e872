"""Sweeping the store of files, in the early morning."""

from core import context
from core.clock import now
from core.files.sweeping import sweep_files
from core.jobs import periodic
from core.logs import get_logger
from core.unit_of_work import reading

log = get_logger(__name__)


@periodic("files.sweep", "43 3 * * *")
def sweep_orphaned_files() -> None:
    """Delete the files that no row refers to."""
    with context.acting_as("job:files.sweep"), reading("files.sweep") as session:
        swept = sweep_files(session, at=now())
    if swept:
        log.info("files.swept", files=swept)

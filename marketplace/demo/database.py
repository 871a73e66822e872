"""The demo's database: a server of ours, or the one at DATABASE_URL."""

from collections.abc import Callable, Mapping

from core import migrations
from core.clock import now
from core.postgres import PostgresUnavailable, Server, ensure_server
from core.settings import Settings
from marketplace.app import make_platform
from marketplace.demo.errors import DemoStopped
from marketplace.demo.keys import Keys
from marketplace.demo.options import Options
from marketplace.seed.run import Seeded, seed

Say = Callable[[str], None]


def start_server(options: Options) -> Server:
    """Our own server. Raises DemoStopped, which says what to install."""
    try:
        return ensure_server(options.folder / "postgres")
    except PostgresUnavailable as error:
        raise DemoStopped(str(error)) from error


def database_on(server: Server, keys: Keys) -> str:
    """The address of the database that belongs to these keys."""
    server.create_database(keys.database)
    return server.url(keys.database)


def fill(environment: Mapping[str, str], *, people: int, say: Say) -> Seeded:
    """Migrate and seed; what is there already stays as it is."""
    platform = make_platform(Settings.from_environment(environment))
    try:
        migrations.upgrade(platform.engine)
        return seed(platform.settings, at=now(), say=say, count=people)
    finally:
        platform.engine.dispose()

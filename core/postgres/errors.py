"""Why our own database server cannot be had. Each message says what to do."""


class PostgresUnavailable(RuntimeError):
    """Our own server can not be started here; the message is one helpful sentence."""


class PostgresMissing(PostgresUnavailable):
    """There are no server programs, or none that are new enough."""


class PostgresFailed(PostgresUnavailable):
    """The programs are there, but the server did not start or stop as it should."""

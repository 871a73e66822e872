"""Logs: one JSON object a line, with the request's id and no personal data.

Only fields that the code names reach a line; bodies, headers, query strings and
exception arguments of requests never do. As a second net, long runs of digits and
e-mail addresses are masked (requirements PD-07 and SC-01).
"""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from core import context

_DIGITS = re.compile(r"(?<![\w-])\d{9,19}(?![\w-])")
_EMAIL = re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+\.[^\s@'\"<>]+")


def configure_logging(level: str) -> None:
    """Send structlog and the standard library's logging to stderr as JSON lines."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_circumstances,
        structlog.processors.format_exc_info,
        mask_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "procrastinate", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def get_logger(name: str) -> Any:
    """A structlog logger: `log.info("order.placed", order_id=…)`."""
    return structlog.stdlib.get_logger(name)


def mask_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Mask what looks like a national id, an account, a phone or an e-mail."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _EMAIL.sub("[e-mail]", _DIGITS.sub("[digits]", value))
    return event


def _add_circumstances(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    circumstances = context.current()
    if circumstances.request_id:
        event.setdefault("request_id", circumstances.request_id)
        event.setdefault("actor", circumstances.actor)
    return event

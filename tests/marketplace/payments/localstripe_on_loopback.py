"""Run localstripe, which listens on every interface, on the loopback address alone.

A program of its own: `python localstripe_on_loopback.py`. It prints its address.
"""

import runpy
import socket
import sys
from typing import Any

from aiohttp import web

_run_app = web.run_app


def _run_on_loopback(app: web.Application, *, sock: socket.socket, **_: Any) -> None:
    port = sock.getsockname()[1]
    sock.close()
    _run_app(app, host="127.0.0.1", port=port, access_log=None)


web.run_app = _run_on_loopback
sys.argv = ["localstripe", "--from-scratch", "--port", "0"]
runpy.run_module("localstripe", run_name="__main__")

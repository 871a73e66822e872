"""Where the demo listens."""

import socket

from marketplace.demo.errors import DemoStopped

HOST = "127.0.0.1"


def take_port(wanted: int, variable: str) -> int:
    """This port, or any free one for 0. Raises DemoStopped when it is taken.

    The server itself would not notice: it shares a port with whoever else does, and
    half of the requests would go astray.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            raise DemoStopped(
                f"Port {wanted} is not free ({error.strerror}). Stop what listens"
                f" there, or choose another: {variable}={wanted + 100} make demo"
                f" ({variable}=0 takes any)."
            ) from error
        port: int = probe.getsockname()[1]
        return port

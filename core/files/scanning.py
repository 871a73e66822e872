"""Looking for known malware: our own check always, and clamd's where there is one.

clamd is spoken to by its own protocol (INSTREAM, see `man clamd`). Where it is
configured and does not answer, no file is taken: a scanner that can be silenced is
none.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from typing import Protocol

from core.files.errors import FileInfected, ScannerSilent
from core.logs import get_logger

log = get_logger(__name__)

SECONDS = 10.0
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096

# The industry's test file (eicar.org), in two halves so that this one is not found.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"


class Scanner(Protocol):
    """Looks at the content of a file."""

    def scan(self, content: bytes) -> None:
        """Raise FileInfected, or ScannerSilent when it cannot say."""


class BuiltIn:
    """Knows the industry's test file alone: it shows that scanning happens."""

    def scan(self, content: bytes) -> None:
        if EICAR in content:
            raise FileInfected


class Clamd:
    """clamd at `host:port`, or at the path of its socket."""

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        self._address = address
        self._seconds = seconds

    def scan(self, content: bytes) -> None:
        try:
            answer = self._ask(content)
        except OSError as error:
            log.error("scanner.silent", error=type(error).__name__)
            raise ScannerSilent from error
        if answer.endswith(" FOUND"):
            log.warning("scanner.found", signature=answer[:200])
            raise FileInfected
        if answer != "stream: OK":
            log.error("scanner.unclear", answer=answer[:200])
            raise ScannerSilent

    def _ask(self, content: bytes) -> str:
        with closing(self._connect()) as connection:
            connection.sendall(b"zINSTREAM\0")
            for chunk in _chunks(content):
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = b""
            while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
                more = connection.recv(LONGEST_ANSWER)
                if not more:
                    break
                answer += more
        return answer.partition(b"\0")[0].decode(errors="replace").strip()

    def _connect(self) -> socket.socket:
        host, colon, port = self._address.rpartition(":")
        if colon and port.isdigit():
            return socket.create_connection((host, int(port)), self._seconds)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self._seconds)
        connection.connect(self._address)
        return connection


class All:
    """Several scanners, one after the other."""

    def __init__(self, *scanners: Scanner) -> None:
        self._scanners = scanners

    def scan(self, content: bytes) -> None:
        for scanner in self._scanners:
            scanner.scan(content)


def make_scanner(clamav_address: str) -> Scanner:
    """The scanners of a deployment; an empty address means that there is no clamd."""
    return All(BuiltIn(), *([Clamd(clamav_address)] if clamav_address else []))


_scanner: Scanner = BuiltIn()


def configure(scanner: Scanner) -> None:
    """Set what looks at files; once per process, or per test."""
    global _scanner
    _scanner = scanner


def scan(content: bytes) -> None:
    """Look for malware: raises FileInfected or ScannerSilent."""
    _scanner.scan(content)


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]

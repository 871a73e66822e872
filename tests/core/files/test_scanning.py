"""clamd, spoken to by its own protocol on loopback."""

import socket
import struct
import threading
from contextlib import contextmanager

import pytest

from core.files import errors, scanning


class FakeClamd(threading.Thread):
    """Reads one INSTREAM session and answers as it was told to."""

    def __init__(self, answer: bytes | None, listener: socket.socket) -> None:
        super().__init__(daemon=True)
        self.answer, self.listener, self.content = answer, listener, b""

    def run(self) -> None:
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", stream.read(4))[0]:
                self.content += stream.read(size)
            if self.answer is not None:
                connection.sendall(self.answer)


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()
    return f"{host}:{port}"


@contextmanager
def clamd(answer, path=None):
    listener = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    listener.bind(str(path) if path else ("127.0.0.1", 0))
    listener.listen(1)
    fake = FakeClamd(answer, listener)
    fake.start()
    with listener:
        fake.address = path or address_of(listener)
        yield fake
        fake.join(timeout=5)


CONTENT = b"%PDF-1.7" + b"x" * 200_000


def test_what_clamd_knows_nothing_of_is_taken():
    with clamd(b"stream: OK\0") as fake:
        scanning.make_scanner(fake.address).scan(CONTENT)

    assert fake.content == CONTENT


def test_what_clamd_finds_is_refused():
    with (
        clamd(b"stream: Pdf.Exploit.CVE_2018_4882-1 FOUND\0") as fake,
        pytest.raises(errors.FileInfected),
    ):
        scanning.make_scanner(fake.address).scan(CONTENT)


def test_clamd_is_reached_through_a_socket_of_the_file_system_too(tmp_path):
    with clamd(b"stream: OK\0", tmp_path / "clamd.sock") as fake:
        scanning.make_scanner(str(fake.address)).scan(CONTENT)

    assert fake.content == CONTENT


@pytest.mark.parametrize(
    "answer", [None, b"", b"INSTREAM size limit exceeded. ERROR\0", b"x" * 10_000]
)
def test_no_file_is_taken_while_clamd_gives_no_clear_answer(answer):
    with clamd(answer) as fake, pytest.raises(errors.ScannerSilent):
        scanning.make_scanner(fake.address).scan(CONTENT)


def test_no_file_is_taken_while_clamd_does_not_answer():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = address_of(nobody)

        with pytest.raises(errors.ScannerSilent):
            scanning.Clamd(address, seconds=0.5).scan(CONTENT)


def test_the_built_in_check_comes_first():
    with pytest.raises(errors.FileInfected):
        scanning.make_scanner("127.0.0.1:1").scan(b"--" + scanning.EICAR)

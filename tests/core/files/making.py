"""Files as honest people send them, and as others do."""

import io
import struct
import zipfile
import zlib

from fpdf import FPDF
from PIL import Image
from pypdf import PdfWriter


def make_pdf(*, pages: int = 1, text: str = "Akta pendirian") -> bytes:
    document = FPDF()
    document.set_font("helvetica")
    for _ in range(pages):
        document.add_page()
        document.cell(text=text)
    return bytes(document.output())


def make_image(kind: str = "PNG", size: tuple[int, int] = (80, 60), **options) -> bytes:
    made = io.BytesIO()
    mode = options.pop("mode", "RGB")
    Image.new(mode, size, options.pop("colour", "navy")).save(made, kind, **options)
    return made.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack("!I", zlib.crc32(name + data))
    return struct.pack("!I", len(data)) + name + data + check


def huge_png(side: int = 50_000) -> bytes:
    """A picture of 2.5 gigapixels in a few kilobytes."""
    header = struct.pack("!IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = b"\0" + b"\0" * (side // 8 + 1)
    squeezer = zlib.compressobj(9)
    data = b"".join(squeezer.compress(row) for _ in range(300)) + squeezer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def pdf_of_many_objects(count: int = 1_000_000, *, hidden: bool = False) -> bytes:
    """A small file whose table lists a million objects. With `hidden` its numbers are
    spelled so that no search of the raw bytes finds them (ISO 32000-1, 7.3.5)."""
    rows = zlib.compress(b"\x01\x00\x00\x10\x00" * count, 9)
    size = b"/S#69ze" if hidden else b"/Size"
    body = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    body += b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    place = len(body)
    return (
        body
        + b"3 0 obj<</Type/XRef"
        + size
        + b" %d/W[1 3 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n"
        % (count, len(rows))
        + rows
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % place
    )


def pdf_with(change) -> bytes:
    """A one-page PDF after `change(writer)`."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def pdf_of_objects(*objects: bytes, claimed: int | None = None) -> bytes:
    """A PDF whose objects, numbered from 1 with the catalogue first, lie in one
    compressed object stream, where the raw bytes show nothing of them."""
    places, written = [], b""
    for number, content in enumerate(objects, 1):
        places.append(b"%d %d" % (number, len(written)))
        written += content + b" "
    head = b" ".join(places) + b" "
    packed = zlib.compress(head + written)
    body = b"%PDF-1.5\n"
    stream, table = len(objects) + 1, len(objects) + 2
    stream_at = len(body)
    body += b"%d 0 obj<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % (
        stream,
        claimed or len(objects),
        len(head),
        len(packed),
    )
    body += b"stream\n" + packed + b"\nendstream endobj\n"
    table_at = len(body)
    rows = [struct.pack("!BIB", 0, 0, 0)]
    rows += [struct.pack("!BIB", 2, stream, place) for place in range(len(objects))]
    rows += [struct.pack("!BIB", 1, stream_at, 0), struct.pack("!BIB", 1, table_at, 0)]
    packed = zlib.compress(b"".join(rows))
    body += b"%d 0 obj<</Type/XRef/Size %d/W[1 4 1]/Root 1 0 R" % (table, len(rows))
    body += b"/Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed
    return body + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % table_at


def make_zip(content: bytes = b"0" * 10_000_000) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}.txt", content)
    return made.getvalue()


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'
    b"<script>alert(document.cookie)</script></svg>"
)

"""What is taken of what strangers upload (requirement SC-09)."""

import io
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace

import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from core.files import errors
from core.files.bounds import DEFAULT
from core.files.receiving import ROOT, FileKind, receive
from core.files.scanning import EICAR
from tests.core.files import making

PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"
PLAIN = making.pdf_of_objects(b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE)

BOMBS = {
    "a picture of 2.5 gigapixels": (making.huge_png(), errors.ImageTooLarge),
    "a PDF with a million objects": (
        making.pdf_of_many_objects(),
        errors.FileTooIntricate,
    ),
    "the same, its numbers spelled oddly": (
        making.pdf_of_many_objects(hidden=True),
        errors.FileRefused,
    ),
    "an object stream with a million objects": (
        making.pdf_of_objects(
            b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE, claimed=1_000_000
        ),
        errors.FileTooIntricate,
    ),
    "a hundred pages inside each other": (
        making.pdf_of_objects(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 9/Kids[" + b"2 0 R " * 99 + b"]>>",
        ),
        errors.FileRefused,
    ),
    "a picture language with a script": (making.SVG, errors.FileTypeRefused),
    "an archive of 100 MB": (making.make_zip(), errors.FileTypeRefused),
    "a picture that is an archive": (
        making.make_image() + making.make_zip(b"x"),
        errors.FileAmbiguous,
    ),
    "a document that is an archive": (
        making.make_pdf() + making.make_zip(b"x"),
        errors.FileAmbiguous,
    ),
    "a photo that is a page": (
        making.make_image("JPEG") + b"<SCRIPT>alert(1)</SCRIPT>",
        errors.FileAmbiguous,
    ),
    "a picture that is a document": (
        making.make_image("PNG") + making.make_pdf(),
        errors.FileAmbiguous,
    ),
    "a page that is a document": (
        b"<html>" + making.make_pdf(),
        errors.FileTypeRefused,
    ),
    "what is larger than allowed": (
        b"%PDF-1.7" + b"0" * DEFAULT.size,
        errors.FileTooLarge,
    ),
}


def used() -> float:
    """Seconds of processor time, of the opening processes too: how long it takes where
    nobody else wants the processor."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("name", BOMBS)
def test_sc_09_bombs_are_refused_within_a_second(name):
    content, refusal = BOMBS[name]
    before = used()

    with pytest.raises(refusal):
        receive(content)

    assert used() - before < 1


@pytest.mark.parametrize("name", [n for n in BOMBS if "larger" not in n])
def test_sc_09_opening_a_bomb_takes_bounded_time_and_memory(name):
    """Every bomb goes to the opening process, whatever else would refuse it before."""
    content, _ = BOMBS[name]
    kind = "png" if content.startswith(b"\x89PNG") else "pdf"
    if content.startswith(b"\xff\xd8"):
        kind = "jpeg"
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, kind, json.dumps(asdict(DEFAULT))],
        input=content,
        capture_output=True,
        cwd=ROOT,
        check=True,
    )

    seconds, mebibytes = map(float, measured.stderr.split())
    assert seconds < 1.5, "processor time, with the start of the interpreter"
    assert mebibytes < 100


# Runs in a small process of its own, as a child's peak includes its parent's size.
MEASURE = """
import resource, subprocess, sys
command = [sys.executable, "-m", "core.files.opening", *sys.argv[1:]]
subprocess.run(command, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)
"""


@pytest.mark.parametrize("pages", [1, 200])
def test_a_pdf_is_taken_as_it_is(pages):
    sent = making.make_pdf(pages=pages)

    received = receive(sent)

    assert (received.kind, received.pages) == (FileKind.PDF, pages)
    assert received.content == sent
    assert received.sha256 == received.received_sha256
    assert received.media_type == "application/pdf"


def test_a_pdf_has_two_hundred_pages_at_most():
    with pytest.raises(errors.PdfTooLong) as refused:
        receive(making.make_pdf(pages=201))

    assert refused.value.members == {"limit_pages": 200}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_encoded_anew_and_says_nothing_of_where_it_was_taken(kind):
    exif = Image.Exif()
    exif[0x8825] = {1: "S", 2: (6.0, 10.0, 30.0)}
    exif[0x010E] = "Rumah Ani"
    sent = making.make_image(kind, exif=exif.tobytes())

    received = receive(sent)

    assert received.kind == kind
    assert received.sha256 != received.received_sha256
    kept = Image.open(io.BytesIO(received.content))
    assert (kept.format, kept.size) == (kind, (80, 60))
    assert dict(kept.getexif()) == {}
    assert b"Rumah" not in received.content


def test_a_photo_that_lies_on_its_side_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    sent = making.make_image("JPEG", size=(80, 60), exif=exif.tobytes())

    received = receive(sent)

    assert (received.width, received.height) == (60, 80)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "RGBA", "LA"])
def test_pictures_of_every_depth_are_taken(mode):
    colour = {"RGBA": (9, 9, 9, 0), "LA": (9, 0)}.get(mode, 1)

    received = receive(making.make_image("PNG", mode=mode, colour=colour))

    kept = Image.open(io.BytesIO(received.content))
    assert kept.mode in ("1", "L", "RGB")
    if mode in ("RGBA", "LA"):
        assert kept.convert("L").getpixel((1, 1)) == 255


def test_a_picture_may_have_forty_megapixels():
    with pytest.raises(errors.ImageTooLarge):
        receive(making.make_image("PNG", size=(8_001, 5_000)))

    assert receive(making.make_image("PNG", size=(8_000, 5_000))).width == 8_000


def script() -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
    )


def run_when_opened(writer):
    writer.root_object[NameObject("/OpenAction")] = script()


def attach(writer):
    writer.add_attachment("bill.xml", b"<bill/>")


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (making.pdf_with(run_when_opened), "/JS"),
        (making.pdf_with(attach), "/EF"),
        (
            making.pdf_of_objects(CATALOGUE, PAGES, PAGE, b"<</S/Launch/F(calc)>>"),
            "/Launch",
        ),
        (
            making.pdf_of_objects(CATALOGUE, PAGES, PAGE, b"<</S 5 0 R>>", b"/Launch"),
            "/Launch",
        ),
        (
            making.pdf_of_objects(CATALOGUE, PAGES, PAGE, b"<</#53/#4caunch>>"),
            "/Launch",
        ),
        (
            making.pdf_of_objects(
                b"<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA[]>>>>", PAGES, PAGE
            ),
            "/XFA",
        ),
        (
            making.pdf_of_objects(
                b"<</Type/Catalog/Pages 2 0 R>>",
                PAGES,
                PAGE[:-2] + b"/Annots[<</Subtype/FileAttachment>>]>>",
            ),
            "/FileAttachment",
        ),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(content, what):
    """Also where it is compressed, indirect, or spelled with numbers."""
    with pytest.raises(errors.PdfActive) as refused:
        receive(content)

    assert refused.value.members == {"what": what}


def test_objects_in_a_stream_are_no_harm_by_themselves():
    link = b"<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://lp.example)>>>>"
    opens_at_page_one = making.pdf_of_objects(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction[3 0 R/Fit]>>",
        PAGES,
        PAGE[:-2] + b"/Annots[" + link + b"]>>",
    )

    assert receive(PLAIN).pages == 1
    assert receive(opens_at_page_one).pages == 1


def test_a_locked_pdf_is_refused():
    with pytest.raises(errors.PdfLocked):
        receive(making.pdf_with(lambda writer: writer.encrypt("secret")))


@pytest.mark.parametrize(
    "content",
    [
        making.make_image()[:-40],
        making.make_image("JPEG")[:200],
        making.make_pdf()[:400],
        making.make_pdf().replace(b"/Pages", b"/Pigs_"),
    ],
)
def test_a_damaged_file_is_refused(content):
    with pytest.raises(errors.FileUnreadable):
        receive(content)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.FileEmpty),
        (b"akta.pdf", errors.FileTypeRefused),
        (b"MZ\x90\0" + b"\0" * 600, errors.FileTypeRefused),
        (b"GIF89a" + b"\0" * 60, errors.FileTypeRefused),
        (b"\n%PDF-1.7\n%%EOF", errors.FileTypeRefused),
    ],
)
def test_a_file_is_what_its_content_says(content, refusal):
    with pytest.raises(refusal):
        receive(content)


def test_only_the_kinds_that_are_asked_for_are_taken():
    with pytest.raises(errors.FileTypeRefused) as refused:
        receive(making.make_image(), accepted={FileKind.PDF})

    assert refused.value.members == {"accepted": "PDF"}


def test_known_malware_is_refused_before_the_file_is_opened():
    with pytest.raises(errors.FileInfected):
        receive(making.make_pdf().replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF"))


def test_a_file_that_takes_too_long_is_stopped():
    """The bounds of the process hold where nothing else does."""
    slow = replace(DEFAULT, pdf_seconds=0)

    with pytest.raises(errors.FileTooIntricate):
        receive(making.make_pdf(), bounds=slow)


def test_a_file_that_takes_too_much_memory_is_stopped():
    small = replace(DEFAULT, image_memory=150 * 1024 * 1024)

    with pytest.raises(errors.FileTooIntricate):
        receive(making.make_image("PNG", size=(6_000, 6_000)), bounds=small)

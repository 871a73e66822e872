"""The PDF: SC-10, with readers that are not ours (pypdf, zxing-cpp)."""

import io
import socket
from dataclasses import replace

import pypdf
import pytest
import zxingcpp

from vouchers.certificates import Certificate
from vouchers.certificates.document import draw_certificate
from vouchers.certificates.verification import Checked, Verdict

from .making import ISSUED_AT

SERIAL = "NORMAL/2026/7K3M-9QWE-R2TY-X"
PUBLIC_ID = "Zk3vY0m1c2d3E4f5G6h7Iw"

HOSTILE_NAMES = {
    "markup": "<b>Ani</b> <img src=https://evil.example/x.png> **x** __y__",
    "right to left": "محمد الفاتح",
    "direction override": "Ani \u202eirtseL",
    "emoji": "Ani 🙂👩‍🎓",
    "200 letters": "x" * 200,
    "200 letters in words": "Raden Mas " * 20,
    "control characters": "Ani\0\x1b[31m\r\nLestari",
    "PDF syntax": ") Tj ET Q %PDF (",
    "template syntax": "{{ 7 * 7 }} {nb} %(x)s",
    "nothing": "",
}


@pytest.fixture
def checked():
    certificate = Certificate(serial=SERIAL, public_id=PUBLIC_ID, issued_at=ISSUED_AT)
    return Checked(
        verdict=Verdict.VALID,
        checked_at=ISSUED_AT,
        certificate=certificate,
        holder_name="Ani Lestari",
        course_title="Membuat Kue untuk Pemula",
        provider_name="Lembaga Boga Nusantara",
        serial=SERIAL,
    )


def read(file):
    return pypdf.PdfReader(io.BytesIO(file))


def draw(checked, issuer):
    return draw_certificate(checked, issuer=issuer, credential="aaa.bbb.ccc")


def test_the_page_says_who_what_where_and_when(checked, issuer):
    document = read(draw(checked, issuer))

    assert len(document.pages) == 1
    text = document.pages[0].extract_text()
    for expected in (
        "SERTIFIKAT PELATIHAN",
        "Certificate of completion",
        "Ani Lestari",
        "Membuat Kue untuk Pemula",
        "Lembaga Boga Nusantara",
        SERIAL,
        "2 Maret 2026",
        "2 March 2026",
    ):
        assert expected in text


def test_the_page_is_a4_across(checked, issuer):
    box = read(draw(checked, issuer)).pages[0].mediabox

    assert (round(box.width), round(box.height)) == (842, 595)


def test_the_qr_code_holds_only_the_link_to_our_page(checked, issuer):
    picture = read(draw(checked, issuer)).pages[0].images[0].image

    codes = zxingcpp.read_barcodes(picture)

    assert [code.text for code in codes] == [
        f"{issuer.address}/certificates/{PUBLIC_ID}"
    ]


def test_the_signed_credential_travels_inside(checked, issuer):
    document = read(draw(checked, issuer))

    assert document.attachments["credential.jwt"] == [b"aaa.bbb.ccc"]


def test_the_same_certificate_gives_the_same_bytes(checked, issuer):
    """SC-10: byte-stable, whenever it is drawn."""
    later = replace(checked, checked_at=ISSUED_AT.replace(year=2030))

    assert draw(checked, issuer) == draw(later, issuer)


@pytest.mark.parametrize("name", HOSTILE_NAMES.values(), ids=HOSTILE_NAMES.keys())
def test_a_hostile_name_stays_a_name(checked, issuer, name, caplog):
    document = read(draw(replace(checked, holder_name=name), issuer))

    page = document.pages[0]
    assert len(document.pages) == 1
    assert SERIAL in page.extract_text()
    assert len(page.images) == 1
    assert "/Annots" not in page
    assert "missing" not in caplog.text


@pytest.mark.parametrize("name", ["<b>Ani</b>", "**Ani**", "{{ 7 * 7 }}", ") Tj ET ("])
def test_markup_in_a_name_is_printed_as_it_is(checked, issuer, name):
    text = read(draw(replace(checked, holder_name=name), issuer)).pages[0]

    assert name in text.extract_text()


def test_right_to_left_letters_are_printed_in_the_order_they_are_seen(checked, issuer):
    arabic = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER DAL}\N{ARABIC LETTER REH}"

    page = read(draw(replace(checked, holder_name=f"Ani {arabic}"), issuer)).pages[0]

    # pypdf turns what it sees from right to left back into the order of reading.
    assert f"Ani {arabic}" in page.extract_text()


def test_nothing_is_fetched_while_drawing(checked, issuer, monkeypatch):
    """SC-10: 0 connections."""
    opened = []
    monkeypatch.setattr(socket.socket, "connect", lambda *args: opened.append(args))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args: opened.append(args))
    name = "<img src='http://evil.example/x.png'>"

    draw(replace(checked, holder_name=name, course_title=name), issuer)

    assert opened == []


def test_long_texts_leave_the_foot_of_the_page_free(checked, issuer):
    long = replace(
        checked,
        holder_name="Raden Mas " * 20,
        course_title="Pelatihan Keterampilan " * 12,
        provider_name="Lembaga Pelatihan " * 10,
    )
    places = []

    def note(text, cm, tm, font, size):
        if text.strip():
            places.append((tm[5] + cm[5], text))

    read(draw(long, issuer)).pages[0].extract_text(visitor_text=note)

    heights = [height for height, text in places if "Pelatihan" in text]
    foot = next(height for height, text in places if "Serial number" in text)
    assert min(heights) > foot

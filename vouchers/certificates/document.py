"""The certificate as a PDF: one A4 page, a QR code, and the signed credential inside.

Nothing is fetched while it is drawn (SC-10): the fonts are ours (core/printing.py).
The same certificate gives the same bytes.
"""

import io
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

import segno
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from core.printing import new_document, writable
from core.signing import Issuer
from vouchers.certificates.credential import page_address
from vouchers.certificates.rules import long_date
from vouchers.certificates.verification import Checked

INK, SOFT, ACCENT = (28, 39, 49), (94, 108, 120), (13, 94, 99)
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 297, 210, 28
QR_MILLIMETRES = 36


def draw_certificate(checked: Checked, *, issuer: Issuer, credential: str) -> bytes:
    """The printed certificate, in Indonesian with English beneath.

    Draws what was signed, as `checked` holds it; ask for a certificate that is valid.
    """
    certificate = checked.certificate
    pdf = _page(certificate.issued_at, title=f"Sertifikat {certificate.serial}")
    _frame(pdf)
    _heading(pdf, issuer.name)
    _body(pdf, checked)
    _footer(pdf, checked, issuer)
    pdf.embed_file(
        bytes=credential.encode(),
        basename="credential.jwt",
        desc="Open Badges 3.0 credential (JWT)",
        mime_type="application/jwt",
        creation_date=certificate.issued_at,
        modification_date=certificate.issued_at,
    )
    return bytes(pdf.output())


def _page(issued_at: datetime, *, title: str) -> FPDF:
    """An empty page whose metadata depends on nothing but the certificate."""
    pdf = new_document(
        issued_at, title=title, language="id-ID", orientation="landscape"
    )
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    return pdf


def _frame(pdf: FPDF) -> None:
    pdf.set_fill_color(*ACCENT)
    pdf.rect(0, 0, 9, PAGE_HEIGHT, style="F")
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(0.4)
    pdf.rect(15, 8, PAGE_WIDTH - 23, PAGE_HEIGHT - 16)


def _heading(pdf: FPDF, programme: str) -> None:
    pdf.set_y(20)
    _line(pdf, programme.upper(), size=11, style="B", colour=SOFT)
    pdf.ln(5)
    _line(pdf, "SERTIFIKAT PELATIHAN", size=30, style="B", colour=ACCENT)
    _line(pdf, "Certificate of completion", size=12, colour=SOFT)


def _body(pdf: FPDF, checked: Checked) -> None:
    pdf.ln(13)
    _line(pdf, "diberikan kepada  /  awarded to", size=10, colour=SOFT)
    _fitted(pdf, checked.holder_name or "", sizes=(30, 26, 22, 18, 14, 10), style="B")
    pdf.ln(6)
    _line(pdf, "yang telah menuntaskan  /  for completing", size=10, colour=SOFT)
    _fitted(pdf, checked.course_title or "", sizes=(20, 17, 14, 12, 10), style="B")
    pdf.ln(5)
    _line(pdf, "diselenggarakan oleh  /  taught by", size=10, colour=SOFT)
    _fitted(pdf, checked.provider_name or "", sizes=(14, 12, 10, 8))


def _footer(pdf: FPDF, checked: Checked, issuer: Issuer) -> None:
    address = page_address(issuer, checked.certificate.public_id)
    pdf.set_xy(MARGIN, 160)
    for label, value in _facts(checked, issuer.zone):
        pdf.set_x(MARGIN)
        _line(pdf, label, size=8, colour=SOFT, align=Align.L)
        _line(pdf, value, size=11, style="B", align=Align.L)
        pdf.ln(1.5)
    left = PAGE_WIDTH - MARGIN - QR_MILLIMETRES
    pdf.image(_qr_code(address), x=left, y=154, w=QR_MILLIMETRES, h=QR_MILLIMETRES)
    pdf.set_xy(MARGIN, 191)
    text = f"Periksa keaslian  /  Verify: {address}"
    _line(pdf, text, size=8, colour=SOFT, align=Align.R)


def _facts(checked: Checked, zone: ZoneInfo) -> list[tuple[str, str]]:
    issued_at = checked.certificate.issued_at
    indonesian = long_date(issued_at, zone=zone, locale="id")
    english = long_date(issued_at, zone=zone, locale="en")
    return [
        ("Nomor  /  Serial number", checked.serial or ""),
        ("Diterbitkan  /  Issued", f"{indonesian}  /  {english}"),
    ]


def _qr_code(address: str) -> io.BytesIO:
    picture = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="png", scale=10, border=4)
    picture.seek(0)
    return picture


def _line(
    pdf: FPDF,
    text: str,
    *,
    size: float,
    style: str = "",
    colour: tuple[int, int, int] = INK,
    align: Align = Align.C,
) -> None:
    """One line of text across the page."""
    _use_font(pdf, size, style, colour)
    pdf.cell(
        w=PAGE_WIDTH - 2 * MARGIN,
        h=size * 0.5,
        text=writable(pdf, text),
        align=align,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )


def _fitted(pdf: FPDF, text: str, *, sizes: tuple[int, ...], style: str = "") -> None:
    """Text in the largest size in which it needs one line, or else two; a text of the
    greatest lengths takes as many lines of the smallest size as it needs."""
    for lines in (1, 2):
        for size in sizes:
            if lines == 2 and size == sizes[0]:
                continue
            if _count_lines(pdf, text, size, style) <= lines:
                return _block(pdf, text, size, style)
    return _block(pdf, text, sizes[-1], style)


def _count_lines(pdf: FPDF, text: str, size: float, style: str) -> int:
    _use_font(pdf, size, style, INK)
    lines = pdf.multi_cell(
        w=PAGE_WIDTH - 2 * MARGIN,
        text=writable(pdf, text),
        dry_run=True,
        output="LINES",
    )
    return len(cast(list[str], lines))


def _block(pdf: FPDF, text: str, size: float, style: str) -> None:
    _use_font(pdf, size, style, INK)
    pdf.multi_cell(
        w=PAGE_WIDTH - 2 * MARGIN,
        h=size * 0.5,
        text=writable(pdf, text),
        align=Align.C,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )


def _use_font(pdf: FPDF, size: float, style: str, colour: tuple[int, int, int]) -> None:
    pdf.set_font("sans", style, size)
    pdf.set_text_color(*colour)

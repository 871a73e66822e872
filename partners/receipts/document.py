"""A receipt as a document: JSON of a stable shape, and a PDF of the same contents.

The shape is described in docs/rules/linking.md, "Consent receipts".
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from core.formats import write_moment
from core.printing import new_document, writable
from core.text import Text
from partners.oauth.details.types import wire_form
from partners.receipts.models import ConsentKind
from partners.receipts.queries import FoundReceipt

SCHEMA = "consent-receipt/1"
LEGAL_BASIS = Text(
    "Consent: Law 27/2022 on Personal Data Protection, articles 20 to 24",
    "Persetujuan: UU 27/2022 tentang Pelindungan Data Pribadi, pasal 20 sampai 24",
)
WITHDRAWAL = Text(
    "You can take it back at any time under Linked platforms (article 9). The"
    " platform's access ends at once.",
    "Anda dapat mencabutnya kapan saja di Platform tertaut (pasal 9). Akses platform"
    " langsung berakhir.",
)
TITLE = Text("Consent receipt", "Bukti persetujuan")
KINDS = {
    ConsentKind.LINKED: Text("Standing consent", "Persetujuan tetap"),
    ConsentKind.WIDENED: Text(
        "Addition to a standing consent", "Tambahan atas persetujuan tetap"
    ),
    ConsentKind.RENEWED: Text(
        "Standing consent, given again", "Persetujuan tetap, diberikan kembali"
    ),
    ConsentKind.ONCE: Text("Consent to one act", "Persetujuan untuk satu tindakan"),
}
SIDES = {
    "participant": Text("by you", "oleh Anda"),
    "platform": Text("by the platform", "oleh platform"),
}
INK, SOFT = (28, 39, 49), (94, 108, 120)


def as_json(found: FoundReceipt, *, controller: str) -> dict[str, Any]:
    """The receipt for programs. `controller` is who runs the programme."""
    receipt = found.receipt
    return {
        "schema": SCHEMA,
        "receipt_id": receipt.id,
        "kind": receipt.kind,
        "controller": controller,
        "recipient": receipt.organisation,
        "program": receipt.program,
        "subject": receipt.subject,
        "given_at": receipt.given_at,
        "withdrawn_at": found.withdrawn_at,
        "withdrawn_by": found.withdrawn_by,
        "language": receipt.language,
        "text_version": receipt.text_version,
        "text": receipt.text,
        "purposes": [{"name": name, "text": text} for name, text in receipt.purposes],
        "facts": [{"label": label, "value": value} for label, value in receipt.facts],
        "authorization_details": [wire_form(receipt.detail)] if receipt.detail else [],
        "legal_basis": LEGAL_BASIS.in_(receipt.language),
        "withdrawal": WITHDRAWAL.in_(receipt.language),
    }


def lines_of(
    found: FoundReceipt, *, controller: str, zone: ZoneInfo
) -> list[tuple[str, str]]:
    """The facts around the text, label and value, in the language of the receipt."""
    receipt = found.receipt
    said: list[tuple[Text, Text | str]] = [
        (Text("Kind", "Jenis"), KINDS[ConsentKind(receipt.kind)]),
        (Text("Given to", "Diberikan kepada"), receipt.organisation),
        (Text("Program", "Program"), receipt.program),
        (Text("Given on", "Diberikan pada"), _moment(receipt.given_at, zone)),
        (Text("Taken back", "Dicabut"), _withdrawal(found, zone)),
        (Text("Responsible", "Penanggung jawab"), controller),
        (Text("Legal basis", "Dasar hukum"), LEGAL_BASIS),
        (Text("Your number there", "Nomor Anda di sana"), receipt.subject),
        (Text("Version of the text", "Versi teks"), receipt.text_version),
        (Text("Receipt", "Nomor bukti"), str(receipt.id)),
    ]
    language = receipt.language
    return [(label.in_(language), _in(value, language)) for label, value in said]


def draw(found: FoundReceipt, *, controller: str, zone: ZoneInfo) -> bytes:
    """The receipt as a PDF; the same contents give the same bytes."""
    receipt = found.receipt
    title = TITLE.in_(receipt.language)
    pdf = new_document(receipt.given_at, title=title, language=receipt.language)
    pdf.set_margins(22, 22, 22)
    pdf.add_page()
    _paragraph(pdf, title, size=20, style="B")
    for label, value in lines_of(found, controller=controller, zone=zone):
        _paragraph(pdf, label, size=8, colour=SOFT)
        _paragraph(pdf, value, size=11)
    pdf.ln(4)
    for line in receipt.text.split("\n"):
        _paragraph(pdf, line, size=11)
    pdf.ln(4)
    _paragraph(pdf, WITHDRAWAL.in_(receipt.language), size=9, colour=SOFT)
    return bytes(pdf.output())


def _moment(value: datetime, zone: ZoneInfo) -> Text:
    return Text(
        *(write_moment(value, zone=zone, language=each) for each in ("en", "id"))
    )


def _withdrawal(found: FoundReceipt, zone: ZoneInfo) -> Text:
    if found.withdrawn_at is None:
        return Text("No", "Tidak")
    when = _moment(found.withdrawn_at, zone)
    side = SIDES.get(found.withdrawn_by or "", Text("", ""))
    return Text(f"{when.en} {side.en}".strip(), f"{when.id} {side.id}".strip())


def _in(value: Text | str, language: str) -> str:
    return value.in_(language) if isinstance(value, Text) else value


def _paragraph(
    pdf: FPDF,
    text: str,
    *,
    size: float,
    style: str = "",
    colour: tuple[int, int, int] = INK,
) -> None:
    pdf.set_font("sans", style, size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(
        w=0,
        h=size * 0.55,
        text=writable(pdf, text),
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )
    pdf.ln(1)

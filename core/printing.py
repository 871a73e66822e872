"""Texts in PDFs: the fonts that lie beside this file, and what they can print.

Nothing is fetched while something is printed (SC-10), and no text is read as markup.
"""

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from fpdf import FPDF
from fpdf.bidi import BidiParagraph
from fpdf.fonts import TTFFont

from core.text import displayed

FONTS: Final = Path(__file__).parent / "fonts"
UNKNOWN_LETTER = "\N{REPLACEMENT CHARACTER}"


def new_document(
    made_at: datetime,
    *,
    title: str,
    language: str,
    orientation: Literal["portrait", "landscape"] = "portrait",
) -> FPDF:
    """An empty A4 document whose metadata depends on nothing but the arguments, so
    that the same contents give the same bytes."""
    pdf = FPDF(orientation=orientation, format="A4")
    pdf.set_creation_date(made_at)
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.add_font("sans", "", FONTS / "DejaVuSans.ttf")
    pdf.add_font("sans", "B", FONTS / "DejaVuSans-Bold.ttf")
    return pdf


def writable(pdf: FPDF, text: str) -> str:
    """One line of text as the font can print it, letters in the order in which they
    are seen.

    fpdf2 prints from left to right, so right-to-left letters are turned first (Unicode
    Standard Annex 9). A letter that the font does not have becomes a mark.
    """
    seen = displayed(text)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in seen):
        seen = BidiParagraph(seen).get_reordered_string()
    font = pdf.current_font
    known = font.cmap if isinstance(font, TTFFont) else {}
    return "".join(
        letter if ord(letter) in known else UNKNOWN_LETTER for letter in seen
    )

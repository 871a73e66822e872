"""How large, long and intricate a file may be (requirement SC-09)."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """Bounds of one upload; the defaults are those of SC-09, or tighter.

    `objects` bounds what a PDF is made of; `pdf_seconds` and `image_seconds` are
    processor time of the process that opens the file, `pdf_memory` and `image_memory`
    its address space: an image of 40 megapixels needs twice its 120 MB to be turned.
    """

    size: int = 10 * MIB
    pixels: int = 40_000_000
    pages: int = 200
    objects: int = 25_000
    pdf_seconds: int = 4
    image_seconds: int = 12
    pdf_memory: int = 320 * MIB
    image_memory: int = 768 * MIB


DEFAULT = Bounds()

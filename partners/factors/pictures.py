"""A secret as a picture that an application reads with the telephone's camera."""

import segno


def as_picture(text: str) -> str:
    """A QR code as the address of an image, which the page holds itself: a secret is
    asked for by nobody else, and lies in no cache."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_data_uri(scale=5, border=4, light="#fff", dark="#000"))

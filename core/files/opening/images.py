"""Pictures: decoded, turned the right way up and encoded anew.

What is kept holds the pixels and nothing else: no position of the camera, no
thumbnail, no bytes after the picture's end.
"""

import io

from PIL import Image, ImageOps

from core.files.bounds import Bounds
from core.files.opening.answers import Opened, Refused

FORMATS = ("JPEG", "PNG")
JPEG_QUALITY = 90


def open_image(content: bytes, bounds: Bounds) -> Opened:
    """Decode a JPEG or PNG whose header promises no more pixels than are allowed."""
    Image.MAX_IMAGE_PIXELS = None  # The bound below comes before any pixel is decoded.
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        kind = image.format or ""
        width, height = image.size
        if width * height > bounds.pixels:
            raise Refused("pixels")
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        plain = _without_transparency(image)
    plain.info.clear()
    kept = io.BytesIO()
    if kind == "JPEG":
        plain.save(kept, "JPEG", quality=JPEG_QUALITY)
    else:
        plain.save(kept, "PNG", compress_level=3)
    facts = {"width": plain.width, "height": plain.height}
    return Opened(facts, kept.getvalue())


def _without_transparency(image: Image.Image) -> Image.Image:
    """Grey or red-green-blue, on white where it was transparent."""
    if image.mode in ("1", "L", "RGB"):
        return image
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    see_through = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(see_through, mask=see_through.getchannel("A"))
    return paper

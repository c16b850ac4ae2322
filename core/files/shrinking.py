"""The child process that makes a picture to show: reads a file on stdin, writes a JPEG without anything else to stdout.

It is run by `core.files.viewing` on its own, without the platform; what it can spend is bounded before it looks at a
single byte. Usage: ``python -I shrinking.py KIND``.
"""

import io
import resource
import sys

from PIL import Image, ImageOps

MEMORY, SECONDS = 256 * 1024 * 1024, 10
MOST_PIXELS = 24_000_000
"""Of what must be decoded whole; a JPEG is decoded at a fraction of its size and may have more."""
MOST_PIXELS_OF_JPEG = 200_000_000
EDGE = 1600
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "bmp": "BMP"}


def bound() -> None:
    """Take from this process everything it does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # no file can be written; stdout is a pipe
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shrink(sent: bytes, kind: str) -> bytes:
    """The first picture of the file, upright, no larger than `EDGE`, on white, as a JPEG of pixels alone.

    :raises Exception: whatever the decoder finds wrong; there is no picture then.
    """
    Image.MAX_IMAGE_PIXELS = None  # bounded here, by the header, before any pixel is decoded
    with Image.open(io.BytesIO(sent), formats=[FORMATS[kind]]) as picture:
        most = MOST_PIXELS_OF_JPEG if kind == "jpeg" else MOST_PIXELS
        if picture.width * picture.height > most or max(picture.size) > 65_500:
            raise ValueError("too many pixels")
        picture.draft("RGB", (EDGE, EDGE))
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")  # a progressive or odd JPEG that cannot be read smaller
        picture.thumbnail((EDGE, EDGE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright, mask=upright.getchannel("A"))
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=82)
    return made.getvalue()


if __name__ == "__main__":
    bound()
    sys.stdout.buffer.write(shrink(sys.stdin.buffer.read(), sys.argv[1]))

"""Turns the bytes somebody uploaded into an upright RGB picture, or says why not.

Every byte is hostile until shown otherwise: the size is checked before anything is read, the kind is told from the first
bytes and never from a name, only that kind's decoder is tried, and the pixel count is read from the header before a single
pixel is decoded (a 20,000 x 20,000 PNG of one colour is 2 MB as a file and 1.6 GB in memory).
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps, features

from omnishelf.domain.errors import BadUpload, TooLarge, UnsupportedMedia
from omnishelf.domain.query import Box

WEBP_QUALITY = 82
ACCEPTED = "JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF"

_SIGNATURES = (
    ("JPEG", b"\xff\xd8\xff"),
    ("PNG", b"\x89PNG\r\n\x1a\n"),
    ("GIF", b"GIF87a"),
    ("GIF", b"GIF89a"),
    ("BMP", b"BM"),
    ("TIFF", b"II*\x00"),
    ("TIFF", b"MM\x00*"),
)
_AVIF_BRANDS = (b"avif", b"avis")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def sniff(data: bytes) -> str:
    """Pillow's name of the kind of picture these bytes begin like: "JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF".

    Raises:
        UnsupportedMedia: none of them, or one that this installation cannot read.
    """
    for kind, signature in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _AVIF_BRANDS and features.check("avif"):
        return "AVIF"
    if data[4:8] == b"ftyp" and data[8:12] in (*_AVIF_BRANDS, *_HEIF_BRANDS):
        raise UnsupportedMedia("The photo is HEIC or AVIF, which cannot be read here.", hint="Save it as JPEG and send that.")
    raise UnsupportedMedia("The file is not a photo of a kind that is read here.", hint=f"Send {ACCEPTED}.")


def open_picture(data: bytes, *, max_bytes: int, max_pixels: int, crop: Box | None = None, side: int = 0) -> Image.Image:
    """The picture upright, RGB, transparent parts white, cut to `crop`; an animation gives its first frame.

    Args:
        max_bytes, max_pixels: refused above; pixels are counted before decoding.
        crop: in fractions of the upright picture.
        side: when > 0, the result's longer side is at most this; a large JPEG is then decoded at a half, a quarter or an
            eighth, which makes a 12-megapixel photo several times faster.

    Raises:
        TooLarge, UnsupportedMedia, BadUpload.
    """
    if not data:
        raise BadUpload("The photo is empty (0 bytes).", hint="Choose the file again.")
    if len(data) > max_bytes:
        raise TooLarge(f"The photo has {len(data):,} bytes; at most {max_bytes:,} are read.", hint="Send a smaller one.")
    kind = sniff(data)
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as file:
            _check_pixels(file.size, max_pixels)
            if side and kind == "JPEG":
                file.draft(None, _enough(file.size, side, crop))
            file.load()
            upright = _upright(file)
        picture = _on_white(_cut(upright, crop))
    except TooLarge:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge(f"The photo has too many pixels; at most {max_pixels:,} are read.", hint="Send a smaller one.") from None
    except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error, ... on broken files
        raise BadUpload(
            f"The photo begins like {kind} but cannot be decoded: {error}.", hint="Save it again and send that."
        ) from None
    if side and max(picture.size) > side:
        picture.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return picture


def shrunk(picture: Image.Image, side: int) -> Image.Image:
    """The picture with its longer side at most `side` pixels; never enlarged, and never changed in place."""
    if max(picture.size) <= side:
        return picture
    copy = picture.copy()
    copy.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return copy


def shrink_to_webp(data: bytes, max_side: int, *, max_bytes: int, max_pixels: int) -> bytes:
    """The picture as WebP, longer side at most `max_side`, without EXIF, GPS, comments or colour profile.

    Raises:
        TooLarge, UnsupportedMedia, BadUpload.
    """
    picture = open_picture(data, max_bytes=max_bytes, max_pixels=max_pixels, side=max_side)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=WEBP_QUALITY, method=4)
    return out.getvalue()


def _check_pixels(size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise BadUpload(f"The photo is {width} x {height} pixels: there is nothing in it.")
    if width * height > max_pixels:
        raise TooLarge(
            f"The photo is {width:,} x {height:,} = {width * height:,} pixels; at most {max_pixels:,} are read.",
            hint="Send a smaller one.",
        )


def _enough(size: tuple[int, int], side: int, crop: Box | None) -> tuple[int, int]:
    """The least size to decode at so that the cut-out part still has `side` pixels along its longer side.

    The header's width and height may be swapped by the EXIF orientation; using the smaller of the crop's two fractions for
    both is right in either case.
    """
    part = min(crop.right - crop.left, crop.bottom - crop.top) if crop else 1.0
    scale = min(1.0, side / (max(size) * max(part, 1e-3)))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _upright(file: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(file)
    except Exception:  # broken EXIF is no reason to refuse a photo whose pixels are fine
        return file.copy()


def _cut(picture: Image.Image, crop: Box | None) -> Image.Image:
    if crop is None:
        return picture
    width, height = picture.size
    left, top = min(int(crop.left * width), width - 1), min(int(crop.top * height), height - 1)
    right, bottom = max(round(crop.right * width), left + 1), max(round(crop.bottom * height), top + 1)
    return picture.crop((left, top, min(right, width), min(bottom, height)))


def _on_white(picture: Image.Image) -> Image.Image:
    """A fresh RGB picture: nothing of the file's metadata comes along."""
    canvas = Image.new("RGB", picture.size, (255, 255, 255))
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        canvas.paste(layer, mask=layer.getchannel("A"))
    elif picture.mode.startswith("I"):  # 16 bits of grey: keep the upper eight
        canvas.paste(picture.convert("I").point(lambda value: value / 256).convert("L"))
    else:
        canvas.paste(picture.convert("RGB"))
    return canvas

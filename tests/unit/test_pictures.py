"""Uploads: what is read, what is refused, and that a refusal comes before the work."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from omnishelf.domain.errors import BadUpload, TooLarge, UnsupportedMedia
from omnishelf.domain.query import Box
from omnishelf.encoders.pictures import open_picture, shrink_to_webp, sniff

LIMITS = {"max_bytes": 12_000_000, "max_pixels": 50_000_000}
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def left_red_right_blue(size: tuple[int, int] = (64, 32)) -> Image.Image:
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    return picture


def png_header_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds almost no data: what a decompression bomb looks like before it goes off."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def near(pixel: object, colour: tuple[int, int, int], tolerance: int = 12) -> bool:
    return bool(np.abs(np.subtract(pixel, colour)).max() <= tolerance)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_each_kind_is_told_from_its_first_bytes_and_read(kind: str) -> None:
    """The kind comes from the bytes, and the colours stay where they are."""
    data = saved(left_red_right_blue(), kind)
    assert sniff(data) == kind
    picture = open_picture(data, **LIMITS)
    assert (picture.mode, picture.size) == ("RGB", (64, 32))
    assert near(picture.getpixel((8, 16)), RED) and near(picture.getpixel((56, 16)), BLUE)


def test_a_huge_png_is_refused_by_its_header() -> None:
    """A 20,000 x 20,000 PNG is too large (413) although its file is tiny."""
    with pytest.raises(TooLarge) as refused:
        open_picture(png_header_of(20_000, 20_000), **LIMITS)
    assert refused.value.status == 413


def test_more_pixels_than_allowed_is_refused_with_both_numbers() -> None:
    """The message names the picture's pixels and the limit."""
    with pytest.raises(TooLarge, match=r"300 x 200 = 60,000 pixels; at most 59,999"):
        open_picture(saved(Image.new("RGB", (300, 200)), "PNG"), max_bytes=10_000, max_pixels=59_999)


def test_more_bytes_than_allowed_is_refused() -> None:
    """The byte limit is checked first."""
    with pytest.raises(TooLarge, match="at most 10 are read"):
        open_picture(b"\xff\xd8\xff" + b"\0" * 100, max_bytes=10, max_pixels=100)


@pytest.mark.parametrize(
    "data", [b"this is a text file named photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"]
)
def test_what_is_no_photo_is_unsupported(data: bytes) -> None:
    """Text, SVG and PDF are 415, whatever their name was."""
    with pytest.raises(UnsupportedMedia) as refused:
        open_picture(data, **LIMITS)
    assert refused.value.status == 415


def test_heic_is_named_and_a_way_out_is_given() -> None:
    """An iPhone's HEIC gets an answer its owner can act on."""
    with pytest.raises(UnsupportedMedia, match=r"HEIC.*JPEG"):
        open_picture(b"\0\0\0\x18ftypheic" + b"\0" * 64, **LIMITS)


def test_no_bytes_are_a_bad_upload() -> None:
    """Zero bytes are 422."""
    with pytest.raises(BadUpload, match="empty") as refused:
        open_picture(b"", **LIMITS)
    assert refused.value.status == 422


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_a_truncated_file_is_a_bad_upload(kind: str) -> None:
    """Half a file is refused, not half shown."""
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    data = saved(noise, kind)
    with pytest.raises(BadUpload):
        open_picture(data[: len(data) // 2], **LIMITS)


def test_the_camera_held_upright_gives_an_upright_picture() -> None:
    """EXIF orientation 6 (turn right by 90 degrees) puts the left half on top."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = open_picture(saved(left_red_right_blue(), "JPEG", exif=exif, quality=95), **LIMITS)
    assert picture.size == (32, 64)
    assert near(picture.getpixel((16, 8)), RED) and near(picture.getpixel((16, 56)), BLUE)


def test_transparent_parts_are_white() -> None:
    """Alpha is laid on white, also in a palette picture."""
    picture = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 5, 10))
    shown = open_picture(saved(picture, "PNG"), **LIMITS)
    assert shown.getpixel((2, 5)) == RED and shown.getpixel((8, 5)) == WHITE
    palette = Image.new("P", (4, 4), 1)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    assert open_picture(saved(palette, "PNG", transparency=1), **LIMITS).getpixel((1, 1)) == WHITE


def test_cmyk_and_sixteen_bits_are_read() -> None:
    """A printer's CMYK JPEG keeps its colour; 16-bit grey keeps its brightness."""
    cmyk = saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", quality=95)
    assert near(open_picture(cmyk, **LIMITS).getpixel((4, 4)), RED, 40)
    grey = Image.fromarray(np.full((8, 8), 32_768, dtype=np.uint16))
    assert near(open_picture(saved(grey, "PNG"), **LIMITS).getpixel((4, 4)), (128, 128, 128), 1)


def test_an_animation_gives_its_first_frame() -> None:
    """Only the first frame of a GIF is looked at."""
    frames = [Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), BLUE)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert near(open_picture(data, **LIMITS).getpixel((4, 4)), RED)


def test_a_crop_is_in_fractions_of_the_upright_picture() -> None:
    """The right half of red-blue is blue."""
    data = saved(left_red_right_blue(), "PNG")
    part = open_picture(data, crop=Box(0.5, 0.0, 1.0, 1.0), **LIMITS)
    assert part.size == (32, 32)
    assert part.getcolors() == [(1024, BLUE)]


def test_a_thin_crop_still_has_a_pixel() -> None:
    """A box thinner than a pixel gives one pixel, not an error."""
    assert open_picture(saved(left_red_right_blue(), "PNG"), crop=Box(0.999, 0.999, 1.0, 1.0), **LIMITS).size == (1, 1)


def test_side_bounds_the_result_and_keeps_enough_of_a_crop() -> None:
    """A large JPEG decoded small has `side` pixels; a crop of it is not upscaled from a thumbnail."""
    data = saved(left_red_right_blue((1600, 800)), "JPEG")
    assert open_picture(data, side=200, **LIMITS).size == (200, 100)
    cut = open_picture(data, side=200, crop=Box(0.0, 0.0, 0.25, 0.5), **LIMITS)
    assert cut.size == (200, 200)


def test_the_media_store_gets_small_pictures_without_metadata() -> None:
    """WebP, bounded, upright, and neither GPS, camera name nor comment left."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRET CAMERA"
    data = saved(left_red_right_blue((400, 200)), "JPEG", exif=exif, comment=b"SECRET NOTE")
    stored = shrink_to_webp(data, 100, **LIMITS)
    assert sniff(stored) == "WEBP" and b"SECRET" not in stored
    with Image.open(io.BytesIO(stored)) as picture:
        assert picture.size == (50, 100)
        assert not picture.getexif() and "icc_profile" not in picture.info

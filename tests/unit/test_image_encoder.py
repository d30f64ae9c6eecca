"""The packaged image encoder keeps the port's promises and recognises what anybody would."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from omnishelf.encoders.image import PackagedImage, square
from omnishelf.encoders.port import ImageEncoder


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> PackagedImage:
    return PackagedImage(tmp_path_factory.mktemp("models"), threads=2)


def drawn(shape: str, colour: str, size: tuple[int, int] = (300, 200)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    getattr(ImageDraw.Draw(picture), shape)((60, 40, 240, 160), fill=colour)
    return picture


def test_the_port_is_kept(encoder: PackagedImage) -> None:
    """Unit rows of the stated width, probabilities over the stated labels, nothing for no pictures."""
    assert isinstance(encoder, ImageEncoder)
    seen = encoder.encode([drawn("ellipse", "red"), drawn("rectangle", "navy", (90, 500))])
    assert seen.features.shape == (2, encoder.dimensions) and seen.features.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(seen.features, axis=1), 1, atol=1e-5)
    assert seen.classes.shape == (2, len(encoder.labels)) == (2, 1000)
    np.testing.assert_allclose(seen.classes.sum(axis=1), 1, atol=1e-4)
    assert encoder.encode([]).features.shape == (0, encoder.dimensions)


def test_a_picture_means_the_same_in_any_batch(encoder: PackagedImage) -> None:
    """Alone, or eleventh of eleven."""
    pictures = [drawn("ellipse", f"hsl({30 * i}, 80%, 50%)") for i in range(11)]
    alone, together = encoder.encode(pictures[10:]), encoder.encode(pictures)
    np.testing.assert_allclose(alone.features[0], together.features[10], atol=1e-4)


def test_shape_counts_more_than_size(encoder: PackagedImage) -> None:
    """A red disc is nearer to the same disc photographed smaller than to a navy rectangle."""
    disc, rectangle = drawn("ellipse", "red"), drawn("rectangle", "navy")
    rows = encoder.encode([disc, disc.resize((150, 100)), rectangle]).features
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_a_picture_is_squared_on_white_undistorted() -> None:
    """A 2:1 red picture becomes a red band half as high as the square."""
    pixels = np.asarray(square(Image.new("RGB", (40, 20), "red"), 32))
    assert pixels.shape == (32, 32, 3)
    np.testing.assert_array_equal(pixels[16], [[255, 0, 0]] * 32)
    np.testing.assert_array_equal(pixels[[0, 7, 24, 31]], 255)


def test_the_labels_are_a_thousand_different_short_names(encoder: PackagedImage) -> None:
    """No synonyms strung together, no blanks."""
    assert len(set(encoder.labels)) == 1000
    assert all(name.strip() == name and name and not set(name) & set(",/()") for name in encoder.labels)


@pytest.mark.data
@pytest.mark.parametrize(
    ("file", "label"), [("shelf/01.jpg", "Granny Smith apple"), ("shelf/06.jpg", "banana"), ("shelf/80.jpg", "zucchini")]
)
def test_real_photos_get_their_imagenet_names(encoder: PackagedImage, file: str, label: str) -> None:
    """What the two networks were trained to know, they know: strides, padding and normalisation are right."""
    root = Path(os.environ.get("OMNISHELF_DATA", Path(__file__).resolve().parents[3] / "shared" / "data")) / "grocery"
    if not (root / file).is_file():
        pytest.skip(f"the grocery data set is not there: {file} is missing (set OMNISHELF_DATA)")
    with Image.open(root / file) as picture:
        classes = encoder.encode([picture]).classes[0]
    assert encoder.labels[int(classes.argmax())] == label

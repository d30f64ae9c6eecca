"""Looks: pictures on white and photos that fill their frame are each freed of what their kind has in common."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from omnishelf.encoders.looks import CENTRING, Tap, load_statistics, looks, on_white


def test_a_thing_on_white_is_told_from_a_full_frame() -> None:
    """1 for a red box on white, 0 for a red wall, between them for a picture that touches two edges."""
    wall = Image.new("RGB", (200, 100), "red")
    thing = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(thing).rectangle((60, 30, 140, 70), fill="red")
    touching = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(touching).rectangle((0, 0, 120, 100), fill="red")
    assert on_white(thing) == 1.0 and on_white(wall) == 0.0
    assert 0.0 < on_white(touching) < 1.0


def test_each_kind_loses_its_own_mean() -> None:
    """With the identity as projection the formula of the module can be followed by hand."""
    tap = Tap(np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32), np.eye(2, dtype=np.float32))
    shelf, photo = looks({"t": np.array([[3.0, 4.0], [3.0, 4.0]])}, {"t": tap}, np.array([1.0, 0.0]))
    for row, expected in ((shelf, [0.6 - CENTRING, 0.8]), (photo, [0.6, 0.8 - CENTRING])):
        np.testing.assert_allclose(row, expected / np.linalg.norm(expected), atol=1e-6)


def test_every_tap_has_the_same_say() -> None:
    """A tap with outputs a thousand times larger weighs no more: blocks have equal length."""
    taps = {n: Tap(np.zeros(2, np.float32), np.zeros(2, np.float32), np.eye(2, dtype=np.float32)) for n in "ab"}
    row = looks({"a": np.array([[1000.0, 0.0]]), "b": np.array([[0.0, 0.001]])}, taps, np.ones(1))
    np.testing.assert_allclose(row, [[0.5**0.5, 0, 0, 0.5**0.5]], atol=1e-6)


def test_the_statistics_fit_the_networks() -> None:
    """Four taps, each with means and a projection of its width; directions are orthogonal to each other."""
    taps = load_statistics()
    assert {name: len(tap.projection) for name, tap in taps.items()} == {
        "lite0.neck": 320,
        "lite0.features": 1280,
        "lite2.neck": 352,
        "lite2.features": 1280,
    }
    for tap in taps.values():
        assert tap.shelf.shape == tap.photo.shape == (len(tap.projection),)
        columns = tap.projection / np.linalg.norm(tap.projection, axis=0)
        assert np.abs(columns.T @ columns - np.eye(columns.shape[1])).max() < 0.1

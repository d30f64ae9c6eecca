"""The voices that benchmarks speak with: the same words always give the same sound, and noise is as loud as asked."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from omnishelf.encoders.audio import read_recording


@pytest.fixture(scope="module")
def voices() -> ModuleType:
    spec = importlib.util.spec_from_file_location("voices", Path(__file__).parents[2] / "benchmarks" / "voices.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_clip_is_the_same_made_anew_read_back_and_made_elsewhere(voices: ModuleType, tmp_path: Path) -> None:
    """Nothing is random, and the cache changes nothing."""
    first = voices.speak("red backpack", "en", cache=tmp_path)
    assert np.array_equal(first, voices.speak("red backpack", "en", cache=tmp_path))
    (tmp_path / "elsewhere").mkdir()
    assert np.array_equal(first, voices.speak("red backpack", "en", cache=tmp_path / "elsewhere"))
    assert first.dtype == np.float32
    assert 1.0 < len(first) / voices.RATE < 4.0


@pytest.mark.parametrize("snr_db", [20, 10, 5])
def test_noise_is_as_loud_as_asked(voices: ModuleType, tmp_path: Path, snr_db: float) -> None:
    """What is added to the clean clip has a power `snr_db` below it, up to the scale that avoids clipping."""
    clean = voices.speak("red backpack", "en", cache=tmp_path)
    noisy = voices.speak("red backpack", "en", snr_db=snr_db, cache=tmp_path)
    scale = float(np.dot(noisy, clean) / np.dot(clean, clean))
    noise = noisy / scale - clean
    assert 10 * np.log10(np.mean(clean**2) / np.mean(noise**2)) == pytest.approx(snr_db, abs=0.3)
    assert np.array_equal(noisy, voices.speak("red backpack", "en", snr_db=snr_db, cache=tmp_path))


def test_a_clip_can_be_uploaded(voices: ModuleType, tmp_path: Path) -> None:
    """The wav bytes are a recording that the product reads back to the same samples."""
    clip = voices.speak("red backpack", "en", cache=tmp_path)
    assert np.allclose(read_recording(voices.wav_bytes(clip)), clip, atol=1e-4)

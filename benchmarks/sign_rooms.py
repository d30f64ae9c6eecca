"""Sound as it is recorded: in a room, through a telephone, with noise, by somebody who speaks faster or slower."""

from __future__ import annotations

import random

import numpy as np
from benchmarks.voices import RATE, Samples
from numpy.typing import NDArray


def recorded(samples: Samples, rng: random.Random) -> Samples:
    """An echo of up to .4 s, a band up to 3.4 to 7 kHz, noise from white to pink at 8 to 30 dB: each now and then; any gain."""
    noise = np.random.default_rng(rng.getrandbits(32))
    out = samples.astype(np.float64)
    if rng.random() < 0.4:
        out = _in_a_room(out, rng, noise)
    if rng.random() < 0.25:
        out = _through_a_band(out, rng.uniform(0, 300), rng.uniform(3_400, 7_000))
    if rng.random() < 0.6:
        hiss = _coloured(len(out), rng.choice([0.0, 0.25, 0.5]), noise)
        wanted = np.mean(out**2) / 10 ** (rng.uniform(8, 30) / 10)
        out = out + hiss * np.sqrt(wanted / np.mean(hiss**2))
    loudest = max(1e-6, float(np.abs(out).max()))
    return (out * rng.uniform(0.1, 0.95) / loudest).astype(np.float32)


def paced(samples: Samples, pace: float) -> Samples:
    """Faster and higher above 1, slower and deeper below."""
    at = np.arange(0, len(samples) - 1, pace)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE), np.float32)


def _in_a_room(samples: NDArray[np.float64], rng: random.Random, noise: np.random.Generator) -> NDArray[np.float64]:
    """With an echo of noise that dies away: by 60 dB over its length."""
    length = int(rng.uniform(0.05, 0.4) * RATE)
    echo = noise.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length) * rng.uniform(0.02, 0.15)
    echo[0] = 1.0
    size = 1 << (len(samples) + length).bit_length()
    return np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(echo, size), size)[: len(samples)]


def _through_a_band(samples: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Hertz."""
    spectrum, hertz = np.fft.rfft(samples), np.fft.rfftfreq(len(samples), 1 / RATE)
    return np.fft.irfft(np.where((hertz < low) | (hertz > high), 0, spectrum), len(samples))


def _coloured(length: int, slope: float, noise: np.random.Generator) -> NDArray[np.float64]:
    """Noise whose amplitude falls with frequency to the power `slope`: 0 white, .5 pink."""
    spectrum = np.fft.rfft(noise.standard_normal(length))
    return np.fft.irfft(spectrum / np.maximum(1, np.arange(len(spectrum))) ** slope, length)

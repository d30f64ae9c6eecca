"""Samples as sound files of the usual kinds, by PyAV."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from av.audio.stream import AudioStream


@dataclass(frozen=True, slots=True)
class SoundKind:
    """`container`, `codec`: as FFmpeg calls them. `rate`: the samples a second that the codec wants, 0 for any."""

    media_type: str
    container: str
    codec: str
    layout: str = "s16"
    rate: int = 0


KINDS: Mapping[str, SoundKind] = {
    "mp3": SoundKind("audio/mpeg", "mp3", "libmp3lame", "s16p"),
    "opus": SoundKind("audio/ogg", "ogg", "libopus", "s16", 48_000),
    "aac": SoundKind("audio/aac", "adts", "aac", "fltp"),
    "flac": SoundKind("audio/flac", "flac", "flac", "s16"),
}


def encoded(pcm: bytes, rate: int, kind: str) -> bytes:
    """A whole file.

    Args:
        pcm: signed 16-bit little-endian samples, mono.
        rate: of them, a second.
        kind: one of `KINDS`.
    """
    import av

    chosen = KINDS[kind]
    out = io.BytesIO()
    with av.open(out, "w", format=chosen.container) as container:
        stream = cast("AudioStream", container.add_stream(chosen.codec, rate=chosen.rate or rate))
        stream.layout = "mono"
        resampler = av.AudioResampler(format=chosen.layout, layout="mono", rate=chosen.rate or rate)
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, "<i2")[None], format="s16", layout="mono")
        frame.sample_rate = rate
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return out.getvalue()

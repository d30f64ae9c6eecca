"""Spoken questions as small files: voices of benchmarks/voices.py over six people talking, Opus at 24 kbit/s."""

from __future__ import annotations

import io
import time
from pathlib import Path

from benchmarks.voices import RATE, VOICES, Samples, speak

from sample.questions.shelf import read_shelf
from sample.questions.spoken import VOICES as COUNTED
from sample.questions.spoken import Clip
from sample.questions.topic import BENCHMARK
from sample.questions.write import questions

BITS_A_SECOND = 24_000


def record(*, limit: int = 0, folder: Path = BENCHMARK) -> int:
    """Record what is missing, at most `limit`; returns how many were made. Stop it at any time and start it again.

    Recordings that no question names any more are removed.
    """
    clips = questions(read_shelf()).clips
    voices = folder / "voices"
    voices.mkdir(parents=True, exist_ok=True)
    if not limit:
        for file in {path.name for path in voices.iterdir()} - {clip.file for clip in clips}:
            (voices / file).unlink()
    todo = [clip for clip in clips if not (voices / clip.file).is_file()]
    todo = todo[:limit] if limit else todo
    began = time.monotonic()
    for done, clip in enumerate(todo, start=1):
        data = opus(spoken(clip))
        part = voices / f"{clip.file}.part"
        part.write_bytes(data)
        part.replace(voices / clip.file)
        left = (time.monotonic() - began) / done * (len(todo) - done)
        print(f"{done}/{len(todo)} {clip.file} {clip.text} {len(data)} bytes, {left / 60:.0f} min left", flush=True)
    return len(todo)


def spoken(clip: Clip) -> Samples:
    """[n] float32, 16 kHz."""
    if any(len(names) != COUNTED for names in VOICES.values()):
        raise SystemExit(
            f"benchmarks/voices.py no longer has {COUNTED} voices a language: sample/questions/spoken.py counts on it."
        )
    return speak(clip.text, clip.language, clip.voice, clip.snr_db, noise="babble")


def opus(samples: Samples) -> bytes:
    """An Ogg file of the samples."""
    import av

    sink = io.BytesIO()
    with av.open(sink, "w", format="ogg") as file:
        stream = file.add_stream("libopus", rate=RATE, layout="mono", bit_rate=BITS_A_SECOND)
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="flt", layout="mono")
        frame.sample_rate, frame.pts = RATE, 0
        file.mux([*stream.encode(frame), *stream.encode(None)])
    return sink.getvalue()

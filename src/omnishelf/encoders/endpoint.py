"""Where in a recording somebody speaks: Silero's voice detector, which faster-whisper carries."""

from __future__ import annotations

import numpy as np

from omnishelf.encoders.audio import SAMPLE_RATE, Samples

LONGEST_WINDOW = 28.0
"""Seconds of speech given to the recogniser at once; Whisper looks at 30."""

# The detector reacts to the vowel, so an unvoiced beginning ("f", "sh") lies before what it marks.
_MARGIN_MS = 400
_SHORTEST_MS = 100  # a click is shorter, "five" is not
_PAUSE_MS = 1_500  # longer silences are cut out
# The detector needs a moment of quiet before it: with this, single digits cut to the word are found 170 times of 170, not 164.
_QUIET = np.zeros(SAMPLE_RATE // 5, np.float32)


def speech_windows(samples: Samples) -> list[Samples]:
    """The spoken parts, joined over the silences between them, in windows of at most LONGEST_WINDOW seconds.

    An empty list means that nobody speaks.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        min_speech_duration_ms=_SHORTEST_MS,
        min_silence_duration_ms=_PAUSE_MS,
        speech_pad_ms=_MARGIN_MS,
        max_speech_duration_s=LONGEST_WINDOW,
    )
    if not len(samples):
        return []
    around = np.concatenate([_QUIET, samples, _QUIET])
    spans = get_speech_timestamps(around, options, sampling_rate=SAMPLE_RATE)
    return pack([around[span["start"] : span["end"]] for span in spans], int(LONGEST_WINDOW * SAMPLE_RATE))


def pack(pieces: list[Samples], limit: int) -> list[Samples]:
    """Neighbouring pieces joined as long as a window stays within `limit` samples."""
    windows: list[list[Samples]] = []
    room = 0
    for piece in pieces:
        if len(piece) > room:
            windows.append([])
            room = limit
        windows[-1].append(piece)
        room -= len(piece)
    return [np.concatenate(window) for window in windows]

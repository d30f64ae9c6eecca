"""Recordings of any common kind to sound a recogniser can use: [n] float32 in -1..1, mono, 16 kHz.

Uploads are hostile until shown otherwise. The kind is sniffed from the first bytes and given to FFmpeg by name, so that it
never probes: a playlist that names local files, or a picture, is refused before any demuxer sees it. Length is counted in
decoded samples, because the length a header states is missing in browsers' webm and can be a lie anywhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadUpload, TooLarge, UnsupportedMedia

SAMPLE_RATE = 16_000
READABLE = "wav, flac, mp3, m4a, aac, ogg (opus or vorbis), webm (opus)"

Samples = NDArray[np.float32]

# One frame of a recording that states a rate of 1 Hz would swell 16,000-fold in the resampler.
_RATES = range(4_000, 384_001)
_SHORTEST = SAMPLE_RATE // 20  # 50 ms: no word is shorter, and an encoder's padding is


def sniff(data: bytes) -> str:
    """The FFmpeg demuxer that reads a recording with these first bytes; "" when it is no recording we read."""
    if data[:4] in (b"RIFF", b"RF64") and data[8:12] == b"WAVE":
        return "wav"
    if data[:4] == b"fLaC":
        return "flac"
    if data[:4] == b"OggS":
        return "ogg"
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"
    if data[4:8] == b"ftyp":
        return "mov"
    if data[:3] == b"ID3":
        return "mp3"
    return _frame_sync(data[:4])


def _frame_sync(head: bytes) -> str:
    """MPEG audio without a container: eleven set bits, then version, layer, bit rate and sample rate that exist.

    Checking all four keeps UTF-16 text, which starts FF FE, from passing as MPEG layer I.
    """
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if head[1] & 0xF6 == 0xF0:  # layer 0 is how ADTS marks AAC
        return "aac"
    layer_three = layer == 1 and version != 1 and head[2] >> 4 != 15 and head[2] >> 2 & 3 != 3
    return "mp3" if layer_three else ""


def read_recording(data: bytes, *, max_bytes: int = 12_000_000, max_seconds: float = 60.0) -> Samples:
    """Decode a recording.

    A recording that breaks off in the middle gives what came before the break; one with nothing usable is refused.

    Args:
        data: the file as uploaded.
        max_bytes: the largest file taken.
        max_seconds: the longest recording taken; decoding stops there, so that memory stays below about 64 kB a second.

    Raises:
        TooLarge: more bytes or seconds than allowed.
        UnsupportedMedia: the first bytes are of no kind in READABLE, whatever the file is called.
        BadUpload: empty, damaged, silent of any stream, or a video.
    """
    if not data:
        raise BadUpload("The recording is empty (0 bytes).", hint="Record again and check that the microphone is allowed.")
    if len(data) > max_bytes:
        raise TooLarge(f"The recording has {len(data):,} bytes; the limit is {max_bytes:,}.", hint="Send a shorter recording.")
    kind = sniff(data)
    if not kind:
        raise UnsupportedMedia("The file is not a recording of a kind that can be read.", hint=f"Send {READABLE}.")
    samples = np.concatenate([np.zeros(0, np.float32), *_blocks(data, kind, int(max_seconds * SAMPLE_RATE))])
    if len(samples) < _SHORTEST:
        raise BadUpload("The recording holds no sound that can be decoded.", hint="It may be damaged or cut off: record again.")
    return level(samples)


def level(samples: Samples) -> Samples:
    """Finite and within -1..1.

    Floats over full scale are scaled down by their 99.9th percentile rather than cut, so that neither a recorder that writes
    16-bit numbers as floats nor one wild sample spoils the rest.
    """
    finite: Samples = np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)
    if np.abs(finite).max(initial=0.0) <= 1.0:
        return finite
    loud = max(1.0, float(np.quantile(np.abs(finite), 0.999)))
    scaled: Samples = np.clip(finite / np.float32(loud), -1.0, 1.0)
    return scaled


def _blocks(data: bytes, kind: str, limit: int) -> Iterator[Samples]:
    """Decoded stretches of 16 kHz mono, until the end or until more than `limit` samples came."""
    import av

    count = 0
    try:
        with av.open(io.BytesIO(data), mode="r", format=kind, metadata_errors="ignore") as container:
            stream = _only_sound(container)
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=SAMPLE_RATE)
            for frame in _frames(container, stream):
                for block in resampler.resample(frame):
                    samples = block.to_ndarray()[0]
                    count += len(samples)
                    if count > limit:
                        raise TooLarge(
                            f"The recording is longer than {limit / SAMPLE_RATE:g} seconds.", hint="Send a shorter recording."
                        )
                    yield samples
    except av.FFmpegError as error:
        # What was decoded before the damage has been yielded already and is kept.
        if not count:
            raise BadUpload(
                f"The recording cannot be decoded ({error.strerror}).", hint="It may be damaged or cut off: record again."
            ) from None


def _only_sound(container: Any) -> Any:
    """The audio stream of a container that has one, at a rate that exists, and no moving picture beside it."""
    # An m4a may carry its cover as a one-picture video stream; that is not a video.
    if any(not stream.disposition & stream.disposition.attached_pic for stream in container.streams.video):
        raise BadUpload("The file is a video.", hint=f"Send sound only: {READABLE}.")
    if not container.streams.audio:
        raise BadUpload("The file holds no sound.", hint=f"Send {READABLE}.")
    stream = container.streams.audio[0]
    if stream.rate not in _RATES:
        raise BadUpload(f"The recording states a sample rate of {stream.rate} Hz.", hint="Record at 8,000 Hz or more.")
    return stream


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    """Frames that decode, then None, which empties the resampler. A damaged packet is skipped: the next may be whole."""
    import av

    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        yield from frames
    yield None

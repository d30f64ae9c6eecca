"""Recordings of every promised kind are read; everything else is refused with a reason. The files are made here."""

from __future__ import annotations

import io
import struct
import wave
from fractions import Fraction

import av
import numpy as np
import pytest

from omnishelf.domain.errors import BadUpload, TooLarge, UnsupportedMedia
from omnishelf.encoders.audio import SAMPLE_RATE, level, read_recording, sniff

KINDS = [
    ("wav", "pcm_s16le", 44_100),
    ("wav", "pcm_f32le", 16_000),
    ("wav", "pcm_mulaw", 8_000),
    ("flac", "flac", 44_100),
    ("mp3", "libmp3lame", 44_100),
    ("ipod", "aac", 48_000),
    ("adts", "aac", 44_100),
    ("ogg", "libopus", 48_000),
    ("ogg", "vorbis", 44_100),
    ("webm", "libopus", 48_000),
]


def tone(seconds: float, rate: int, hertz: float = 440.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def record(container: str, codec: str, rate: int, samples: np.ndarray, *, layout: str = "stereo", live: bool = False) -> bytes:
    """A file as a recorder would write it; `live` as a browser does, into a pipe, so that no length can be stated."""
    sink = io.BytesIO()
    options = {"live": "1"} if live else {}
    with av.open(sink, "w", format=container, container_options=options) as file:
        stream = file.add_stream(codec, rate=rate, layout=layout, options={"strict": "experimental"})  # for vorbis
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate, frame_size=stream.frame_size or 1_024)
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        for block in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(block))
        file.mux(stream.encode(None))
    return sink.getvalue()


def silence(hours: int) -> bytes:
    """A flac of nothing: 8 kHz, the same block over and over, under 200 kB an hour."""
    sink = io.BytesIO()
    with av.open(sink, "w", format="flac") as file:
        stream = file.add_stream("flac", rate=8_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 40_000), np.int16), format="s16", layout="mono")
        stream.codec_context.options = {"frame_size": "40000"}
        frame.sample_rate, frame.time_base = 8_000, Fraction(1, 8_000)
        for block in range(hours * 3_600 * 8_000 // 40_000):
            frame.pts = block * 40_000
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return sink.getvalue()


def film(*, sound: bool) -> bytes:
    """Half a second of grey video, with or without a tone."""
    sink = io.BytesIO()
    with av.open(sink, "w", format="mp4") as file:
        picture = file.add_stream("mpeg4", rate=10)
        picture.width = picture.height = 64
        picture.pix_fmt = "yuv420p"
        voice = file.add_stream("aac", rate=16_000, layout="mono") if sound else None
        for _ in range(5):
            file.mux(picture.encode(av.VideoFrame.from_ndarray(np.full((64, 64, 3), 128, np.uint8), format="rgb24")))
        file.mux(picture.encode(None))
        if voice is not None:
            frame = av.AudioFrame.from_ndarray(tone(0.064, 16_000)[None, :1_024], format="fltp", layout="mono")
            frame.sample_rate = 16_000
            file.mux(voice.encode(frame))
            file.mux(voice.encode(None))
    return sink.getvalue()


def loudest_hertz(samples: np.ndarray) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * SAMPLE_RATE / len(samples))


@pytest.mark.parametrize(("container", "codec", "rate"), KINDS)
def test_every_promised_kind_is_read(container: str, codec: str, rate: int) -> None:
    """A second of 440 Hz comes back as a second of 440 Hz, mono, 16 kHz, float32."""
    samples = read_recording(record(container, codec, rate, tone(1.0, rate)))
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) == pytest.approx(SAMPLE_RATE, rel=0.12)  # lossy codecs pad to whole frames
    assert loudest_hertz(samples) == pytest.approx(440.0, abs=3.0)
    assert 0.2 < np.abs(samples).max() <= 1.0


def test_a_browsers_recording_states_no_length_and_is_read() -> None:
    """MediaRecorder writes webm live, without a duration; all of it is decoded."""
    data = record("webm", "libopus", 48_000, tone(2.0, 48_000), layout="mono", live=True)
    with av.open(io.BytesIO(data)) as file:
        assert file.duration is None
    assert len(read_recording(data)) == pytest.approx(2 * SAMPLE_RATE, rel=0.05)


def test_an_empty_file_is_refused() -> None:
    """Zero bytes are a bad upload, not a crash."""
    with pytest.raises(BadUpload, match="empty"):
        read_recording(b"")


@pytest.mark.parametrize(
    "data",
    [
        b"dear shop, this is text in a file named .wav",
        "text in UTF-16".encode("utf-16"),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"\xff",
    ],
)
def test_what_is_no_recording_is_unsupported_whatever_its_name(data: bytes) -> None:
    """Text, pictures and playlists are 415; FFmpeg never gets to probe them."""
    with pytest.raises(UnsupportedMedia):
        read_recording(data)


@pytest.mark.parametrize(("container", "codec", "rate"), KINDS)
def test_a_header_alone_is_refused(container: str, codec: str, rate: int) -> None:
    """A file cut off after its first bytes is a bad upload."""
    with pytest.raises(BadUpload):
        read_recording(record(container, codec, rate, tone(1.0, rate))[:40])


@pytest.mark.parametrize(("container", "codec", "rate"), [k for k in KINDS if k[0] in ("wav", "flac", "mp3", "ogg", "webm")])
def test_a_recording_that_breaks_off_gives_what_came_before(container: str, codec: str, rate: int) -> None:
    """Half of a streamed file is still about half of what was said."""
    data = record(container, codec, rate, tone(4.0, rate))
    assert 0.5 * SAMPLE_RATE < len(read_recording(data[: len(data) // 2])) < 3.5 * SAMPLE_RATE


def test_noise_behind_a_good_header_is_refused() -> None:
    """Random bytes after a real ogg page do not decode and do not crash."""
    noise = np.random.default_rng(0).integers(0, 256, 4_000, dtype=np.uint8).tobytes()
    with pytest.raises(BadUpload):
        read_recording(b"OggS" + noise)


def test_a_video_is_refused() -> None:
    """A film with a sound track is not a recording, and says so."""
    with pytest.raises(BadUpload, match="video"):
        read_recording(film(sound=True))


def test_a_film_without_sound_is_refused() -> None:
    """A silent film is refused too."""
    with pytest.raises(BadUpload):
        read_recording(film(sound=False))


def test_a_container_without_streams_is_refused() -> None:
    """A webm that holds only its own header has no sound."""
    with pytest.raises(BadUpload):
        read_recording(b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x00" + bytes(64))


def test_more_bytes_than_allowed_are_refused_before_decoding() -> None:
    """The byte limit comes first, even for something that is no recording."""
    with pytest.raises(TooLarge, match="bytes"):
        read_recording(b"x" * 1_001, max_bytes=1_000)


def test_a_long_recording_stops_at_the_limit_whatever_its_header_says() -> None:
    """Two hours of silence squeezed into a small flac are refused by counting samples, not by believing the header."""
    data = silence(hours=2)
    assert len(data) < 2_000_000
    with pytest.raises(TooLarge, match="60 seconds"):
        read_recording(data, max_seconds=60.0)


def test_a_header_that_claims_hours_does_not_refuse_a_short_recording() -> None:
    """Recorders that stream a wav write the largest possible size; what counts is what is there."""
    data = bytearray(record("wav", "pcm_s16le", 16_000, tone(1.0, 16_000), layout="mono"))
    at = data.index(b"data")
    data[at + 4 : at + 8] = struct.pack("<I", 0xFFFFFFFF)
    assert len(read_recording(bytes(data))) == SAMPLE_RATE


def test_an_impossible_sample_rate_is_refused() -> None:
    """A wav at 1 Hz would swell 16,000-fold when brought to 16 kHz."""
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(1)
        file.writeframes(bytes(100_000))
    with pytest.raises(BadUpload, match="1 Hz"):
        read_recording(sink.getvalue())


def test_holes_and_infinities_become_silence_and_full_scale() -> None:
    """NaN and infinity in a float recording never reach a model."""
    wild = tone(1.0, 16_000)
    wild[100], wild[200], wild[300] = np.nan, np.inf, -np.inf
    samples = read_recording(record("wav", "pcm_f32le", 16_000, wild, layout="mono"))
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1.0
    assert samples[100] == 0.0


def test_floats_over_full_scale_are_scaled_not_cut() -> None:
    """A sine written as 16-bit numbers in floats keeps its shape."""
    quiet = tone(0.5, 16_000)
    assert np.allclose(level(quiet * 32_768), quiet / np.quantile(np.abs(quiet), 0.999), atol=2e-3)


def test_one_wild_sample_does_not_silence_the_rest() -> None:
    """A single 1e30 among ordinary samples is clipped; the others stay."""
    samples = tone(0.5, 16_000)
    samples[7] = 1e30
    assert np.allclose(level(samples)[8:], samples[8:])


def test_sniffing_tells_aac_from_mp3() -> None:
    """Both start with the same eleven bits."""
    assert sniff(record("adts", "aac", 44_100, tone(0.2, 44_100))) == "aac"
    assert sniff(b"\xff\xfb\x90\x00") == "mp3"

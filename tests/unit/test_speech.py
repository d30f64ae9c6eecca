"""Whisper really hears: clips are spoken here by hibari, a small English voice that is a development dependency."""

from __future__ import annotations

import io
import multiprocessing
import os
import wave
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import ModelMissing
from omnishelf.encoders import speech, whisper_files
from omnishelf.encoders.audio import SAMPLE_RATE, read_recording
from omnishelf.encoders.endpoint import pack, speech_windows
from omnishelf.encoders.port import SpeechRecogniser
from omnishelf.encoders.prompt import clean, is_echo, is_made_up, prompt_for, repeats_itself
from omnishelf.encoders.speech import FolderSpeech, PackagedSpeech

DATA = Path(os.environ.get("OMNISHELF_DATA") or Path(__file__).parents[3] / "shared" / "data")


@cache
def say(words: str) -> bytes:
    """A wav of these English words, as an upload would hold it."""
    from hibari import Hibari

    samples = Hibari(threads=1)(words, seed=0)
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return sink.getvalue()


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> PackagedSpeech:
    return PackagedSpeech(tmp_path_factory.mktemp("models"), threads=2)


def test_it_is_a_speech_recogniser(recogniser: PackagedSpeech) -> None:
    """The port is satisfied."""
    assert isinstance(recogniser, SpeechRecogniser)


def test_a_spoken_query_is_heard(recogniser: PackagedSpeech) -> None:
    """ "red backpack", spoken, comes back in words, as English, with confidence and without a full stop."""
    heard = recogniser.transcribe(read_recording(say("red backpack")))
    assert heard.text.lower() == "red backpack"
    assert heard.language == "en"
    assert 0.3 < heard.confidence <= 1.0
    assert 0.5 < heard.seconds < 3.0


def test_the_shops_words_mend_what_was_nearly_heard(recogniser: PackagedSpeech) -> None:
    """A brand that no recogniser knows is written as the shop writes it once the shop names it."""
    samples = read_recording(say("Lululay leggings"))
    assert "Lululay" not in recogniser.transcribe(samples, language="en").text
    heard = recogniser.transcribe(samples, language="en", vocabulary=("leggings", "Lululay", "jacket"))
    assert heard.text == "Lululay leggings"


def test_long_silence_around_the_words_is_cut_away(recogniser: PackagedSpeech) -> None:
    """Five quiet seconds before and after change nothing but the length of the recording."""
    quiet = np.zeros(5 * SAMPLE_RATE, np.float32)
    heard = recogniser.transcribe(np.concatenate([quiet, read_recording(say("red backpack")), quiet]), language="en")
    assert heard.text.lower() == "red backpack"
    assert heard.seconds < 3.0


@pytest.mark.parametrize("kind", ["nothing", "silence", "noise", "hum"])
def test_where_nobody_speaks_nothing_is_heard(recogniser: PackagedSpeech, kind: str) -> None:
    """Silence, noise and a hum give an empty text at confidence 0, and never the shop's words."""
    time = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    sounds = {
        "nothing": np.zeros(0),
        "silence": np.zeros(3 * SAMPLE_RATE),
        "noise": np.random.default_rng(0).standard_normal(3 * SAMPLE_RATE) * 0.2,
        "hum": 0.5 * np.sin(2 * np.pi * 50 * time),
    }
    heard = recogniser.transcribe(sounds[kind].astype(np.float32), vocabulary=("backpack", "running jacket", "双肩包"))
    assert (heard.text, heard.raw, heard.confidence) == ("", "", 0.0)


@pytest.mark.data
def test_recorded_mandarin_is_heard_in_simplified_characters(recogniser: PackagedSpeech) -> None:
    """A sentence of AISHELL-1, its language not given."""
    clip = DATA / "speech" / "clips" / "wenet__test__resources__aishell-BAC009S0724W0121.wav"
    if not clip.is_file():
        pytest.skip("needs speech/clips in the data folder (set OMNISHELF_DATA)")
    heard = recogniser.transcribe(read_recording(clip.read_bytes()))
    assert heard.language == "zh"
    assert heard.text.startswith("广州市")
    assert "協" not in heard.text


def _join(folder: str) -> str:
    return str(whisper_files.joined_model(Path(folder)))


def test_processes_that_join_the_model_at_once_agree(tmp_path: Path) -> None:
    """Two processes race; each gets the same whole folder and nothing is left beside it."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        folders = pool.map(_join, [str(tmp_path)] * 2)
    assert len(set(folders)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [Path(folders[0]).name]
    assert {path.name for path in Path(folders[0]).iterdir()} == {"model.bin", *whisper_files.BESIDE}


def test_halves_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """A joined file with another hash never reaches the recogniser."""
    half = tmp_path / "half"
    half.write_bytes(b"half")
    with pytest.raises(ModelMissing, match="sha256"):
        whisper_files.join((half, half), tmp_path / "whole", "0" * 64)
    assert not (tmp_path / "whole").exists()


def test_a_folder_without_a_tokenizer_is_refused_before_any_hub_is_asked(tmp_path: Path) -> None:
    """faster-whisper would fetch a missing tokenizer from the net; we say what is missing instead."""
    (tmp_path / "model.bin").write_bytes(b"")
    with pytest.raises(ModelMissing, match=r"tokenizer\.json"):
        FolderSpeech(tmp_path).warm()


def test_the_prompt_keeps_the_order_and_the_budget() -> None:
    """Most important first, one language, and no more tokens than allowed (one a character here)."""
    words = ("蓝色", "backpack", "连衣裙", "T恤", "jacket")
    assert prompt_for("zh", words, len, 100) == "以下是购物搜索：蓝色、连衣裙、T恤"
    assert prompt_for("en", words, len, 100) == "Shopping search: backpack, jacket"
    assert prompt_for("zh", words, len, 8 + 3) == "以下是购物搜索：蓝色"
    assert prompt_for("zh", (), len, 100) == ""
    assert prompt_for("ja", words, len, 100) == ""


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("Shopping search", True),
        ("backpack, jacket", True),
        ("Backpack jacket.", True),
        ("backpack", False),
        ("blue backpack", False),
    ],
)
def test_reciting_the_prompt_is_noticed(text: str, echo: bool) -> None:
    """Two of its words in its order are suspect; one is what shoppers say."""
    assert is_echo(text, "Shopping search: backpack, jacket, dress") is echo


@pytest.mark.parametrize(
    ("text", "seconds", "mean_log_p", "no_speech", "made_up"),
    [
        ("red backpack", 1.5, -0.3, 0.1, False),
        ("红色双肩包", 1.0, -0.3, 0.1, False),
        ("red backpack", 1.5, -1.2, 0.9, True),
        ("red backpack", 1.5, -1.2, 0.1, False),
        ("red backpack", 1.5, -2.0, 0.1, True),
        ("红色上肩膀" * 20, 20.0, -0.1, 0.1, True),
        ("谢谢观看请订阅我们的频道点赞转发打赏支持", 0.5, -0.2, 0.1, True),
    ],
)
def test_made_up_readings_are_noticed(text: str, seconds: float, mean_log_p: float, no_speech: float, made_up: bool) -> None:
    """Silence with doubt, near guessing, loops, and more words than anybody can say in the time."""
    assert is_made_up(text, seconds, mean_log_p, no_speech) is made_up


def test_a_loop_is_told_from_a_number() -> None:
    """Three times the same is a reason to listen again; "5 5" is not."""
    assert repeats_itself("红色上肩膀红色上肩膀红色上肩膀")
    assert repeats_itself("Red backpack Red backpack Red backpack")
    assert not repeats_itself("5 5")
    assert not repeats_itself("red backpack and a red jacket")


def test_a_transcript_is_tidied() -> None:
    """Simplified, single spaces, no punctuation at the ends, some inside."""
    assert clean(" 紅色雙肩包。") == "红色双肩包"
    assert clean("Red  backpack, size 5.") == "Red backpack, size 5"
    assert clean("...") == ""


def test_language_detection_prefers_the_shops_languages() -> None:
    """Chinese taken for Japanese stays Chinese while both of the shop's languages weigh more; another one costs certainty."""
    assert speech._language([("<|ja|>", 0.4), ("<|zh|>", 0.35), ("<|en|>", 0.1)]) == ("zh", 1.0)
    assert speech._language([("<|fr|>", 0.8), ("<|en|>", 0.1)]) == ("fr", 0.4)


def test_windows_hold_whole_pieces() -> None:
    """Pieces of 3, 4 and 5 samples go into windows of at most 8 as 3+4 and 5."""
    pieces = [np.full(n, n, np.float32) for n in (3, 4, 5)]
    assert [len(window) for window in pack(pieces, 8)] == [7, 5]


def test_a_long_recording_is_cut_into_windows(recogniser: PackagedSpeech) -> None:
    """Forty seconds of speech with pauses make two windows, neither longer than Whisper sees."""
    clip = np.concatenate([read_recording(say("red backpack")), np.zeros(SAMPLE_RATE // 2, np.float32)])
    windows = speech_windows(np.tile(clip, int(40 * SAMPLE_RATE / len(clip))))
    assert len(windows) == 2
    assert max(map(len, windows)) <= 30 * SAMPLE_RATE

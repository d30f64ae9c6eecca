"""Answers aloud: what is made when, what is remembered, and the voices themselves."""

from __future__ import annotations

import io
import threading
import wave

import numpy as np
import pytest

from omnishelf.assistant.speak import Remembered, Speaker
from omnishelf.domain.errors import BadInput, ModelMissing, TooLarge, Unavailable
from omnishelf.domain.speech import RATE, Spoken, wav_file, wav_stream
from omnishelf.encoders import sounds_en, sounds_zh, voice_kokoro
from omnishelf.encoders.port import Matrix, SpeechSynthesiser
from omnishelf.encoders.voice import LOUDNESS, PackagedVoice, levelled
from omnishelf.encoders.voice_hibari import HibariVoice


class Humming:
    """A voice that notes what it is given and hums as many milliseconds as it has letters."""

    name = "humming"

    def __init__(self) -> None:
        self.given: list[str] = []
        self.go = threading.Event()
        self.go.set()

    def speak(self, text: str) -> Matrix:
        self.given.append(text)
        self.go.wait(10)
        return np.full(len(text) * RATE // 1000, 0.5, np.float32)

    def warm(self) -> None: ...


def test_a_piece_is_made_when_it_is_asked_for() -> None:
    """The first sentence can be sent before the second is begun, and captions are as written."""
    voice = Humming()
    pieces = Speaker(voice)("It costs $5. Take it.", "en")
    assert voice.given == []
    assert next(pieces).text == "It costs $5."
    assert voice.given == ["It costs five dollars."]
    assert [piece.text for piece in pieces] == ["Take it."]


def test_what_was_said_is_not_made_again() -> None:
    """The same words in another text come from memory; other words of the same caption do not."""
    voice = Humming()
    speaker = Speaker(voice)
    first = [piece.pcm for piece in speaker("Hello. 5.", "en")]
    assert [piece.pcm for piece in speaker("Hello.", "en")] == first[:1]
    assert voice.given == ["Hello.", "five."]
    list(speaker("5.", "zh"))
    assert voice.given[-1] == "五."


def test_memory_is_bounded_and_forgets_the_oldest() -> None:
    """Bytes beyond the size push out what was asked for longest ago; what is larger than all of it is not kept."""
    kept = Remembered(10)
    kept.put(b"a", b"12345")
    kept.put(b"b", b"12345")
    assert kept.get(b"a") is not None
    kept.put(b"c", b"123")
    assert (kept.get(b"a"), kept.get(b"b"), kept.get(b"c")) == (b"12345", None, b"123")
    kept.put(b"d", b"x" * 11)
    assert kept.get(b"d") is None


def test_what_cannot_be_said_is_refused_before_anything_is_made() -> None:
    """Silence, too much and an unknown language are errors of the caller."""
    speaker = Speaker(Humming(), longest=20)
    for text, language, error in ((" … ", "en", BadInput), ("a" * 21, "", TooLarge), ("Hi.", "fr", BadInput)):
        with pytest.raises(error):
            speaker(text, language)


def test_a_busy_voice_is_not_waited_for_without_end() -> None:
    """A second text while the first is being made gives up after its patience."""
    voice = Humming()
    voice.go.clear()
    speaker = Speaker(voice, patience=0.05)
    other = threading.Thread(target=lambda: next(speaker("One.")))
    other.start()
    while not voice.given:
        pass
    with pytest.raises(Unavailable, match="busy"):
        next(speaker("Two."))
    voice.go.set()
    other.join()


def test_pieces_join_to_a_wav_that_others_read() -> None:
    """A finished file states its length, a stream the largest there is, and both hold all samples."""
    pieces = [Spoken("a", b"\x01\x00" * 2400), Spoken("b", b"\x02\x00" * 1200)]
    with wave.open(io.BytesIO(wav_file(pieces))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (1, 2, RATE, 3600)
    streamed = b"".join(wav_stream(pieces))
    assert streamed[44:] == wav_file(pieces)[44:]
    assert streamed[40:44] == b"\xff" * 4
    assert pieces[0].seconds == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("你好", "ni↓xau↓"),
        ("知识", "ꭧɨ→ʂɨ↗"),
        ("女儿", "ny↓ɚ↗"),
        ("用有", "jʊ↘ŋjou↓"),
        ("拥", "jʊ→ŋ"),
        ("全", "ʨʰɥɛ↗n"),
        ("银行", "i↗nxa↗ŋ"),
    ],
)
def test_syllables_sound_as_the_model_was_taught(words: str, signs: str) -> None:
    """Spellings that hide a sound (zhi, nü, you, quan) and a character with two readings."""
    assert sounds_zh.sounds(words).replace(" ", "") == signs


def test_a_sentence_may_mix_chinese_and_english() -> None:
    """English words come by English rules, and punctuation as the model knows it."""
    signs = voice_kokoro.signs("有 Aurora 背包，好。")
    assert signs == "jou↓ əɹˈɔɹə pei→pau→, xau↓."


def test_no_is_an_answer_and_a_capital_a_a_letter() -> None:
    """ "No." ends a sentence unless a figure follows; A is spelled in codes and stays an article at the beginning."""
    assert sounds_en.sounds("Yes or no.") == "jˈɛs ɔɹ nˈO."
    assert sounds_en.sounds("No. 5").startswith("nˈʌmbəɹ")
    assert sounds_en.sounds("Size A, please.").split()[1] == "ˈA,"
    assert sounds_en.sounds("A mug").startswith("ɐ")


def test_sentences_are_equally_loud() -> None:
    """Quiet and loud sound come out with one power, silence stays silence, and nothing is cut off."""
    rng = np.random.default_rng(1)
    for scale in (0.01, 0.5):
        sound = (rng.standard_normal(24_000) * scale).astype(np.float32)
        assert np.sqrt(np.mean(levelled(sound) ** 2)) == pytest.approx(LOUDNESS, rel=0.01)
    click = np.zeros(24_000, np.float32)
    click[5] = 1.0
    assert np.abs(levelled(click)).max() <= 0.97
    assert not levelled(np.zeros(10, np.float32)).any()


def test_the_english_voice_says_the_same_words_the_same_way() -> None:
    """A sentence of English takes a second or two, and its sound does not depend on chance."""
    voice = HibariVoice()
    assert isinstance(voice, SpeechSynthesiser)
    sound = voice.speak("Your parcel has arrived.")
    assert 0.8 < len(sound) / RATE < 3.0
    assert np.array_equal(sound, voice.speak("Your parcel has arrived."))
    assert isinstance(PackagedVoice(), SpeechSynthesiser)


def test_a_lost_chinese_speaker_is_an_error_that_says_what_to_do(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the built file, or with another one in its place, the voice names the command that brings it."""
    for content in (None, b"something else"):
        file = tmp_path / "speaker.bin"
        if content:
            file.write_bytes(content)
        monkeypatch.setattr(voice_kokoro, "voice_file", lambda file=file: file)
        with pytest.raises(ModelMissing, match="make web"):
            voice_kokoro.KokoroVoice().speak("您好")


def test_the_chinese_voice_speaks() -> None:
    """Two syllables take about a second, without the model's own silence around them."""
    if not voice_kokoro.voice_file().is_file():
        pytest.skip("needs the Chinese speaker: make web")
    sound = voice_kokoro.KokoroVoice().speak("您好")
    assert 0.4 < len(sound) / RATE < 1.6
    assert np.abs(sound).max() > 0.1

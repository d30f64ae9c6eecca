"""How well the assistant speaks: its sentences are said, heard by our own Whisper, and compared; how soon the first is heard.

    python benchmarks/speaking.py            # needs nothing but the install and the built storefront
    python benchmarks/speaking.py heard      # how well alone, whatever else the machine does

What is compared are words (English) or characters (Chinese) after both sides were written out the same way, because a
recogniser writes "$12.50" or "twelve fifty" as it likes. A recogniser makes errors of its own: the figures bound those of
the voice from above. Codes are compared as a whole: the number that the parcel desk reads from what was heard.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from omnishelf.assistant.aloud import said
from omnishelf.assistant.speak import Speaker
from omnishelf.config import load_settings
from omnishelf.domain.speech import wav_file
from omnishelf.encoders.audio import Samples, read_recording
from omnishelf.encoders.homophones import syllables
from omnishelf.encoders.voice import PackagedVoice
from omnishelf.evaluate.report import write_section
from omnishelf.parcels.spoken import find_spoken
from omnishelf.wiring import speech_recogniser

sys.path.insert(0, str(Path(__file__).parent))
from hearing import edits, units

ENGLISH = (
    "Hello! I can find and compare things, look where a parcel is, and help with orders, returns and questions.",
    "I found 12 backpacks. The best fits:",
    "The blue backpack costs $49.90, is rated 4.5 by 128, and is in stock.",
    "The second one costs $12 less than the first.",
    "What is it for? Travel, office or school?",
    "Order 1002 of 2026-11-22 has been shipped.",
    "Last seen on 2026-11-21 at 17:05 in Chicago.",
    "You may return most things within 30 days of their arrival, unused and in their packaging.",
    "Otherwise it costs $4.90.",
    "Standard post takes 3-5 working days, express 1-2.",
    "Shall I ask for a return of the ceramic mug? Say yes or no.",
    "It is asked for. The shop's people will see to it.",
    "The lamp is 45 cm high and weighs 2.5 kg.",
    "20% off until December 24.",
    "The shop has written nothing about that.",
    "I am sorry about that. Shall a person take over?",
)
CHINESE = (
    "您好！我可以帮您找商品、比较商品、查包裹，也可以处理订单和退换货。",
    "找到12件，最合适的是：",
    "蓝色双肩包，¥300，有货。",
    "第二件比第一件便宜¥50。",
    "主要用在什么地方？",
    "您的订单已经发货，预计明天送达。",
    "最近一次：2026年11月21日17:05，上海。",
    "商品到货后30天内可以退货。",
    "标准配送需要3-5个工作日。",
    "确认申请退货吗？请回答是或不。",
    "已提交申请，店员会尽快处理。",
    "台灯高45厘米，重2.5公斤。",
    "今天全场优惠20%。",
    "店里没有写明这一点。",
    "非常抱歉给您带来不便，需要转人工吗？",
    "不客气，还有什么可以帮您？",
)
MIXED = ("Aurora 双肩包有货，售价¥300。", "这款 Sony 耳机支持 Bluetooth。", "可以用 PayPal 或者支付宝付款。")
CODES = ("SF1380012345678", "YT8812345678901", "78120034567890", "9400111899223197428490")
REPLIES = {"en": "\n".join(ENGLISH[:4]), "zh": "\n".join(CHINESE[:4])}


@dataclass(frozen=True, slots=True)
class Heard:
    wanted: Sequence[str]
    got: Sequence[str]


def plain(text: str, language: str) -> str:
    """Both sides written alike: numbers as words, 幺 and 两 as 一 and 二."""
    words = said(text.replace("’", "'"), language)
    return words.replace("幺", "一").replace("两", "二") if language == "zh" else words


def main() -> None:
    parser = argparse.ArgumentParser(description="How well the assistant speaks, and how soon.")
    parser.add_argument("part", nargs="?", choices=["heard", "waits"], help="one of the two; both when left out")
    part = parser.parse_args().part
    voice = PackagedVoice()
    voice.warm()
    speaker = Speaker(voice, remembered=0)
    if part != "waits":
        _heard(speaker)
    if part != "heard":
        _waits([_wait(speaker, language) for language in ("en", "zh")])


def _heard(speaker: Speaker) -> None:
    ears = speech_recogniser(load_settings())
    assert ears is not None
    ears.warm()

    def hear(sound: Samples, language: str) -> str:
        return ears.transcribe(sound, language=language).raw

    _written(
        [
            _row("English sentences", speaker, hear, ENGLISH, "en"),
            _row("Chinese sentences", speaker, hear, CHINESE, "zh"),
            _row("Chinese with foreign names", speaker, hear, MIXED, "zh"),
            _codes("tracking numbers, English", speaker, hear, "en"),
            _codes("tracking numbers, Chinese", speaker, hear, "zh"),
        ]
    )


def _sound(speaker: Speaker, text: str, language: str) -> Samples:
    return read_recording(wav_file(speaker(text, language)))


def _row(
    name: str, speaker: Speaker, hear: Callable[[Samples, str], str], texts: Sequence[str], language: str
) -> dict[str, object]:
    pairs, sounds = [], []
    for text in track(texts, description=name, transient=True):
        heard = plain(hear(_sound(speaker, text, language), language), language)
        if heard != plain(text, language):
            print(f"  {text} | {heard}", file=sys.stderr)
        pairs.append(Heard(units(plain(text, language), language), units(heard, language)))
        if language == "zh":
            sounds.append(Heard(*(_pinyin(each) for each in (plain(text, language), heard))))
    return {
        "what": name,
        "said": len(texts),
        "words or characters wrong": _rate(pairs),
        "syllables wrong, without tones": _rate(sounds) if sounds else "-",
        "read back whole": "-",
    }


def _pinyin(text: str) -> list[str]:
    return [sound for word in re.findall(r"[\u4e00-\u9fff]+|[a-z]+", text.lower()) for sound in syllables(word)]


def _codes(name: str, speaker: Speaker, hear: Callable[[Samples, str], str], language: str) -> dict[str, object]:
    """Whether the parcel desk reads the number back from what was heard."""
    asked = {"en": "Parcel {}: delivered.", "zh": "包裹{}已签收。"}[language]
    right = 0
    for code in track(CODES, description=name, transient=True):
        heard = hear(_sound(speaker, asked.format(code), language), language)
        found = [one.number for one in find_spoken(heard)]
        right += code in found
        if code not in found:
            print(f"  {code} | {heard} | {found}", file=sys.stderr)
    return {
        "what": name,
        "said": len(CODES),
        "words or characters wrong": "-",
        "syllables wrong, without tones": "-",
        "read back whole": f"{right} of {len(CODES)}",
    }


def _rate(pairs: Sequence[Heard]) -> str:
    wrong = sum(edits(pair.wanted, pair.got) for pair in pairs)
    return f"{100 * wrong / sum(len(pair.wanted) for pair in pairs):.1f} %"


def _wait(speaker: Speaker, language: str) -> dict[str, object]:
    """Seconds until the first piece of a reply is there, nothing remembered; and of making all of it, a second of sound."""
    first, whole, sound = [], [], []
    for _ in range(5):
        start = time.perf_counter()
        pieces = speaker(REPLIES[language], language)
        made = [next(pieces)]
        first.append(time.perf_counter() - start)
        made += pieces
        whole.append(time.perf_counter() - start)
        sound.append(sum(piece.seconds for piece in made))
    return {
        "reply": {"en": "English", "zh": "Chinese"}[language],
        "first sound after": f"{statistics.median(first):.2f} s",
        "worst of 5": f"{max(first):.2f} s",
        "a second of sound takes": f"{sum(whole) / sum(sound):.2f} s",
    }


def _written(rows: list[dict[str, object]]) -> None:
    write_section(
        "speaking-heard",
        "Answers aloud, heard again",
        rows,
        protocol="sentences as the assistant writes them, said by the packaged voices at 24 kHz, clean, heard by the packaged "
        "Whisper base with the language told and no prompt. Edits over length, summed over all sentences, after numbers on "
        "both sides were written out. Codes: the number that `find_spoken` reads from what was heard",
        data=f"{len(ENGLISH)} English, {len(CHINESE)} Chinese and {len(MIXED)} mixed sentences, {len(CODES)} tracking numbers, "
        "all in the script",
        seed=None,
        command="python benchmarks/speaking.py heard",
        notes="Whisper's own errors are in it: of recorded Mandarin it mishears every ninth character, nearly always for one "
        "that sounds the same. Foreign names within Chinese are where it is weakest, too.",
    )


def _waits(rows: list[dict[str, object]]) -> None:
    write_section(
        "speaking-waits",
        "How soon an answer is heard",
        rows,
        protocol="four sentences of a reply, models warm, nothing remembered, five times; the first piece ends at the first "
        "sentence or comma. Two threads for Kokoro, one for hibari",
        data="the first four sentences of each language in the script",
        seed=None,
        command="python benchmarks/speaking.py waits",
    )


if __name__ == "__main__":
    main()

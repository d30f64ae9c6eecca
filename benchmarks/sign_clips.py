"""Clips of Mandarin to learn signs from: numbers read out sign by sign, and sentences in which nothing is.

Each clip comes with its marks: a digit or letter for each sign that was read out, `OTHER` for each syllable of anything else.
Voices are Kokoro's; `voices.STRANGERS` are never among them, so that a test with those tells of people it does not know.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.voices import LETTERS, VOICES, Samples, cache_folder, kokoro_sounds

from omnishelf.encoders.sign_marks import OTHER
from omnishelf.encoders.voice_kokoro import signs as phonemes_of

SEEN = VOICES["zh"]
TIMBRES = ("af_bella", "am_michael", "bf_emma", "bm_george", "am_fenrir", "af_nicole", "am_puck", "bf_isabella")
"""English voices that are mixed into Chinese ones: the accent stays mostly Chinese, the throat is another."""
NUMBERS, BEGINNINGS, DRILLS, SENTENCES = 130, 340, 60, 23

READINGS = {"0": "零洞", "1": "幺一", "2": "二两", "7": "七拐", "9": "九勾"}
_OFTEN = {"洞": 0.2, "一": 0.45, "两": 0.12, "拐": 0.5, "勾": 0.12}
_SURE = dict(zip("34568", "三四五六八", strict=True))
MANDARIN_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "诶 必 西 弟 义 艾弗 记 艾尺 艾 杰 尅 艾勒 艾姆 恩 欧 屁 扣 阿 艾斯 踢 优 微 达不溜 艾克斯 歪 贼".split(),  # noqa: SIM905
        strict=True,
    )
)
STARTS = (
    "SF",
    "YT",
    "JT",
    "JD",
    "DPK",
    "EA",
    "RN",
    "LX",
    "CN",
    "ZT",
    "TB",
    "PH",
    "GM",
    "UV",
    "KW",
    "QM",
    "1Z",
    "EB",
    "FC",
    "HO",
)
BEFORE = ("单号是", "帮我查一下快递", "我的快递单号", "查件", "麻烦看看这个包裹", "你好我想查", "运单号", "快递到哪了")
AFTER = ("到哪里了", "谢谢", "帮我看看", "什么时候能到", "麻烦了", "对的")
WORDS = (
    """
三百元以内的双肩包|我要买两双四十二码的鞋|七月十八号能到吗|有没有九块九包邮的杯子|五公斤装的大米多少钱|一共是一千二百八十元
第二个有黑色的吗|十二月二十五号之前能送到吗|这个是三十七码还是三十八码|给我来四瓶洗发水|六六折优惠什么时候结束|八百六十五块能便宜点吗
为什么还没发货|我的包裹到哪里了|这双鞋什么时候有货|可以退货吗要多少天|怎么联系客服|帮我看一下上个月买的外套|有没有适合送给妈妈的礼物
我想要一个红色的背包上学用|这个台灯能调亮度吗|推荐一款便宜一点的蓝牙耳机|运费是谁出|昨天下单的今天能到吗|有五百毫升的保温杯吗
二零二六年的新款有哪些|下午三点到五点之间送来|我住在七号楼二单元|会员打几折|买三送一还有吗|四十八小时内发货吗|一米八的床单
石狮市的仓库有货吗|是不是真的丝绸|事实上我四月就试过了|酒店用的旧毛巾|我舅舅想要一副手套|要一条要厚一点的毯子|药盒和摇椅
一六零零瓦的吹风机|两千零八年的邮票|我要六个灰色的碗和两把勺子|三十五块七一斤的牛肉|请问零食区在哪里
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@dataclass(frozen=True, slots=True)
class Said:
    """`sounds`: Kokoro's phonemes. `marks`: what is to be read of it; see the module."""

    sounds: str
    marks: str


@dataclass(frozen=True, slots=True)
class Habit:
    """How one person reads: a word for each digit that has two, and for each letter, or none for their English names."""

    digits: Mapping[str, str]
    letters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, or two of them mixed: `share` of the second. `pace`: 1 as the voice speaks by itself, more is faster."""

    first: str
    second: str
    share: float
    pace: float


def numbers(count: int = NUMBERS, seed: int = 2026) -> list[tuple[Said, Speaker]]:
    rng = random.Random(f"sign clips, numbers:{seed}")
    return [(number(rng), speaker(rng, n)) for n in range(count)]


def beginnings(count: int = BEGINNINGS, seed: int = 2026) -> list[tuple[Said, Speaker]]:
    """Two to four letters and a few digits: letters are many, and whole numbers have few of them."""
    rng, letters = random.Random(f"sign clips, beginnings:{seed}"), list[str]()
    said = []
    for n in range(count):
        letters = letters if len(letters) >= 4 else [*letters, *rng.sample(sorted(LETTERS), len(LETTERS))]
        few = rng.choice([2, 3, 3, 4])
        first, letters = "".join(letters[:few]), letters[few:]
        digits = "".join(rng.choice("0123456789") for _ in range(rng.choice([2, 3, 4])))
        text = rng.choice(STARTS) + digits if n % 3 == 0 else first + digits if n % 3 == 1 else digits + first
        said.append((Said(_read_out(text, _habit(rng), rng), text), speaker(rng, n)))
    return said


def drills(count: int = DRILLS, seed: int = 2026) -> list[tuple[Said, Speaker]]:
    """Six letters and four digits in any order, in small groups: every letter beside what sounds like it, R beside 二, E beside
    一, and as often as any other."""
    rng, letters = random.Random(f"sign clips, drills:{seed}"), list[str]()
    said = []
    for n in range(count):
        letters = letters if len(letters) >= 6 else [*letters, *rng.sample(sorted(LETTERS), len(LETTERS))]
        signs, letters = [*letters[:6], *rng.choices("12278013456789", k=4)], letters[6:]
        rng.shuffle(signs)
        habit, size = _habit(rng), rng.choice([2, 3, 4, 5])
        groups = ["".join(signs[at : at + size]) for at in range(0, len(signs), size)]
        sounds = rng.choice([", ", " "]).join(_read_out(group, habit, rng) for group in groups)
        said.append((Said(sounds, "".join(signs)), speaker(rng, n)))
    return said


def sentences(count: int = SENTENCES, seed: int = 2026) -> list[tuple[Said, Speaker]]:
    rng = random.Random(f"sign clips, sentences:{seed}")
    return [(plain(WORDS[n % len(WORDS)]), speaker(rng, n)) for n in range(count)]


def number(rng: random.Random) -> Said:
    """A number as one person would read it, in groups, sometimes in a sentence."""
    habit = _habit(rng)
    text = _signs(rng)
    parts: list[tuple[str, str]] = []
    framed = rng.random()
    if framed < 0.3:
        words = rng.choice(BEFORE)
        parts.append((phonemes_of(words), OTHER * len(words)))
    parts += [(_read_out(group, habit, rng), group) for group in _grouped(text, rng)]
    if framed > 0.9:
        words = rng.choice(AFTER)
        parts.append((phonemes_of(words), OTHER * len(words)))
    pause = rng.choice([", ", ", ", ", ", "; "])
    return Said(pause.join(sounds for sounds, _ in parts), "".join(marks for _, marks in parts))


def plain(words: str) -> Said:
    """A sentence. The digits in a price, a date or a size are signs among other syllables: three hundred is "3··"."""
    digits = {word: digit for digit, both in READINGS.items() for word in both if word not in "洞拐勾"}
    digits |= {word: digit for digit, word in _SURE.items()}
    return Said(phonemes_of(words), "".join(digits.get(word, OTHER) for word in words))


def speaker(rng: random.Random, n: int) -> Speaker:
    """Every seen voice in turn; every second clip with some of another voice in it."""
    first = SEEN[n % len(SEEN)]
    second = rng.choice([*(voice for voice in SEEN if voice != first), *TIMBRES])
    share = rng.uniform(0.2, 0.55) if n // len(SEEN) % 2 else 0.0
    return Speaker(first, second, round(share, 2), round(rng.uniform(0.85, 1.35), 2))


def clip(said: Said, by: Speaker) -> Samples:
    """[n] float32, 16 kHz; kept in the cache of synthetic voices."""
    key = f"{said.sounds}|{by.first}|{by.second}|{by.share}|{by.pace}"
    path: Path = cache_folder() / f"signs-{hashlib.sha256(key.encode()).hexdigest()[:24]}.npy"
    if not path.exists():
        spoken = kokoro_sounds(said.sounds, {by.first: 1 - by.share, by.second: by.share}, by.pace)
        np.save(path, (np.clip(spoken, -1, 1) * 32_767).astype(np.int16))
    return np.load(path).astype(np.float32) / 32_768


def _habit(rng: random.Random) -> Habit:
    """The same word for the same digit, mostly."""
    digits = {digit: words[rng.random() < _OFTEN[words[1]]] for digit, words in READINGS.items()}
    return Habit(digits, MANDARIN_LETTERS if rng.random() < 0.4 else {})


def _read_out(group: str, habit: Habit, rng: random.Random) -> str:
    spoken, run = list[str](), ""
    for sign in group:
        if sign.isdigit():
            run += _SURE.get(sign) or (rng.choice(READINGS[sign]) if rng.random() < 0.08 else habit.digits[sign])
            continue
        spoken += [phonemes_of(run)] if run else []
        spoken.append(phonemes_of(habit.letters[sign]) if habit.letters else LETTERS[sign])
        run = ""
    return " ".join([*spoken, *([phonemes_of(run)] if run else [])])


def _signs(rng: random.Random) -> str:
    """Digits, with letters before, behind or between as carriers have them; every digit about as often as any other."""
    digits = "".join(rng.choice("0123456789") for _ in range(rng.choice([8, 10, 12, 12, 13, 14, 15])))
    kind = rng.random()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if kind < 0.35:
        return digits
    if kind < 0.55:
        return rng.choice(STARTS) + digits
    if kind < 0.75:
        return "".join(rng.choice(letters) for _ in range(rng.choice([2, 3, 4]))) + digits[:10]
    if kind < 0.88:
        return rng.choice(letters) + rng.choice(letters) + digits[:9] + rng.choice(letters) + rng.choice(letters)
    return "".join(rng.choice(letters) if rng.random() < 0.4 else digit for digit in digits)


def _grouped(text: str, rng: random.Random) -> list[str]:
    """In groups of three, four or five, or of any of these."""
    size = rng.choice([0, 3, 4, 4, 4, 5])
    groups, at = list[str](), 0
    while at < len(text):
        width = size or rng.choice([2, 3, 4, 5, 6])
        groups.append(text[at : at + width])
        at += width
    return groups

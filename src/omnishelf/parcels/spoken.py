"""A number that was spoken, from what a recogniser wrote: "S F one three double eight", "幺三洞拐", "三个八", "SF 13-8,0".

The transcript becomes text of digits and letters, which `numbers.py` then reads. Words that are surely part of a
number (digits in any writing, "double", spelled letters) are joined; words that only sound like one ("to", "for",
"ate"; 要, 动, 领) count only beside sure ones and stay pieces of their own, so that the carriers' forms decide whether
they belong to the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from omnishelf.domain.parcel import NumberFound, ReadFrom
from omnishelf.parcels.detect import Hints
from omnishelf.parcels.numbers import find_numbers, normalised


class Kind(Enum):
    SURE = "sure"
    PERHAPS = "perhaps"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Heard:
    """One word of the transcript. `as_number`: what it adds to a number; "" for a word that adds nothing."""

    kind: Kind
    as_number: str
    word: str


_ONES = "zero one two three four five six seven eight nine"
ONES = dict(zip(_ONES.split(), "0123456789", strict=True))
MORE_DIGITS = {"oh": "0", "o": "0", "nought": "0", "naught": "0", "null": "0", "niner": "9", "fife": "5", "fower": "4"}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TEENS = dict(zip(_TEENS.split(), map(str, range(10, 20)), strict=True))
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = dict(zip(_TENS.split(), map(str, range(2, 10)), strict=True))
TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_RADIO = """
alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november
oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu
"""
SPELLED = {  # the alphabet of radio operators, and names of letters as recognisers write them
    **{word: word[0].upper() for word in _RADIO.split()},
    **{
        "ess": "S",
        "eff": "F",
        "jay": "J",
        "kay": "K",
        "zed": "Z",
        "zee": "Z",
        "tee": "T",
        "dee": "D",
        "ell": "L",
        "aitch": "H",
    },
}
SOUNDS_LIKE = {
    **{
        "to": "2",
        "too": "2",
        "for": "4",
        "fore": "4",
        "won": "1",
        "ate": "8",
        "tree": "3",
        "free": "3",
        "sex": "6",
        "nein": "9",
    },
    **{"tea": "T", "why": "Y", "you": "U", "see": "C", "sea": "C", "be": "B", "bee": "B", "are": "R", "ex": "X", "eye": "I"},
    **{"pea": "P", "pee": "P", "gee": "G", "queue": "Q", "em": "M", "en": "N", "vee": "V", "hey": "A", "ace": "S", "as": "S"},
}
HAN_DIGITS = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("〇洞幺两拐勾貳壹叁肆伍陆柒捌玖", "001279213456789", strict=True)),
}
HAN_SOUNDS_LIKE = {
    han: digit
    for digit, all_of in {
        "0": "令领灵另玲铃凌陵动冻栋懂董东同",
        "1": "要腰妖邀夭姚药摇衣依医以已意易亿移",
        "2": "而儿尔耳二饿俩",
        "3": "山散伞叁桑",
        "4": "是事市式世试使死似寺司思斯丝",
        "5": "我五午武舞伍物无吾吴屋",
        "6": "流留刘溜柳路陆录",
        "7": "起其期气汽器奇骑妻旗棋怪乖拐",
        "8": "吧把爸巴罢霸",
        "9": "就久酒旧救究够狗构购沟钩",
    }.items()
    for han in all_of
}
_HAN_LETTERS = (
    ("艾斯", "S"),
    ("爱斯", "S"),
    ("埃斯", "S"),
    ("艾福", "F"),
    ("爱福", "F"),
    ("艾弗", "F"),
    ("杰伊", "J"),
    ("歪", "Y"),
)
_TOKEN = re.compile(r"[a-z]+|\d+|[\u3007\u4e00-\u9fff]|[^\s]")
_GLUE = frozenset("-–—.,、，。·'/ ")
"""Signs that recognisers put between the digits they heard."""
_FILLER_WORDS = "dash hyphen space minus uh um er 嗯 呃 杠 空 格"
_FILLERS = frozenset(_FILLER_WORDS.split())
LONGEST_LETTERS = 3
_COMMON_WORDS = """
a i is it my in on at no of or and the an by as us am pm so we he do go hi me up if not can get has was had
who how did its but all any our out one two six ten new now say day way may see you for are too yes hey box buy pay ask
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def find_spoken(transcript: str, hints: Hints | None = None) -> tuple[NumberFound, ...]:
    """Numbers in what was heard, in its order."""
    return find_numbers(written(transcript), hints, read_from=ReadFrom.VOICE)


def written(transcript: str) -> str:
    """The transcript with numbers as a person would type them; other words stay.

    >>> written("track S F one three double eight, please")
    'track SF1388 please'
    """
    text = _han_counts(normalised(transcript).lower())
    return "".join(_joined(_settled(list(_heard(_TOKEN.findall(text))))))


def _han_counts(text: str) -> str:
    """ "三个八" is 888; tens as in "四十三", which is how groups of two are read; letters by their Chinese sound."""
    for sound, letter in _HAN_LETTERS:
        text = text.replace(sound, letter.lower())
    digits = "".join(HAN_DIGITS)
    text = re.sub(rf"([两二三四])(?:个|連|连)([{digits}\d])", lambda m: m[2] * int(HAN_DIGITS[m[1]]), text)
    text = re.sub(rf"(?<=[{digits}])十(?=[{digits}])", "", text)
    text = re.sub(rf"(?<=[{digits}])十", "零", text)
    return re.sub(rf"十(?=[{digits}])", "一", text)


def _heard(tokens: Sequence[str]) -> Iterator[Heard]:
    at = 0
    while at < len(tokens):
        token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
        if token in TIMES and (digit := _one_sign(after)):
            yield Heard(Kind.SURE, digit * TIMES[token], f"{token} {after}")
            at += 2
        elif token in TENS and after in ONES and after != "zero":
            yield Heard(Kind.SURE, TENS[token] + ONES[after], f"{token} {after}")
            at += 2
        else:
            yield _one(token)
            at += 1


def _one_sign(token: str) -> str:
    if len(token) == 1 and token.isascii() and token.isalnum():
        return token.upper()
    return ONES.get(token) or MORE_DIGITS.get(token) or HAN_DIGITS.get(token) or SPELLED.get(token, "")


def _one(word: str) -> Heard:
    if word.isdigit():
        return Heard(Kind.SURE, word, word)
    sure = ONES.get(word) or MORE_DIGITS.get(word) or TEENS.get(word) or HAN_DIGITS.get(word) or SPELLED.get(word)
    if sure:
        return Heard(Kind.SURE, sure, word)
    if word in TENS:
        return Heard(Kind.SURE, TENS[word] + "0", word)
    if word == "hundred":  # "eight hundred": two noughts
        return Heard(Kind.SURE, "00", word)
    perhaps = SOUNDS_LIKE.get(word) or HAN_SOUNDS_LIKE.get(word)
    if perhaps:
        return Heard(Kind.PERHAPS, perhaps, word)
    if word.isascii() and word.isalpha() and len(word) <= LONGEST_LETTERS and word not in _COMMON:
        return Heard(Kind.SURE, word.upper(), word)
    if word in _GLUE or word in _FILLERS:
        return Heard(Kind.SURE, "", "" if word in _GLUE else word)
    return Heard(Kind.WORD, "", word)


def _settled(heard: list[Heard]) -> list[Heard]:
    """Words that only sound like digits stay words unless a sure digit stands on both sides, or on one and nothing on
    the other."""

    def sure(index: int) -> bool:
        return 0 <= index < len(heard) and heard[index].kind is Kind.SURE and bool(heard[index].as_number)

    def beyond(index: int) -> bool:
        return not 0 <= index < len(heard)

    settled = list(heard)
    for index, one in enumerate(heard):
        if one.kind is not Kind.PERHAPS:
            continue
        left, right = sure(index - 1) or _perhaps_run(heard, index, -1), sure(index + 1) or _perhaps_run(heard, index, 1)
        if not ((left and right) or (left and beyond(index + 1)) or (right and beyond(index - 1))):
            settled[index] = Heard(Kind.WORD, "", one.word)
    return settled


def _perhaps_run(heard: Sequence[Heard], index: int, step: int) -> bool:
    """Whether, over further words that sound like digits (two at most), a sure one is reached."""
    for away in (1, 2, 3):
        at = index + step * away
        if not 0 <= at < len(heard):
            return False
        if heard[at].kind is Kind.SURE and heard[at].as_number:
            return True
        if heard[at].kind is not Kind.PERHAPS:
            return False
    return False


def _joined(heard: Sequence[Heard]) -> Iterator[str]:
    """Sure signs without a space between, doubtful ones with one, words with spaces around."""
    before: Heard | None = None
    for one in heard:
        if not one.as_number and one.kind is Kind.SURE:
            continue
        number = one.kind is not Kind.WORD
        if before is not None:
            together = number and before.kind is Kind.SURE and one.kind is Kind.SURE
            han = not number and before.kind is Kind.WORD and not (one.word.isascii() or before.word.isascii())
            yield "" if together or han else " "
        yield one.as_number if number else one.word
        before = one

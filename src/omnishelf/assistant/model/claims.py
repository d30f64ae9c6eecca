"""What a sentence claims that a shop is held to: numbers in digits and words, names, quotations, links, promises, deeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from omnishelf.understand.english import is_listed
from omnishelf.understand.language import has_han
from omnishelf.understand.numerals import chinese


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CHINESE_NUMBER = re.compile(
    r"([零〇一二两三四五六七八九十百千万]+)(?=\s*(?:天|日|个?工作日|小时|元|块|美元|件|款|年|月|折|分钟|次|%|人))"
)
_NAMED_NUMBERS = dict(
    zip(
        _words(
            """four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
            twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"""
        ),
        (*range(4, 21), 30, 40, 50, 60, 70, 80, 90, 100, 1000),
        strict=True,
    )
)
_NAMED_NUMBER = re.compile(rf"\b(?:{'|'.join(_NAMED_NUMBERS)})\b", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, name in enumerate(
        _words("january february march april - june july august september october november december"), start=1
    )
}
"""May is a word, too, and left out."""
_QUOTED = re.compile(r"[“\"「《]([^”\"」》]{2,200})[”\"」》]")
_LINK = re.compile(
    r"https?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\b[\w-]+\.(?:com|net|org|cn|io|shop|example)\b", re.IGNORECASE
)
_CAPITAL = re.compile(r"(?<![\w'’])[A-Z][\w'’&-]*")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Za-z][A-Za-z'’&-]+")
_NEVER_NAMES = frozenset(
    _words(
        """i i'm i'd i'll i've ok okay yes no monday tuesday wednesday thursday friday saturday sunday english chinese usd cny
        pdf faq you we they it if may the a an and or but so"""
    )
)
_PROMISE = re.compile(
    r"\b(?:free|guarante\w*|warrant\w*|discount\w*|coupon\w*|voucher\w*|waterproof|water-?resistant|dishwasher|microwave\w*|"
    r"oven-?safe|organic|vegan|certified|genuine|authentic|lifetime|hypoallergenic|recycl\w*|biodegradable|handmade|"
    r"overnight|same-?day|compensat\w*|refundable|non-?toxic|bpa|fda|fireproof|unbreakable|stainless|gift card\w*)\b|"
    r"免费|包邮|保证|担保|质保|保修|优惠券|折扣|防水|洗碗机|微波炉|有机|认证|正品|终身|环保|手工|当天送达|次日达|赔偿|无毒|"
    r"不锈钢|防火|赠品|赠送",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"(?:does|do|did) not (?:say|state|know|tell|mention|write)|(?:doesn|don|didn)['’]t (?:say|state|know|tell|mention|write)|"
    r"not stated|no information|unknown|cannot (?:say|tell|confirm|promise)|can['’]t (?:say|tell|confirm|promise)|"
    r"没有(?:说明|写明|提到|标明|资料)|未(?:说明|写明|注明|标明|提及)|不清楚|不知道|无法(?:确认|确定|承诺)",
    re.IGNORECASE,
)
_DO = (
    r"(?:cancel|refund|return|exchange|submit|process|change|update|book|place|arrange|order|reserve|contact|apply|issue|"
    r"send|ship)"
)
_DONE = (
    r"(?:cancell?ed|refunded|returned|exchanged|submitted|processed|changed|updated|booked|placed|arranged|ordered|reserved|"
    r"contacted|applied|issued|sent|shipped)"
)
_OWN_DEED = re.compile(
    rf"\b(?:I|we)(?:['’]ve| have| had)?(?: just| already| now| successfully)* {_DONE}\b|"
    rf"\b(?:I|we)(?:['’]ll| will| am going to| are going to)(?: now| gladly)* {_DO}\b|"
    r"(?:已经?|刚刚?|马上|现在)?(?:为|帮|给)(?:您|你)(?:成功)?(?:取消|退款|退货|换货|提交|办理|修改|更改|下单|安排|申请)",
    re.IGNORECASE,
)
_STATED_DEED = re.compile(
    r"\b(?:has|have|is|was|been|are)(?: now| already| successfully| been)* (?:cancell?ed|refunded|processed|submitted)\b|"
    r"(?:已经?|刚刚?)(?:成功)?(?:取消|退款|退货|换货|提交|办理|修改|更改|申请)|"
    r"(?:取消|退款|退货|换货|提交|办理|修改|下单|申请)(?:成功|好了|完成|完毕)",
    re.IGNORECASE,
)
_STEMS = ("cancel", "refund", "return", "exchang", "取消", "退款", "退货", "换货")


def numbers(text: str) -> Iterator[tuple[str, Decimal]]:
    """(as written, its value) of every number, a month's name among them."""
    for found in _NUMBER.findall(text):
        yield found, Decimal(found.replace(",", "").rstrip("."))
    for found in _NAMED_NUMBER.findall(text):
        yield found, Decimal(_NAMED_NUMBERS[found.lower()])
    for found in _CHINESE_NUMBER.findall(text):
        yield found, Decimal(int(chinese(found)))
    for found in _CAPITAL.findall(text):
        if found.lower() in _MONTHS:
            yield found, Decimal(_MONTHS[found.lower()])


def quotations(text: str) -> list[str]:
    return _QUOTED.findall(text)


def links(text: str) -> list[str]:
    """Addresses of pages and mailboxes, without what follows them in the sentence."""
    return [found.rstrip(".,;)") for found in _LINK.findall(text)]


def promises(text: str) -> list[str]:
    return _PROMISE.findall(text)


def own_deeds(text: str) -> list[str]:
    """What the speaker claims to have done or to be about to do."""
    return [found[0] for found in _OWN_DEED.finditer(text)]


def stated_deeds(text: str) -> list[tuple[str, str]]:
    """(words, stem) of what is said to have been done by whomever; the stem is "" for one of no action of the shop's."""
    return [
        (found[0], next((stem for stem in _STEMS if stem in found[0].lower()), "")) for found in _STATED_DEED.finditer(text)
    ]


def names(text: str) -> Iterator[str]:
    """Words that look like names: Latin ones in Chinese; capitals within English, and at its beginning where it is no word.

    >>> list(names("These are from Luma.")), list(names("Zorbix costs more."))
    (['Luma'], ['Zorbix'])
    """
    if has_han(text):
        yield from (word for word in _LATIN.findall(text) if word.lower() not in _NEVER_NAMES)
        return
    for found in _CAPITAL.finditer(text):
        word = found[0].removesuffix("'s").removesuffix("’s")
        if word.lower() in _NEVER_NAMES or word.lower() in _MONTHS:
            continue
        before = text[: found.start()].rstrip()
        begins = not before or before[-1] in '.!?:;“"(–—-'
        if not begins or not is_listed(word.lower()):
            yield word


def open_ended(text: str) -> bool:
    """A question, or that something is unknown: it claims nothing of what it names."""
    return text.endswith(("?", "？")) or _UNKNOWN.search(text) is not None

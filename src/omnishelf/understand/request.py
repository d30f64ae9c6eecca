"""The wrapping of a question: "I want to buy a …", "给我推荐一些…". It says that something is wanted, not what."""

from __future__ import annotations

import re

_SOME = "(?:一?[款个台件双只条部本套把副种张顶盏]|一?些|点|几[款个台件双只条])?"
"""Measure words between the asking and the thing: 一款, 一些, 几个."""
_ARTICLE = r"(?:some|a\s+few|any|an|a|the|my)?\b"

_GREETING = r"(?:(?:hi|hello|hey|please|你好|您好|请问|请|麻烦)[\s,，。!！]*)*"
_ASKING = (
    rf"(?:(?:can|could|would)\s+you\s+(?:please\s+)?)?(?:show|find|get|give|recommend|suggest)(?:\s+(?:to\s+)?(?:me|us))?\s+{_ARTICLE}",
    rf"(?:i\s+am|i'm|we\s+are|we're)?\s*(?:looking|searching|shopping)\s+for\s+{_ARTICLE}",
    rf"i(?:\s+would|'d)?\s+(?:want|like|need|love)(?:\s+to\s+(?:buy|get|purchase|order|find|have))?\s+{_ARTICLE}",
    rf"what\s+(?:should|can|could)\s+i\s+(?:buy|get|give)\s+(?:for\s+)?{_ARTICLE}",
    rf"(?:do\s+you\s+(?:have|sell)|where\s+can\s+i\s+(?:find|buy))\s+{_ARTICLE}",
    "(?:我|俺|咱|我们)?(?:现在|最近)?(?:想要|想|要|需要|打算|准备)(?:购买|买|入手|找|看看|看|搜|选购|选)?(?:一下)?" + _SOME,
    "(?:能不能|可以|能)?(?:给我|帮我|替我|为我)(?:推荐|找|看看|挑|选|搜索|搜|买)(?:一下|下)?" + _SOME,
    "(?:推荐|求推荐|有没有|有什么|哪里有|求购|求(?![婚生学职知])(?=一?[款个台件双只条部本套把副种]))(?:一下|下)?" + _SOME,
)
_OPENING = re.compile(rf"^\s*{_GREETING}(?:{'|'.join(_ASKING)})\s*", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:\s+please|\s+for\s+me|\s+to\s+buy)?[\s?？!！.。,，]*$"
    r"|(?:有没有|有吗|哪[个款种]好|推荐(?:一下)?|怎么样|吗|呢|吧|谢谢)[\s?？!！.。,，]*$",
    re.IGNORECASE,
)


def wanted(text: str) -> str:
    """The text without the wrapping; the text itself when nothing else would be left.

    >>> wanted("想要购买一款高性价比的相机"), wanted("I'm looking for a red mug, please")
    ('高性价比的相机', 'red mug,')
    """
    inner = _CLOSING.sub("", _OPENING.sub("", text, count=1), count=1).strip(" ,，。")
    return inner or text.strip()


_THIS = re.compile(
    r"\b(?:(?:something|anything|one|ones)\s+)?(?:(?:exactly|just)\s+)?(?:like|similar\s+to|same\s+as)\s+(?:this|that|it|these)(?:\s+one)?\b"
    r"|\b(?:exactly\s+)?(?:the\s+)?same(?:\s+(?:one|thing|kind|style|model))?\b|\bsimilar(?:\s+(?:one|ones|style))?\b"
    r"|\b(?:this|that)\s+(?:one|kind|style|model|color|colour)\b|\b(?:do\s+you\s+have\s+)?(?:this|it)(?=\s+(?:in|but|with|without)\b)"
    r"|同款(?:式)?的?|同样的|一样的|类似的?|(?:这|那)(?:个|款|种|件|样)(?:的)?|像(?:这|那)(?:个|款|种|样|件)?(?:一样)?的?|跟(?:这|那)个(?:一样|差不多)的?",
    re.IGNORECASE,
)
_SAME = r"(?:in|of|with)?\s*(?:the\s+)?(?:exact(?:ly)?\s+)?(?:same|this|that)"
_AS_THIS = r"(?:\s+(?:as|like|of)\s+(?:this|that|it|the\s+(?:photo|picture|one))(?:\s+one)?)?"
_BORROWED: tuple[tuple[str, str, str], ...] = (
    ("color", r"colou?r|shade", "颜色|色"),
    ("material", r"material|fabric", "材质|材料|面料"),
    ("pattern", r"pattern|print", "图案|花纹"),
    ("style", r"style", "风格"),
)
"""Attribute, and what it is called in either language."""
_MATCHING = re.compile(
    r"\b(?:that|which|to)?\s*(?:match(?:es|ing)?|go(?:es|ing)?\s+with)\s+(?:this|that|it)\b|搭?配(?:这|那)(?:个|款|件)?(?:的|(?=.))",
    re.IGNORECASE,
)
"""What goes with something has its color."""


def _borrowing(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b{_SAME}\s+(?:{english})\b{_AS_THIS}"
        rf"|\b(?:in\s+)?the\s+(?:{english})\s+(?:of|as|on)\s+(?:this|that|it|the\s+(?:photo|picture|one))\b"
        rf"|(?:搭?配|跟|和|与|用)?(?:这|那)(?:个|款|种|件|张图|张照片)?(?:上|里)?(?:一样|相同|同样|同)?的?(?:{chinese})(?:一样|相同)?的?"
        rf"|(?:一样|相同|同样)的?(?:{chinese})的?|同(?:{chinese})系?的?",
        re.IGNORECASE,
    )


_BORROWINGS = tuple((name, _borrowing(english, chinese)) for name, english, chinese in _BORROWED)


def borrowing(text: str) -> tuple[str, tuple[str, ...]]:
    """(the text without words that borrow an attribute from a photo, the attributes).

    >>> borrowing("a cap in this color"), borrowing("跟这个同色的帽子"), borrowing("red cap")
    (('a cap', ('color',)), ('帽子', ('color',)), ('red cap', ()))
    """
    found: list[str] = []
    for name, pattern in _BORROWINGS:
        text, count = pattern.subn(" ", text)
        found += [name] * bool(count)
    text, count = _MATCHING.subn(" ", text)
    if count and "color" not in found:
        found.append("color")
    return re.sub(r"\s{2,}", " ", text).strip(" ,，"), tuple(found)


_LINK = re.compile(
    r"^(?:[\s,，]|\b(?:but|only|just|please|in|with|made\s+of|and|is)\b|但是?|不过|只是|只|要|换成|有没有|有|是|改成)+"
    r"|(?:[\s,，]|\b(?:but|only|please|too|instead)\b|的?有吗|有吗|的吗|吗|的)+$",
    re.IGNORECASE,
)


def referring(text: str) -> tuple[str, bool]:
    """(the text without words that point at a photo and those that join them to the rest, whether there were any).

    >>> referring("like this but in red"), referring("同款但要蓝色"), referring("red mug")
    (('red', True), ('蓝色', True), ('red mug', False))
    """
    rest, count = _THIS.subn(" ", text)
    if not count:
        return text, False
    return re.sub(r"\s{2,}", " ", _LINK.sub("", _LINK.sub("", rest))).strip(" ,，"), True

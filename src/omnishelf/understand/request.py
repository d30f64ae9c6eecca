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

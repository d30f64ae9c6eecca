"""Whether a shopper says yes to exactly what was proposed. Everything that is not plainly a yes is none."""

from __future__ import annotations

import re
from typing import Literal

from omnishelf.domain.conversation import Action
from omnishelf.understand.language import has_han

Consent = Literal["yes", "no", "unclear"]

_ENGLISH_YES = (
    r"(?:yes|yep|yeah|yup|sure|ok(?:ay)?|correct|right|exactly|confirm(?:ed)?|i confirm|go ahead|do it|please do|do that|"
    r"that'?s (?:right|correct|fine)|proceed|absolutely|of course)"
)
_CHINESE_YES = (
    r"(?:是的?|好的?|好吧|对的?|可以|行吧?|嗯+|没错|确认|确定|同意|办吧|就这样|没问题|要的|提交吧?|"
    r"请办理|麻烦办理|是啊|对啊|可以的)"
)
_PLEASANTRY = r"(?:please|thanks|thank you|pls|thx|谢谢|麻烦了?|辛苦了?|吧|啊|呀|哦|了|的|呢|哈)"
_NAMED = {
    Action.CANCEL: r"(?:cancel(?: it| that| (?:the|my) order)?|(?:取消|撤销)(?:订单|它|这单|吧)?)",
    Action.RETURN: r"(?:return(?: it| them| that)?|退货|退回)",
    Action.REFUND: r"(?:refund(?: it| me| that)?|退款)",
    Action.EXCHANGE: r"(?:exchange(?: it| them| that)?|换货|换)",
    Action.HAND_OVER: r"(?:a person|转人工)",
}
_YES = {
    action: re.compile(rf"(?:\W*(?:{_ENGLISH_YES}|{_CHINESE_YES}))+(?:\W*{named})?(?:\W*{_PLEASANTRY})*\W*", re.IGNORECASE)
    for action, named in _NAMED.items()
}
"""With the action's own name, or without any: "yes, return it" is no yes to cancelling."""
_NO = re.compile(
    r"^\W*(?:no+|nope|nah|don'?t|do not|cancel that|never ?mind|nvm|stop|forget it|wait|not (?:now|yet|that|this)|leave it)\b"
    r"|^\W*(?:不|别|算了|先不|暂时不|等等|等一下|取消申请|不用|不要|没有|再想想|撤回|停)",
    re.IGNORECASE,
)


_BEGINS = re.compile(rf"\W*(?:{_ENGLISH_YES}\b|{_CHINESE_YES})", re.IGNORECASE)


def hesitates(text: str) -> bool:
    """Whether a message that is no plain yes is still about the question: it begins like a yes, or has a word or two."""
    short = len(text) <= 4 if has_han(text) else len(text.split()) <= 2
    return short or _BEGINS.match(text) is not None


def consent(text: str, action: Action) -> Consent:
    """The whole message must be a yes: "yes, but not the mug" changes what was proposed, and "好的，不过……" too.

    >>> [consent(text, Action.CANCEL) for text in ("Yes, please.", "yes, return it", "yes but keep the mug", "不用了")]
    ['yes', 'unclear', 'unclear', 'no']
    """
    plain = text.strip()
    if _NO.search(plain):
        return "no"
    return "yes" if plain and "?" not in plain and "？" not in plain and _YES[action].fullmatch(plain) else "unclear"

"""Words that ask rather than describe. They are dropped from queries only: in a document they cost nothing and may matter."""

from __future__ import annotations

_ENGLISH = """
    a am an and any are as at be by can do does find for from get give good has have hello help hey hi i i'd i'm in into is it
    its like look looking me my need of on or please search see shop show so some something than that the their them there these
    they this those to want was we what where which who will with would you your
"""
_CHINESE = """
    的 了 我 你 您 他 她 它 我们 你们 想 要 想要 买 想买 要买 购买 找 帮 帮我 找找 给 给我 请 请问 有 有没有 没有 有什么 什么
    吗 呢 吧 啊 呀 一个 一件 一双 一条 一款 一些 这 这个 那 那个 哪 哪个 哪些 和 与 及 或 或者 在 是 把 被 就 都 也 很 推荐 看看
    看 一下 需要 能 可以 适合
"""

ENGLISH = frozenset(_ENGLISH.split())
"""Function words and the verbs of asking. "not", "no", "without" are absent: they are read before, as what is unwanted."""

CHINESE = frozenset(_CHINESE.split())
"""Words of the jieba segmentation; a run of characters is cut where one stands."""

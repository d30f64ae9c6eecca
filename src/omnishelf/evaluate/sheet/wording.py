"""The report's words in English and Chinese. `{}` are filled in by `Words`."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh"]

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Ranking report: {run}", "排序评测报告：{run}"),
    "against": ("Judged by {judgments}, {n} queries.", "依据 {judgments} 的人工判断，共 {n} 个查询。"),
    "notes": ("Worth knowing about the files", "数据提示"),
    "summary": ("Summary", "总览"),
    "summary.caption": ("Means over queries with 95 % bootstrap intervals", "各指标均值与 95% 自助法置信区间"),
    "measure": ("Measure", "指标"),
    "mean": ("Mean", "均值"),
    "interval": ("95 % interval", "95% 区间"),
    "n": ("Queries", "查询数"),
    "judged": (
        "{share} of the first ten products were judged. The rest counts as irrelevant; the lower this share, the more the "
        "figures may be too low.",
        "前十个商品中有 {share} 被判断过，其余按不相关计。该比例越低，指标越可能被低估。",
    ),
    "versus": ("Compared with other runs", "与其他结果对比"),
    "versus.caption": (
        "Difference to each baseline; p by a paired randomisation test, corrected by Holm within a measure",
        "与各基线的差值；p 值来自配对随机化检验，并在同一指标内做 Holm 校正",
    ),
    "baseline": ("Baseline", "基线"),
    "its mean": ("Its mean", "基线均值"),
    "difference": ("Difference", "差值"),
    "wins": ("Better / same / worse", "更好 / 相同 / 更差"),
    "verdict.better": ("better", "更好"),
    "verdict.worse": ("worse", "更差"),
    "verdict.open": ("not decided", "无定论"),
    "spread": ("Query by query", "逐查询分布"),
    "spread.difference": (
        "{measure} of {run} less {baseline}: one bar a query, the largest gain first. "
        "{wins} better, {ties} the same, {losses} worse.",
        "{run} 减去 {baseline} 的 {measure}：每个查询一条，按增益从大到小排列。{wins} 个更好，{ties} 个相同，{losses} 个更差。",
    ),
    "spread.value": (
        "{measure} of {run}: one bar a query, the best first. {perfect} of {n} are perfect, {zero} are 0.",
        "{run} 的 {measure}：每个查询一条，由高到低。{n} 个中 {perfect} 个满分，{zero} 个为 0。",
    ),
    "groups": ("By kind of query", "按查询类型"),
    "groups.caption": (
        "{measure} by kind of query; p corrected by Holm over the kinds, nothing is tested on fewer than five queries",
        "各类查询的 {measure}；p 值在各类之间做 Holm 校正，少于五个查询的类别不做检验",
    ),
    "group": ("Kind", "类型"),
    "standards": ("The same run by other standards", "同一结果，不同口径"),
    "standards.caption": (
        "nDCG as different tools and papers compute it; compare figures only within a row",
        "不同工具与论文计算 nDCG 的口径；只有同一行内的数字可以相互比较",
    ),
    "standard": ("Standard", "口径"),
    "how": ("How it is computed", "计算方式"),
    "not.fitting": ("needs grades 0 to 3", "需要 0–3 级判断"),
    "wins.title": ("Largest wins", "提升最大的查询"),
    "losses.title": ("Largest losses", "下降最大的查询"),
    "weakest.title": ("Weakest queries", "表现最差的查询"),
    "none.wins": ("No query is better.", "没有更好的查询。"),
    "none.losses": ("No query is worse.", "没有更差的查询。"),
    "none.weakest": ("Every query is perfect.", "所有查询均为满分。"),
    "ideal": ("Best judged", "最佳判断"),
    "grade": ("grade {grade}", "等级 {grade}"),
    "unjudged": ("not judged", "未判断"),
    "empty": ("No answer.", "无结果。"),
    "legend": ("Grades", "等级图例"),
    "protocol": ("How this was computed", "计算说明"),
    "protocol.order": (
        "Measures by ir_measures. Within a query documents stand by score in single precision, ties by document id, "
        "the greater first, as trec_eval does; ranks in the file are ignored.",
        "指标由 ir_measures 计算。查询内文档按单精度分数排序，同分按文档编号从大到小，与 trec_eval 一致；"
        "文件中的名次不参与计算。",
    ),
    "protocol.zero": (
        "Judged queries without an answer count 0. Documents that nobody judged count as irrelevant "
        "unless a row says otherwise.",
        "有判断但无结果的查询计 0 分。除非另行说明，未判断的文档按不相关计。",
    ),
    "protocol.tests": (
        "Intervals: percentile bootstrap over queries, 10,000 samples, seed 1. Differences: paired bootstrap and Fisher's "
        "randomisation test, 10,000 samples, seed 1, two-sided.",
        "区间：对查询做百分位自助法，10,000 次抽样，种子 1。差值：配对自助法与 Fisher 随机化检验，10,000 次，种子 1，双侧。",
    ),
    "made": ("Made by omnishelf {version} with omnishelf evaluate.", "由 omnishelf {version} 的 omnishelf evaluate 生成。"),
}

STANDARDS_ZH = {
    "trec_eval": "trec_eval",
    "only answered queries": "只计有结果的查询",
    "only queries with a relevant product": "只计有相关商品的查询",
    "judged only (condensed)": "只计已判断的商品（浓缩列表）",
    "unjudged counted as best": "未判断的按最高等级计",
    "small pool": "小商品池",
    "whole list": "不截断",
    "ideal of what was found": "以返回结果重排为理想",
    "exponential gains": "指数增益",
    "1/rank, ideal of top grades": "1/名次折扣，理想为满级",
    "ESCI gains": "ESCI 增益",
    "ESCI gains, swapped by its script": "ESCI 脚本中颠倒的增益",
    "ESCI task 1 (re-ranking)": "ESCI 任务一（重排）",
    "Qdrant's gains and pool": "Qdrant 的增益与商品池",
}


class Words:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **given: object) -> str:
        english, chinese = WORDS[key]
        return (chinese if self.language == "zh" else english).format(**given)

    def standard(self, name: str) -> str:
        return STANDARDS_ZH.get(name, name) if self.language == "zh" else name

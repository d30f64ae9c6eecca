"""Single queries side by side: what the run returned and what the other list has, with the grade of every product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from omnishelf.evaluate.findings import Findings
from omnishelf.evaluate.order import best_first
from omnishelf.evaluate.sheet.html import Safe, join, tag
from omnishelf.evaluate.sheet.wording import Words

CASES, DEPTH = 10, 10


def wins_and_losses(found: Findings, baseline: str, words: Words) -> Safe:
    """The queries with the largest differences, both ways."""
    differences = found.differences(baseline)
    wins = [query for query, difference in differences.items() if difference > 0][:CASES]
    losses = [query for query, difference in reversed(differences.items()) if difference < 0][:CASES]
    parts: list[Safe] = [legend(found, words)]
    for kind, queries in (("wins", wins), ("losses", losses)):
        parts.append(tag("h2", words(f"{kind}.title")))
        parts += [against(found, baseline, query, words) for query in queries]
        if not queries:
            parts.append(tag("p", words(f"none.{kind}")))
    return join(*parts)


def weakest(found: Findings, words: Words) -> Safe:
    """Without a baseline: the lowest queries beside the best that was judged."""
    values = found.values[found.material.name][found.main]
    worst = [query for query, value in sorted(values.items(), key=lambda item: (item[1], item[0])) if value < 1][:CASES]
    cases = [beside_ideal(found, query, words) for query in worst]
    return join(
        tag("h2", words("weakest.title")), legend(found, words), *cases, tag("p", words("none.weakest")) if not cases else None
    )


def against(found: Findings, baseline: str, query: str, words: Words) -> Safe:
    own, other = (found.values[name][found.main][query] for name in (found.material.name, baseline))
    told = tag(
        "p",
        f"{found.main}: {own:.3f} – {other:.3f} = ",
        tag("span", f"{own - other:+.3f}", class_="better" if own > other else "worse"),
    )
    lists = [
        (found.material.name, best_first(found.material.run.get(query, {}))[:DEPTH]),
        (baseline, best_first(found.material.baselines[baseline].get(query, {}))[:DEPTH]),
    ]
    return _case(found, query, told, lists, words)


def beside_ideal(found: Findings, query: str, words: Words) -> Safe:
    graded = found.judgments[query]
    best = sorted((doc for doc in graded if graded[doc] > 0), key=lambda doc: (-graded[doc], doc))[:DEPTH]
    told = tag("p", f"{found.main}: {found.values[found.material.name][found.main][query]:.3f}")
    lists = [(found.material.name, best_first(found.material.run.get(query, {}))[:DEPTH]), (words("ideal"), best)]
    return _case(found, query, told, lists, words)


def legend(found: Findings, words: Words) -> Safe:
    grades = sorted({grade for graded in found.judgments.values() for grade in graded.values()}, reverse=True)
    highest = grades[0] if grades else 1
    shown = [tag("span", badge(grade, highest, words), words("grade", grade=grade)) for grade in grades]
    return tag(
        "p",
        tag("strong", words("legend")),
        *shown,
        tag("span", badge(None, highest, words), words("unjudged")),
        class_="legend",
    )


def badge(grade: int | None, highest: int, words: Words) -> Safe:
    """The grade as a number on a colour by its share of the highest; "?" for what nobody judged."""
    if grade is None:
        return tag("span", "?", class_="grade un", title=words("unjudged"))
    share = grade / highest if highest > 0 else 0.0
    colour = "" if share <= 0 else " g1" if share < 0.5 else " g2" if share < 1 else " g3"
    return tag("span", str(grade), class_=f"grade{colour}", title=words("grade", grade=grade))


def _case(found: Findings, query: str, told: Safe, lists: Sequence[tuple[str, Sequence[str]]], words: Words) -> Safe:
    text = found.material.queries.texts.get(query, "")
    group = found.material.queries.groups.get(query, "")
    heading = tag("h3", text or query, tag("span", f"  {query}" if text else "", f"  · {group}" if group else "", class_="why"))
    graded = found.judgments[query]
    highest = max((grade for each in found.judgments.values() for grade in each.values()), default=1)
    columns = [tag("div", tag("h4", name), _list(ids, graded, highest, found.material.titles, words)) for name, ids in lists]
    return tag("article", heading, told, tag("div", *columns, class_="pair"), class_="case")


def _list(ids: Sequence[str], graded: Mapping[str, int], highest: int, titles: Mapping[str, str], words: Words) -> Safe:
    if not ids:
        return tag("p", words("empty"), class_="soft")
    items = [
        tag(
            "li",
            badge(graded.get(id), highest, words),
            tag("span", titles.get(id) or id, class_="name", title=id),
            class_="doc",
        )
        for id in ids
    ]
    return tag("ol", *items)

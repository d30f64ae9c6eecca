"""Variety on the first page against relevance: how much of each at other penalties and gaps.

    python benchmarks/variety.py SHOP_FOLDER [--split dev]

Asks the word questions of the sample shop's benchmark of a shop that holds it (`omnishelf evaluate sample` leaves one in
omnishelf-data/evaluate), once, without variety; then rearranges each list. Printed for hits that are products, as they are
judged, and for hits that are groups of variants, as they are shown (a group has the grade of the variant shown):

nDCG@10         linear gains
alpha-nDCG@10   Clarke et al. 2008, alpha .5; a relevant product's subtopics are its kind and its brand; the ideal is greedy
kinds, brands   how many different ones are among the first ten
moved           share of the questions whose first ten change
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from omnishelf import open_shop
from omnishelf.evaluate.asking import query
from omnishelf.evaluate.topics import Topic, read_questions
from omnishelf.rank.diversify import Traits, Variety, diversified, traits_of
from omnishelf.rank.order import Ranked
from omnishelf.rank.variants import GROUP, collapse
from omnishelf.shop import Shop

BENCHMARK = Path(__file__).parents[1] / "sample" / "benchmark"
GRID = [Variety(0.0, 0.0), *(Variety(p, g) for g in (0.03, 0.05, 0.1, 0.2) for p in (0.03, 0.05, 0.1, 0.2, 0.4))]
CUT, ALPHA = 10, 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shop", type=Path)
    parser.add_argument("--split", default="dev", choices=("dev", "test"))
    given = parser.parse_args()
    questions = read_questions(BENCHMARK, given.split, ("words",))
    with open_shop(data_dir=given.shop) as shop:
        lists = {topic.id: asked(shop, topic) for topic in questions.topics}
        ids = sorted(
            {id for ranked in lists.values() for id in ranked.ids} | {i for g in questions.judgments.values() for i in g}
        )
        engine = shop.live.engine
        groups = engine.values(ids, GROUP)
        traits = traits_of(engine.values(ids, "category"), engine.values(ids, "brand"), ids)
    print(f"{len(lists)} questions in words of the {given.split} split")
    for shown, together in (("products", False), ("groups", True)):
        cut = {id: collapse(ranked, groups).ranked if together else ranked for id, ranked in lists.items()}
        print(f"\n{shown:<16}nDCG@10  a-nDCG@10  kinds  brands  moved")
        for variety in GRID:
            print(row(variety, cut, questions.judgments, traits, groups if together else {}), flush=True)


def asked(shop: Shop, topic: Topic) -> Ranked:
    """The list as it is without variety, every variant by itself."""
    search = shop._search.ruled_by(())
    search.variety = Variety(0.0, 0.0)
    hits = search(query(topic)).hits
    return Ranked(tuple(hit.product.id for hit in hits), np.array([hit.score for hit in hits]), {}, {})


def row(
    variety: Variety,
    lists: Mapping[str, Ranked],
    judgments: Mapping[str, Mapping[str, int]],
    traits: Traits,
    groups: Mapping[str, Sequence[str]],
) -> str:
    found = {id: diversified(ranked, traits, variety).ids[:CUT] if ranked.ids else () for id, ranked in lists.items()}
    graded = {id: represented(judgments[id], found[id], groups) for id in found}
    ndcg = np.mean([normalised(found[id], graded[id]) for id in found])
    alpha = np.mean([alpha_ndcg(found[id], graded[id], traits) for id in found])
    kinds, brands = (np.mean([len({traits[d][w] for d in ids}) for ids in found.values() if ids]) for w in (0, 1))
    moved = np.mean([found[id] != lists[id].ids[:CUT] for id in found])
    name = f"{variety.penalty:g} within {variety.gap:g}" if variety.penalty else "none"
    return f"{name:<16}{ndcg:7.4f}  {alpha:9.4f}  {kinds:5.2f}  {brands:6.2f}  {moved:5.2f}"


def represented(grades: Mapping[str, int], shown: Sequence[str], groups: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """One product a group: the one shown, or else the best judged."""
    kept: dict[object, tuple[bool, int, str]] = {}
    for id in dict.fromkeys((*shown, *grades)):
        group = groups.get(id, (id, ""))
        candidate = (id in shown, grades.get(id, 0), id)
        kept[tuple(group)] = max(kept.get(tuple(group), candidate), candidate)
    return {id: grade for _, grade, id in kept.values()}


def normalised(shown: Sequence[str], grades: Mapping[str, int]) -> float:
    ideal = sorted(grades.values(), reverse=True)[:CUT]
    best = sum(grade / math.log2(n + 2) for n, grade in enumerate(ideal))
    return sum(grades.get(id, 0) / math.log2(n + 2) for n, id in enumerate(shown)) / best if best else 0.0


def alpha_ndcg(shown: Sequence[str], grades: Mapping[str, int], traits: Traits) -> float:
    relevant = [id for id, grade in grades.items() if grade > 0]
    ideal: list[str] = []
    covered: Counter[str] = Counter()
    for _ in range(min(CUT, len(relevant))):
        best = max((id for id in relevant if id not in ideal), key=lambda id: (gain(traits[id], covered), id))
        ideal.append(best)
        covered.update(subtopics(traits[best]))
    return _alpha_dcg(shown, grades, traits) / (_alpha_dcg(ideal, grades, traits) or 1.0)


def _alpha_dcg(shown: Sequence[str], grades: Mapping[str, int], traits: Traits) -> float:
    covered: Counter[str] = Counter()
    total = 0.0
    for n, id in enumerate(shown):
        if grades.get(id, 0) > 0:
            total += gain(traits[id], covered) / math.log2(n + 2)
            covered.update(subtopics(traits[id]))
    return total


def gain(own: tuple[str, str], covered: Mapping[str, int]) -> float:
    return sum((1 - ALPHA) ** covered.get(topic, 0) for topic in subtopics(own))


def subtopics(own: tuple[str, str]) -> tuple[str, ...]:
    return (f"kind {own[0]}", f"brand {own[1]}")


if __name__ == "__main__":
    main()

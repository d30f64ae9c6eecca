"""LambdaMART: trees that correct the linear order, learnt from graded queries (Burges 2010, "From RankNet to LambdaRank to
LambdaMART"), by LightGBM.

Boosting starts from the linear score, so that a model of no trees is the linear order and every tree is a correction of it;
where the training data say little, little changes. Most features may only ever help (their `rises` is passed as a monotone
constraint): a few dozen queries cannot teach that a product with fewer of the query's words is the better one.

How many trees there are is chosen by cross-validation over the queries, and 0 is among the choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadInput, Unavailable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SCALE = 5.0
"""The linear score in units of LambdaMART's sigmoid: a lead of .2, which a category's lift about gives, counts as 1."""
CHOICES = (0, 5, 10, 20, 40, 80)
"""Numbers of trees that are tried."""
FOLDS = 5
FEWEST_QUERIES = 10
CUTOFF = 10
"""nDCG@10 is what is optimised and what decides."""
LEFT_OUT = -1
"""Grade of a product that the judgments say nothing of."""
PARAMETERS: Mapping[str, Any] = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": CUTOFF + 5,  # Burges: the pairs that can change the measure, and some more
    "learning_rate": 0.05,
    "num_leaves": 8,
    "max_depth": 4,
    "min_data_in_leaf": 20,
    "lambda_l2": 1.0,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # a few thousand rows: threads that wait for each other cost more than they save
    "verbosity": -1,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A query with its best candidates by linear score.

    Attributes:
        linear: [n] linear scores.
        table: [n, features].
        grades: [n], LEFT_OUT where nothing is known.
        ideal: grades of all judged products, found or not: what nDCG is measured against.
    """

    query: str
    linear: Floats
    table: Floats
    grades: Ints
    ideal: Ints

    def ndcg(self, scores: Floats) -> float:
        """nDCG@10 of the order by these scores, gain = grade (as trec_eval); products left out are taken out first."""
        known = self.grades >= 0
        graded = self.grades[known][np.argsort(-scores[known], kind="stable")]
        best = np.sort(np.maximum(self.ideal, 0))[::-1]
        whole = _dcg(best)
        return _dcg(graded) / whole if whole > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """`arrays`: what rank/lambdamart.py reads. `gains`: feature -> share of the objective that its splits won."""

    arrays: Mapping[str, NDArray[Any]]
    trees: int
    gains: Mapping[str, float]


def learn(examples: Sequence[Example], names: Sequence[str], rises: Sequence[bool], *, seed: int = 1) -> Learnt:
    """Learn from all examples, with the number of trees that does best on folds held out.

    Args:
        names, rises: of the table's columns: the feature's name, and whether more of it may never be worse.

    Raises:
        Unavailable: LightGBM is not installed.
        BadInput: fewer than `FEWEST_QUERIES` queries.
    """
    if len(examples) < FEWEST_QUERIES:
        hint = f"At least {FEWEST_QUERIES} queries with a relevant product among the results are needed."
        raise BadInput(f"{len(examples)} queries are too few to learn from.", hint=hint)
    trees = _best_number(examples, rises, seed)
    booster = _boost(examples, rises, trees, seed) if trees else None
    gains = np.zeros(len(names)) if booster is None else booster.feature_importance("gain")
    won = {name: round(float(gain / gains.sum()), 4) for name, gain in zip(names, gains, strict=True) if gain > 0}
    arrays = exported(booster.dump_model() if booster else {"tree_info": []}, SCALE)
    return Learnt({**arrays, "features": np.array(list(names))}, trees, won)


def folds(queries: Sequence[str], count: int = FOLDS, seed: int = 1) -> list[Ints]:
    """Positions of each fold's queries, of about equal number; the same for the same queries in any order."""
    order = sorted(range(len(queries)), key=lambda i: queries[i])
    shuffled = np.random.default_rng(seed).permutation(np.array(order, dtype=np.int64))
    return [np.sort(part) for part in np.array_split(shuffled, min(count, len(queries)))]


def _best_number(examples: Sequence[Example], rises: Sequence[bool], seed: int) -> int:
    """The choice with the highest mean nDCG@10 on folds held out; of equals the smallest."""
    sums = dict.fromkeys(CHOICES, 0.0)
    for held in folds([example.query for example in examples], seed=seed):
        out = set(held.tolist())
        booster = _boost([e for i, e in enumerate(examples) if i not in out], rises, CHOICES[-1], seed)
        asked = [examples[at] for at in held.tolist()]
        whole, ends = np.concatenate([e.table for e in asked]), np.cumsum([len(e.table) for e in asked])[:-1]
        for trees in CHOICES:
            added = booster.predict(whole, num_iteration=trees, raw_score=True) if trees else np.zeros(len(whole))
            parts = np.split(added / SCALE, ends)
            sums[trees] += sum(e.ndcg(e.linear + part) for e, part in zip(asked, parts, strict=True))
    return max(CHOICES, key=lambda trees: (round(sums[trees], 9), -trees))


def _boost(examples: Sequence[Example], rises: Sequence[bool], trees: int, seed: int) -> Any:
    lightgbm = _lightgbm()
    kept = [example.grades >= 0 for example in examples]
    labels = np.concatenate([e.grades[k] for e, k in zip(examples, kept, strict=True)])
    data = lightgbm.Dataset(
        np.concatenate([e.table[k] for e, k in zip(examples, kept, strict=True)]),
        label=labels,
        group=[int(k.sum()) for k in kept],
        init_score=np.concatenate([SCALE * e.linear[k] for e, k in zip(examples, kept, strict=True)]),
        free_raw_data=False,
    )
    parameters = {
        **PARAMETERS,
        "label_gain": list(range(int(labels.max(initial=1)) + 1)),
        "monotone_constraints": [int(rising) for rising in rises],
        "seed": seed,
    }
    return lightgbm.train(parameters, data, num_boost_round=trees)


def exported(dumped: Mapping[str, Any], scale: float) -> dict[str, NDArray[Any]]:
    """LightGBM's `dump_model()` as arrays [trees, nodes], outputs divided by `scale`.

    A node's value is the mean output of the training rows that came by, so that what a step to a child changes can be credited
    to the feature that was asked (rank/lambdamart.py).
    """
    flat = [_flat(tree["tree_structure"]) for tree in dumped["tree_info"]]
    nodes = max((len(tree) for tree in flat), default=1)
    shape = (len(flat), nodes)
    feature, left, right = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    depth = 0
    for t, tree in enumerate(flat):
        for n, node in enumerate(tree):
            feature[t, n], threshold[t, n], left[t, n], right[t, n] = node.feature, node.threshold, node.left, node.right
            value[t, n] = node.value / scale
            depth = max(depth, node.depth)
    arrays: dict[str, NDArray[Any]] = {"feature": feature, "threshold": threshold, "left": left, "right": right}
    return {**arrays, "value": value, "depth": np.array(depth)}


@dataclass(slots=True)
class _Node:
    feature: int
    threshold: float
    left: int
    right: int
    value: float
    rows: int
    depth: int


def _flat(root: Mapping[str, Any]) -> list[_Node]:
    """The nodes of a tree, the root first; leaves point to themselves."""
    nodes: list[_Node] = []

    def visit(node: Mapping[str, Any], depth: int) -> int:
        at = len(nodes)
        if "leaf_value" in node:
            nodes.append(_Node(0, 0.0, at, at, float(node["leaf_value"]), int(node.get("leaf_count", 1)), depth))
            return at
        if node["decision_type"] != "<=":
            raise ValueError("only numerical splits can be served")
        nodes.append(_Node(int(node["split_feature"]), float(node["threshold"]), at, at, 0.0, 0, depth))
        left, right = visit(node["left_child"], depth + 1), visit(node["right_child"], depth + 1)
        own, below = nodes[at], (nodes[left], nodes[right])
        own.left, own.right, own.rows = left, right, below[0].rows + below[1].rows
        own.value = sum(child.value * child.rows for child in below) / max(1, own.rows)
        return at

    visit(root, 0)
    return nodes


def _dcg(grades: Ints) -> float:
    top = grades[:CUTOFF]
    return float((top / np.log2(np.arange(2, len(top) + 2))).sum())


def _lightgbm() -> Any:
    try:
        import lightgbm
    except ImportError:
        raise Unavailable("Training a ranker needs LightGBM.", hint='Run: pip install "omnishelf[train]"') from None
    return lightgbm

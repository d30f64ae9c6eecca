"""Which kind of thing a question is about that names none."""

import numpy as np

from omnishelf.understand.kinds import NONE, Kinds, learn, leaves

MUGS, LAMPS = "Home > Mugs", "Home > Lamps"


def shop() -> Kinds:
    """Ten mugs near one axis, ten lamps near another, and a hundred and forty things of no category near fourteen more."""
    rng = np.random.default_rng(1)
    axes = np.repeat(np.eye(16, dtype=np.float32), 10, axis=0)
    rows = axes + 0.1 * rng.standard_normal((160, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    members = {MUGS: [f"m{i}" for i in range(10)], LAMPS: [f"l{i}" for i in range(10)], "Home": []}
    held = {f"m{i}": rows[i : i + 1] for i in range(10)} | {f"l{i}": rows[10 + i : 11 + i] for i in range(10)}
    counts = {"Home": 20, MUGS: 10, LAMPS: 10}
    return learn(counts, members.__getitem__, lambda ids: {id: held[id] for id in ids}, rows)


def test_a_question_near_the_mugs_is_about_mugs() -> None:
    """The nearest centroid is named first, with nearly all of the probability."""
    first = shop().likely(np.eye(16, dtype=np.float32)[0])[0]
    assert (first.category, first.probability > 0.9) == (MUGS, True)


def test_a_question_near_nothing_is_about_nothing() -> None:
    """What is as far from every kind as products are from each other gets no guess."""
    assert shop().likely(np.full(16, 0.25, dtype=np.float32)) == ()


def test_a_question_between_two_kinds_is_unsure() -> None:
    """The probability is shared, and sums to no more than 1."""
    between = np.eye(16, dtype=np.float32)[:2].sum(axis=0) / np.sqrt(2)
    likely = shop().likely(between.astype(np.float32))
    assert {kind.category for kind in likely} == {MUGS, LAMPS}
    assert sum(kind.probability for kind in likely) <= 1
    assert max(kind.probability for kind in likely) < 0.9


def test_only_the_ends_of_paths_are_kinds() -> None:
    """ "Home" holds everything and tells nothing."""
    assert leaves(["Home", MUGS, LAMPS]) == [MUGS, LAMPS]


def test_a_shop_without_categories_has_no_kinds() -> None:
    """Then no question is about any, and nothing breaks."""
    learnt = learn({}, lambda category: [], lambda ids: {}, np.zeros((0, 8), dtype=np.float32))
    assert learnt is NONE
    assert learnt.likely(np.zeros(8, dtype=np.float32)) == ()

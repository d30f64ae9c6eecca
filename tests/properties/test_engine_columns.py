"""The embedded engine's flat arrays against the obvious: a dictionary of lists."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from omnishelf.engine.embedded.columns import KeywordColumn, NumberColumn
from omnishelf.engine.embedded.dense import DenseColumn
from omnishelf.engine.embedded.ragged import Ragged, as_rows

row = st.integers(0, 30)
values = st.lists(st.integers(-5, 5), max_size=4)
writes = st.lists(st.dictionaries(row, values | st.none(), min_size=1, max_size=6), max_size=25)


@settings(deadline=None)
@given(writes)
def test_ragged_rows_hold_what_was_last_given(batches: list[dict[int, list[int] | None]]) -> None:
    """After any writes and clearings each row has its last values, in order, and the squeezing of garbage changes nothing."""
    ragged, obvious = Ragged(np.int32), dict[int, list[int]]()
    for batch in batches:
        cleared = [row for row, values in batch.items() if values is None]
        given = {row: values for row, values in batch.items() if values is not None}
        ragged.clear(as_rows(cleared))
        lengths = as_rows([len(v) for v in given.values()])
        ragged.replace(as_rows(list(given)), lengths, np.array([x for v in given.values() for x in v], dtype=np.int32))
        obvious.update(given)
        for gone in cleared:
            obvious.pop(gone, None)
        for sought in (0, 3):
            there = np.flatnonzero(ragged.values[0] == sought)
            assert ragged.rows_at(there).tolist() == sorted(row for row, values in obvious.items() if sought in values)
    ragged._squeeze()
    rows = as_rows(list(range(40)))
    places, whose = ragged.places(rows)
    found: dict[int, list[int]] = {}
    for place, index in zip(places.tolist(), whose.tolist(), strict=True):
        found.setdefault(index, []).append(int(ragged.values[0][place]))
    assert found == {row: values for row, values in obvious.items() if values}
    assert ragged.held == sum(map(len, obvious.values())) == len(ragged.kept())
    for sought in range(-5, 6):
        there = np.flatnonzero(ragged.values[0] == sought)
        assert ragged.rows_at(there).tolist() == sorted(row for row, values in obvious.items() if sought in values)


@settings(deadline=None)
@given(st.dictionaries(row, st.lists(st.sampled_from("abcd"), max_size=3)), st.lists(st.sampled_from("abcde"), max_size=2))
def test_keywords_are_found_and_counted(held: dict[int, list[str]], wanted: list[str]) -> None:
    """`holds` and `counts` say what sets and a counter say."""
    column = KeywordColumn()
    column.replace(as_rows(list(held)), list(held.values()))
    rows = sorted(held)
    assert column.holds(as_rows(rows), wanted).tolist() == [bool(set(held[r]) & set(wanted)) for r in rows]
    counts = {letter: sum(letter in strings for strings in held.values()) for letter in "abcd"}
    assert dict(column.counts(as_rows(rows))) == {letter: count for letter, count in counts.items() if count}


asked = st.lists(st.sampled_from("abcde"), max_size=2)
turn = st.tuples(
    st.dictionaries(row, st.lists(st.sampled_from("abcd"), max_size=3), max_size=4), st.sets(row, max_size=2), asked
)


@settings(deadline=None)
@given(st.lists(turn, max_size=12))
def test_who_holds_a_string_is_remembered_and_still_right(
    turns: list[tuple[dict[int, list[str]], set[int], list[str]]],
) -> None:
    """Asked about many rows, writes between: never other than looking at each row says."""
    column, obvious = KeywordColumn(), dict[int, list[str]]()
    with mock.patch("omnishelf.engine.embedded.columns.MANY", 1), mock.patch("omnishelf.engine.embedded.columns.REMEMBERED", 2):
        for written, cleared, wanted in turns:
            column.replace(as_rows(list(written)), list(written.values()))
            column.clear(as_rows(sorted(cleared)))
            obvious.update(written)
            obvious.update({gone: [] for gone in cleared})
            rows = sorted(obvious)
            assert column.holds(as_rows(rows), wanted).tolist() == [bool(set(obvious[r]) & set(wanted)) for r in rows]


@settings(deadline=None)
@given(st.dictionaries(row, st.none() | st.floats(-9, 9)), st.none() | st.floats(-9, 9), st.none() | st.floats(-9, 9))
def test_numbers_lie_within(held: dict[int, float | None], low: float | None, high: float | None) -> None:
    """The range is closed, open where an end is None, and holds no absent number."""
    column = NumberColumn()
    column.replace(as_rows(list(held)), list(held.values()))
    wanted = [v is not None and (low is None or v >= low) and (high is None or v <= high) for v in held.values()]
    assert column.within(as_rows(list(held)), low, high).tolist() == wanted


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(row, st.integers(0, 200), min_size=1, max_size=8), min_size=1, max_size=8), st.integers(0, 99))
def test_dense_scores_are_the_largest_products(batches: list[dict[int, int]], seed: int) -> None:
    """Through replacements, growth and repacking of the file, a row's score is the maximum over its present vectors."""
    random, obvious = np.random.default_rng(seed), dict[int, np.ndarray]()
    with TemporaryDirectory() as folder:
        column = DenseColumn(3, Path(folder) / "vectors")
        for batch in batches:
            fresh = {row: random.normal(size=(count, 3)).astype(np.float32) for row, count in batch.items()}
            column.replace(as_rows(list(fresh)), list(fresh.values()))
            obvious.update(fresh)
        query = random.normal(size=3).astype(np.float32)
        rows = sorted(obvious)
        wanted = [(obvious[r] @ query).max() if len(obvious[r]) else np.nan for r in rows]
        for part in (slice(None), slice(0, 2)):
            np.testing.assert_allclose(column.scores(query, as_rows(rows[part])), wanted[part], atol=1e-5)
        for held, r in zip(column.of(as_rows(rows)), rows, strict=True):
            np.testing.assert_array_equal(held, obvious[r].reshape(-1, 3))


def test_a_kept_file_has_little_room(tmp_path: Path) -> None:
    """What was kept comes back as it was from a file an eighth larger than its vectors, which takes more of them."""
    column, file = DenseColumn(4, tmp_path / "vectors"), tmp_path / "vectors"
    given = np.arange(4 * 900, dtype=np.float32).reshape(900, 1, 4)
    column.replace(as_rows(list(range(900))), list(given))
    state = column.state()
    assert 900 <= file.stat().st_size / 16 <= 900 * 9 / 8 + 1
    again = DenseColumn(4, file)
    again.restore(state)
    again.replace(as_rows(list(range(850, 1100))), list(given[:250]))
    held = again.of(as_rows(list(range(1100))))
    np.testing.assert_array_equal(held[:850], given[:850])
    np.testing.assert_array_equal(held[850:], given[:250])

"""What benchmarks compute: figures by product, rank fusion, copies of products; and the list of all benchmarks."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from omnishelf.domain.product import Money, Product
from omnishelf.encoders.port import Transcript

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.syspath_prepend(str(ROOT))


@pytest.fixture
def three() -> ModuleType:
    return importlib.import_module("three_inputs")


@pytest.fixture
def large() -> ModuleType:
    return importlib.import_module("large_shop")


def test_a_product_counts_once_however_many_questions_it_has(three: ModuleType) -> None:
    """A is found by one of two questions, B by its only one."""
    ask = importlib.import_module("three_queries").Ask
    asks = [ask(id, id[0], id[0], "en", "", "", "") for id in ("A#1", "A#2", "B#1")]
    assert three.by_product({"A#1": 1.0, "A#2": 0.0, "B#1": 1.0}, asks) == {"A": 0.5, "B": 1.0}


def test_rank_fusion_prefers_what_two_lists_agree_on(three: ModuleType) -> None:
    """b is second in both, which beats the first of either: 2/62 > 1/61."""
    assert three.merged([["a", "b"], ["c", "b"]]) == ["b", "a", "c"]


def test_further_pictures_are_taken_out_of_a_feed() -> None:
    """The main picture and everything else stay."""
    feed = "<item>\n  <g:image_link>a.jpg</g:image_link>\n  <g:additional_image_link>b.jpg</g:additional_image_link>\n</item>\n"
    assert importlib.import_module("shops").without_further_pictures(feed) == (
        "<item>\n  <g:image_link>a.jpg</g:image_link>\n</item>\n"
    )


def test_a_clip_is_heard_once(tmp_path: Path) -> None:
    """The second time the answer comes from the folder, whole; another language is another question."""

    class Counting:
        name, heard = "counting", 0

        def transcribe(self, samples: NDArray[np.float32], *, language: str = "", vocabulary: object = ()) -> Transcript:
            self.heard += 1
            return Transcript("红包", "红包", language, 0.5, 1.0, ("洪堡", "红宝"))

        def warm(self) -> None:
            raise AssertionError("nothing asked for it")

    recogniser, clip = Counting(), np.zeros(16, np.float32)
    speech = importlib.import_module("remembered").RememberedSpeech(recogniser, tmp_path)
    first = speech.transcribe(clip, language="zh")
    assert first == speech.transcribe(clip, language="zh") == Transcript("红包", "红包", "zh", 0.5, 1.0, ("洪堡", "红宝"))
    assert recogniser.heard == 1
    speech.transcribe(clip, language="en")
    assert recogniser.heard == 2


def test_copies_differ_from_their_original_and_from_each_other(large: ModuleType) -> None:
    """Five copies of two originals: ids, titles and pictures of their own, and the same again another time."""
    originals = [Product(id=id, title="Men Blue Shirt", images=("a.webp",), price=Money(900, "USD")) for id in ("1", "2")]
    made = list(large.copies(originals, 5))
    assert [original for _, original in made] == ["1", "2", "1", "2", "1"]
    assert len({copy.id for copy, _ in made} | {"1", "2"}) == 7
    assert len({copy.images for copy, _ in made} | {("a.webp",)}) == 6
    assert all(copy.title.startswith("Men Blue Shirt ") for copy, _ in made)
    assert all(large.is_copy(copy.id) for copy, _ in made)
    assert made == list(large.copies(originals, 5))


def test_a_copys_vector_lies_at_the_stated_cosine(large: ModuleType) -> None:
    """And is a unit vector."""
    original = np.eye(1, 64, dtype=np.float32)[0]
    copy = large.turned(original, np.random.default_rng(1))
    assert float(copy @ original) == pytest.approx(large.LIKENESS, abs=1e-5)
    assert float(np.linalg.norm(copy)) == pytest.approx(1.0, abs=1e-5)


def test_a_recording_is_made_three_seconds_long() -> None:
    """Short ones are followed by silence, long ones cut."""
    asks = importlib.import_module("speed_asks")
    ones = np.ones(16_000, np.float32)
    assert asks.three_seconds(ones).tolist() == [1.0] * 16_000 + [0.0] * 32_000
    assert len(asks.three_seconds(np.ones(64_000, np.float32))) == 48_000


def test_every_benchmark_in_the_list_is_there() -> None:
    """The list names files of this folder, each name once."""
    benchmarks = importlib.import_module("benchmarks.__main__").BENCHMARKS
    assert len({b.name for b in benchmarks}) == len(benchmarks)
    for benchmark in benchmarks:
        first = benchmark.arguments[0]
        path = benchmark.arguments[1].replace(".", "/") + ".py" if first == "-m" else first
        assert (ROOT / path).is_file(), path


def test_benchmarks_are_chosen_by_the_beginnings_of_their_names() -> None:
    """In the order of the list; an unknown name is said, with those there are."""
    main = importlib.import_module("benchmarks.__main__")
    assert [b.name for b in main.chosen(["speed", "three-i"])] == ["three-inputs", "speed-magento", "speed-sample"]
    assert main.chosen([]) == list(main.BENCHMARKS)
    with pytest.raises(ValueError, match="no benchmark speedy"):
        main.chosen(["speedy"])

"""The race's goods, questions and judgments, and contestants on a few products."""

from __future__ import annotations

import json
import math
import sys
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.race import goods, heats, questions, telling, vectors
from benchmarks.race.child import under_load
from benchmarks.race.contestants import ENTRIES
from benchmarks.race.contestants.omnishelf import GIVEN, OWN, Embedded
from benchmarks.race.contestants.opensearch import combined
from benchmarks.race.field import Fault
from benchmarks.race.heats import Result, Track, Way
from benchmarks.race.port import Contestant, Goods, Question, body, fused
from sample.feed import rows as sample_rows
from sample.questions.rule import Need, grade

from omnishelf.encoders.port import Matrix
from omnishelf.evaluate.measures import per_query
from omnishelf.testing.shop_encoders import WordsOnly

COUNT = 88
"""Two of every kind."""


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A race's folder with products and vectors of an encoder to which texts are alike that share words."""
    folder = tmp_path_factory.mktemp("race")
    goods.write(COUNT, folder)
    kept = vectors.Kept(folder / "passages.sqlite", WordsOnly())
    vectors.write(list(vectors.claimed(folder)), folder / "vectors.npy", kept, turn=True)
    return folder


def rows(folder: Path, name: str = "goods") -> list[dict]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_widened_catalogue_holds_the_sample_shops_own_products_unchanged() -> None:
    """A product that the sample shop has is the same in the race, but for its pictures and its number."""
    own = {row["id"]: row for row, _ in sample_rows()}
    made = {item.id: goods.feed_row(item) for item in goods.items(600)}
    shared = own.keys() & made.keys()
    assert len(shared) > 500
    for id in shared:
        assert made[id] == {name: value for name, value in own[id].items() if name not in ("images", "gtin")}


def test_any_beginning_of_the_catalogue_has_all_kinds_and_no_id_twice() -> None:
    """Kinds take turns; ids stay apart where designs have three digits and more."""
    made = list(goods.items(12_000))
    assert len({item.kind.name for item in made[:44]}) == 44
    assert len({item.id for item in made}) == len(made)
    assert max(item.index for item in made) > 99


def test_products_that_claim_the_same_share_a_passage() -> None:
    """Brand, model and turns of phrase are left out of it; a wrong title's claim stands in it, as a reader would believe it."""
    seen: dict[tuple, set[str]] = {}
    for item in goods.items(2_000):
        claim = goods.said(item)
        silent = goods.fault(item) == "silent"
        facts = () if silent else (claim.style, claim.colour, claim.pattern, claim.material, item.kind.name, claim.family)
        path = item.kind.path[0] if silent else item.kind.path
        seen.setdefault((facts, path), set()).add(goods.meaning(item, 0))
    assert all(len(passages) == 1 for passages in seen.values())
    assert len(seen) < 2_000


def test_vectors_are_near_to_what_is_claimed_and_each_its_own(race: Path) -> None:
    """Unit rows at the cosine named, and no two products on the same spot."""
    given = np.asarray(np.load(race / "vectors.npy"), dtype=np.float32)
    encoder = WordsOnly()
    plain = [vectors.unit(np.mean(encoder.passages(texts), axis=0, keepdims=True))[0] for texts in vectors.claimed(race)]
    assert np.allclose(np.linalg.norm(given, axis=1), 1, atol=2e-3)
    assert np.allclose(np.sum(given * np.stack(plain), axis=1), vectors.LIKENESS, atol=5e-3)
    assert len(np.unique(given, axis=0)) == COUNT


def test_what_was_encoded_is_not_encoded_again(tmp_path: Path) -> None:
    """A second call asks the encoder only for what is new."""
    encoder = WordsOnly()
    kept = vectors.Kept(tmp_path / "kept.sqlite", encoder)
    first = kept.encode(["red mug", "blue mug", "red mug"])
    assert encoder.calls == 1
    again = vectors.Kept(tmp_path / "kept.sqlite", encoder).encode(["red mug", "blue mug"])
    assert encoder.calls == 1
    assert np.array_equal(first["red mug"], again["red mug"])


def test_ideal_grades_are_those_of_a_slow_look_at_every_product(race: Path) -> None:
    """Stopping at ten right answers loses nothing."""
    shelf = goods.read_shelf(race)
    many = ("mug", "chair", "lamp", "clock", "vase", "hat", "rug")
    needs = [Need(("mug",)), Need(many), Need(("sofa",), {"color": ("gray",)})]
    for need in needs:
        slow = sorted((grade(need, thing, shelf) for thing in shelf), reverse=True)[:10]
        assert questions.ideal(need, shelf) == tuple(given for given in slow if given)


def test_ndcg_is_that_of_the_usual_tool(race: Path) -> None:
    """Same figure as ir_measures gives from complete judgments; a product named twice counts once."""
    shelf = goods.read_shelf(race)
    need = Need(("mug", "chair", "lamp", "clock"), {"color": ("black", "white", "blue")})
    asked = questions.Asked("q", "test", "kind", "en", "", need, questions.ideal(need, shelf))
    ranking = [thing.id for thing in shelf.things if thing.kind in ("mug", "vase", "lamp", "chair")]
    graded = {thing.id: grade(need, thing, shelf) for thing in shelf}
    run = {"q": {id: float(-place) for place, id in enumerate(ranking)}}
    known = per_query({"q": graded}, run, ["nDCG@10"])["nDCG@10"]["q"]
    assert 0 < known < 1
    assert math.isclose(questions.ndcg(asked, ranking, shelf), known, abs_tol=1e-6)
    assert questions.ndcg(asked, [ranking[0], *ranking], shelf) == questions.ndcg(asked, ranking, shelf)


def test_every_question_has_a_right_answer_and_survives_its_file(race: Path, tmp_path: Path) -> None:
    """Questions that the catalogue has nothing for are not asked; narrow ones name what only few products are."""
    shelf = goods.read_shelf(race)
    asked = questions.questions(shelf)
    assert {question.phenomenon for question in asked} >= {"kind", "price", "negation", questions.NARROW}
    assert {question.language for question in asked} == {"en", "zh"}
    for question in asked:
        assert any(grade(question.need, thing, shelf) == 3 for thing in shelf)
    questions.save(asked, tmp_path / "questions.jsonl")
    assert questions.load(tmp_path / "questions.jsonl") == asked


def tantivy(folder: Path) -> Contestant:
    if find_spec("tantivy") is None:
        pytest.skip("tantivy is not installed")
    return ENTRIES["tantivy"].made(folder)


@pytest.mark.parametrize("make", [lambda folder: Embedded(folder, WordsOnly()), tantivy], ids=["omnishelf", "tantivy"])
def test_a_contestant_finds_what_is_asked_in_every_way(make, race: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Built once, opened, closed and opened again, asked by several threads: a product is found by its own title."""
    given = Goods(race)
    wanted = next(row for row in rows(race) if "OS-101" in row["id"] and row["attributes"])
    vector = np.asarray(np.load(race / "vectors.npy")[0], dtype=np.float32)
    asked = Question(wanted["title"], vector)
    contestant = make(tmp_path)
    contestant.build(given)
    contestant.close()
    contestant = make(tmp_path)
    contestant.open()
    found: list[Sequence[str]] = []
    for way in contestant.ways:
        threads = [threading.Thread(target=lambda w=way: found.append(contestant.ask(w, asked, 10).ids)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    contestant.close()
    assert len(found) == 3 * len(contestant.ways)
    assert all(wanted["id"] in list(ids)[:3] for ids in found)


class Counting(WordsOnly):
    """Remembers how many questions it was asked to encode."""

    asked = 0

    def queries(self, texts: Sequence[str]) -> Matrix:
        self.asked += len(texts)
        return super().queries(texts)


def test_a_given_vector_is_encoded_once_and_an_own_one_each_time(race: Path, tmp_path: Path) -> None:
    """Which is what tells Omnishelf's two ways apart."""
    encoder = Counting()
    shop = Embedded(tmp_path, encoder)
    shop.build(Goods(race))
    question = Question("red mug", np.zeros(0, np.float32))
    shop.ask(GIVEN, question, 5)
    before = encoder.asked
    shop.ask(GIVEN, question, 5)
    assert encoder.asked == before
    shop.ask(OWN, question, 5)
    assert encoder.asked > before
    shop.close()


def test_everybody_is_asked_every_question_and_begins_as_often(race: Path) -> None:
    """Turns are fair: over a round each contestant is first as often as any other, give or take one."""
    taken = list(heats.turns(range(10), 3, 1))
    assert sorted(place for place, _ in taken) == list(range(10))
    assert all(sorted(order) == [0, 1, 2] for _, order in taken)
    firsts = [sum(order[0] == way for _, order in taken) for way in range(3)]
    assert max(firsts) - min(firsts) <= 1


def test_results_are_kept_and_a_fault_under_load_is_not_swallowed(tmp_path: Path) -> None:
    """What one run found, the next one reads; a contestant that fails under load fails the run."""
    result = Result(1.5, 0.5, 100.0, 20.0, {"words": Way({"q": ["a"]}, [3.0], [1.0], {"1": 10.0})})
    heats.keep(tmp_path, "tantivy", result)
    assert heats.found(tmp_path) == {"tantivy": result}
    asked = [Question("a", np.zeros(1, np.float32))]
    assert under_load(lambda question: None, asked, 2, 0.01)["answered"] > 0
    with pytest.raises(ZeroDivisionError):
        under_load(lambda question: 1 / 0, asked, 2, 0.01)


def test_lists_are_joined_as_their_makers_say() -> None:
    """Reciprocal ranks add up; min-max puts each list between 0 and 1 and takes the mean."""
    assert fused([["a", "b"], ["b", "c"]], 3) == ["b", "a", "c"]
    assert combined([{"a": 10.0, "b": 6.0, "c": 0.0}, {"b": 1.0, "c": 0.75, "d": 0.5}], 4) == ["b", "a", "c", "d"]


def test_tables_tell_how_far_everybody_is_from_omnishelf(race: Path) -> None:
    """A contestant that answers with nothing has 0 in every column, and one that took twice as long is at 2."""
    shelf = goods.read_shelf(race)
    asked = questions.questions(shelf)
    best = {q.id: [thing.id for thing in shelf if grade(q.need, thing, shelf) == 3][:10] for q in asked}
    load = {str(clients): 10.0 for clients in heats.CLIENTS}
    found = {
        "omnishelf": Result(10, 1, 100, 100, {GIVEN: Way(best, [2.0, 2.0], [1.0, 1.0], load)}),
        "tantivy": Result(5, 1, 50, 200, {"tuned": Way({q.id: [] for q in asked}, [4.0, 4.0], [], load)}),
    }
    first, last = telling.quality(telling.judged(found, asked, shelf), asked)
    assert str(first["contestant"]).startswith("omnishelf")
    assert last["plain"] == last["Chinese"] == 0.0
    assert str(last["to Omnishelf"]).startswith("-")
    kinds = telling.phenomena(telling.judged(found, asked, shelf), asked)
    assert all(row["best rival"] == 0.0 and str(row["ahead by"]).startswith("+") for row in kinds)
    assert sum(int(str(row["n"])) for row in kinds) == sum(question.split == telling.SPLIT for question in asked)
    ours, theirs = telling.speed(found)
    assert (ours["p50 x"], theirs["p50 x"]) == ("1.00", "2.00")
    assert telling.cost(found)[1]["build x"] == "0.50"


def test_all_words_of_both_languages_stand_in_the_one_field(race: Path) -> None:
    """Those that have a single field are given everything that the others are given."""
    row = rows(race)[0]
    for text in (row["title"], row["brand"], row["translations"]["zh"]["title"], row["translations"]["zh"]["description"]):
        assert text in body(row)


class Limping:
    """A runner that can answer once."""

    def __init__(self) -> None:
        self.left = 1

    def do(self, what: str, **how: object) -> dict[str, object]:
        self.left -= 1
        if self.left < 0:
            raise Fault("limping: it broke")
        return {"ids": [what]}


def test_who_fails_falls_out_with_a_word_and_the_others_go_on() -> None:
    """It is not asked again, and a race of hours does not end for it."""
    said: list[str] = []
    track = Track({"a": Limping(), "b": Limping()}, said.append)  # type: ignore[dict-item]
    assert [track.do("a", "ask"), track.do("a", "ask"), track.do("a", "ask")] == [{"ids": ["ask"]}, {}, {}]
    assert said == ["falls out: limping: it broke"]
    assert track.do("b", "ask") == {"ids": ["ask"]}

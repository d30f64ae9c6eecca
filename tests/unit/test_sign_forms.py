"""Signs looked for under the forms of numbers: the searches against all paths, and what a form may make of a sound."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

import numpy as np
import pytest
from tests.lattices import log_chances

from omnishelf.encoders.port import Matrix, NumberForm
from omnishelf.encoders.sign_forms import best_ways, numbers_of, numbers_under, onward, prior_of, table, without_silence
from omnishelf.encoders.sign_marks import MARKS, OTHER
from omnishelf.encoders.sign_reader import signs_heard

DIGIT, LETTER = dict.fromkeys("0123456789", 0.0), dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 0.0)
POSTAL = NumberForm((LETTER, LETTER, *[DIGIT] * 9, LETTER, LETTER), math.log(3000))
HEARD = "22431408215JP"
"""RR431408215JP as a head hears it that takes R for 二."""


def spoken(marks: str, unsure: dict[str, float] | None = None) -> Matrix:
    """A frame for each mark and a blank behind it; each mark that is in `unsure` could also be one of those."""
    frames: list[dict[str, float]] = []
    for mark in marks:
        others = {other: p for other, p in (unsure or {}).items() if mark == "2"}
        frames += [{mark: 0.99 - sum(others.values()), **others}, {"_": 0.9995}]
    return log_chances(frames)


def drawn(rng: np.random.Generator, signs: str, frames: int) -> list[dict[str, float]]:
    rows = rng.dirichlet(np.full(len(signs), 0.7), size=frames) * 0.9999999
    return [dict(zip(signs, map(float, row), strict=True)) for row in rows]


def paths(chances: list[dict[str, float]], signs: str) -> Iterator[tuple[str, float]]:
    """(what is left of a path by CTC's rule, its natural logarithm), other syllables at the ends left out."""
    for path in itertools.product(signs, repeat=len(chances)):
        marks = re.sub(r"(.)\1+", r"\1", "".join(path)).replace("_", "").strip(OTHER)
        yield marks, sum(math.log(row[mark]) for row, mark in zip(chances, path, strict=True))


@pytest.mark.parametrize("seed", range(4))
def test_the_best_way_is_the_best_of_all_paths(seed: int) -> None:
    """For each form: the likeliest single path that spells a number of it, its places' priors added at each sign."""
    rng, signs = np.random.default_rng(seed), "_12A"
    chances = drawn(rng, signs, 6)
    forms = (
        NumberForm(({"1": 0.0, "A": -1.0}, {"1": 0.0, "2": -0.5})),
        NumberForm(({"2": 0.0}, {"2": 0.0}, {"A": 0.0, "1": -2.0})),
    )
    best = [-math.inf, -math.inf]
    for marks, log_p in paths(chances, signs):
        for n, form in enumerate(forms):
            if len(marks) == len(form.places) and all(sign in place for place, sign in zip(form.places, marks, strict=True)):
                prior = sum(place[sign] for place, sign in zip(form.places, marks, strict=True))
                best[n] = max(best[n], log_p + 3.0 * prior)
    assert best_ways(log_chances(chances), table(forms, weight=3.0)) == pytest.approx(best, abs=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_other_syllables_are_silence_at_the_ends(seed: int) -> None:
    """Before the first sign and behind the last, a frame is as likely as its silence and its other syllables together; between
    signs as its silence alone."""
    rng = np.random.default_rng(seed)
    chances = drawn(rng, "_1A" + OTHER, 5)
    best = -math.inf
    for path in itertools.product("_1A", repeat=len(chances)):
        said = [n for n, mark in enumerate(path) if mark != "_"]
        if re.sub(r"(.)\1+", r"\1", "".join(path)).replace("_", "") != "1A":
            continue
        inside = [row[mark] for row, mark in zip(chances, path, strict=True)]
        at_ends = [p + chances[n][OTHER] if n < said[0] or n > said[-1] else p for n, p in enumerate(inside)]
        best = max(best, sum(map(math.log, at_ends)))
    form = NumberForm(({"1": 0.0}, {"A": 0.0}))
    assert best_ways(log_chances(chances), table([form])) == pytest.approx([best], abs=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_numbers_have_the_chances_of_all_their_paths(seed: int) -> None:
    """Other syllables are as good as silence at both ends, and never within; every number is told, likeliest first."""
    rng, signs = np.random.default_rng(seed), "_1A" + OTHER
    chances = drawn(rng, signs, 6)
    summed: dict[str, float] = {}
    for marks, log_p in paths(chances, signs):
        summed[marks] = summed.get(marks, 0.0) + math.exp(log_p)
    wanted = {marks: p for marks, p in summed.items() if len(marks) == 2 and set(marks) <= {"1", "A"}}
    wanted["1A"] *= math.exp(-0.7)  # a letter behind a digit
    wanted = {marks: p * (math.exp(-2 * 0.4) if marks[1] == "A" else 1.0) for marks, p in wanted.items()}
    found = numbers_of(log_chances(chances), ({"1": 0.0, "A": 0.0}, {"1": 0.0, "A": -0.4}), weight=2.0, turn=-0.7)
    assert [one.marks for one in found] == sorted(wanted, key=lambda marks: -wanted[marks])
    assert [math.exp(one.log_p) for one in found] == pytest.approx([wanted[one.marks] for one in found], rel=0.01)


def test_where_only_letters_may_stand_a_sound_is_a_letter() -> None:
    """二 at the beginning of a postal number is R, which sounds like it; the digits behind stay digits."""
    heard = spoken(HEARD, {"R": 1e-4})
    assert HEARD in [one.text for one in signs_heard(heard)]
    assert "RR431408215JP" not in [one.text for one in signs_heard(heard)]
    under = numbers_under(heard, (POSTAL,), weight=2.0, turn=-3.0)
    assert under[0].marks == "RR431408215JP"
    assert "RR431408215JP" in [one.text for one in signs_heard(heard, (POSTAL,))]


def test_a_form_hears_no_number_into_a_sentence() -> None:
    """A price stays a price, however well a form would suit."""
    loose = NumberForm(tuple([{**DIGIT, **LETTER}] * 9), 20.0)
    assert signs_heard(spoken("··3···2····38·"), (loose,)) == ()


def test_what_is_heard_freely_has_the_prior_of_its_form_too() -> None:
    """A rare class of mail is as rare where the free search finds it."""
    rare = NumberForm(({**LETTER, "R": -5.0}, *POSTAL.places[1:]))
    freely, under = ({one.text: one.log_p for one in signs_heard(spoken("RR431408215JP"), forms)} for forms in ((), (rare,)))
    assert under["RR431408215JP"] == pytest.approx(freely["RR431408215JP"] - 5.0)


def test_two_numbers_are_not_made_one() -> None:
    """Where two are heard no form is asked, which would swallow one of them."""
    twice = spoken("1380221047····" + HEARD)
    assert signs_heard(twice, (POSTAL,)) == signs_heard(twice)
    assert signs_heard(twice)[0].text == "1380221047 " + HEARD


def test_forms_of_another_length_are_not_asked() -> None:
    """Ten digits that were heard clearly are no postal number of thirteen and more."""
    longer = NumberForm(tuple([DIGIT] * 14))
    assert {len(one.text) for one in signs_heard(spoken("1380221047"), (longer,))} == {10}


def test_a_way_of_many_frames_is_the_same_without_its_silence() -> None:
    """Numbers and their order stay when stretches of pure silence are cut to one frame; the same digit twice stays twice."""
    frames: list[dict[str, float]] = []
    for mark, two in zip("88R", (0.3, 0.2, 0.1), strict=True):
        frames += [{mark: 0.6, "2": two, "_": 0.05}, *[{"_": 0.99999}] * 5]
    whole = log_chances(frames)
    short = without_silence(whole)
    assert len(short) == 6
    places = (DIGIT, DIGIT, {**DIGIT, **LETTER})
    told = [numbers_of(one, places, weight=1.0, turn=0.0) for one in (whole, short)]
    assert [one.marks for one in told[0]] == [one.marks for one in told[1]]
    assert told[1][0].marks == "88R"


@pytest.mark.parametrize("seed", range(4))
def test_what_is_to_come_is_never_less_than_the_best_way(seed: int) -> None:
    """From each frame on: at least the best of all paths that end the number; nothing where frames are too few."""
    rng, signs = np.random.default_rng(seed), "_1A"
    chances = drawn(rng, signs, 5)
    places = ({"1": 0.0}, {"A": -0.5})
    told = onward(log_chances(chances).astype(np.float64), table((NumberForm(places),), 2.0).priors[0])
    for t in range(len(chances)):
        ahead = [log_p for marks, log_p in paths(chances[t + 1 :], signs) if marks == "1A"]
        assert told[t, 0] >= max(ahead, default=-math.inf) - 1.0 - 1e-3
        behind = [log_p for marks, log_p in paths(chances[t + 1 :], signs) if marks in ("", "A")]
        assert told[t, 2] >= max(behind) - 1e-3
    assert list(told[-1]) == [-math.inf, -math.inf, 0.0]
    assert told[-2, 0] == -math.inf  # two signs in one frame


def test_usual_signs_are_preferred_where_the_sound_leaves_it_open() -> None:
    """A place at which one sign is rare needs more sound for it than for the usual one."""
    open_ = log_chances([{"H": 0.5, "E": 0.45}, {"_": 0.99}])
    rare = {"E": 0.0, "H": math.log(0.05)}
    assert [one.marks for one in numbers_of(open_, (rare,), weight=1.0, turn=0.0)] == ["E", "H"]
    assert [one.marks for one in numbers_of(open_, (LETTER,), weight=1.0, turn=0.0)][:2] == ["H", "E"]


def test_a_reading_has_the_prior_of_the_form_that_suits_it_best() -> None:
    """The best of those with as many places in which each sign may stand; none where no form fits."""
    forms = (NumberForm(({"A": -1.0}, {"1": -0.5})), NumberForm(({"A": -4.0}, {"1": 0.0})), NumberForm(({"A": 0.0},)))
    assert prior_of("A1", forms) == pytest.approx(-1.5)
    assert prior_of("B1", forms) == prior_of("", forms) == 0.0


def test_without_forms_or_frames_there_is_nothing() -> None:
    """An empty answer rather than an error."""
    assert numbers_under(spoken("12"), (), weight=1.0, turn=0.0) == ()
    assert numbers_under(np.zeros((0, len(MARKS)), np.float32), (POSTAL,), weight=1.0, turn=0.0) == ()

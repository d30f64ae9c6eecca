"""Forms for a listener: patterns place by place against the patterns themselves, and what is usual where."""

from __future__ import annotations

import itertools
import random
import re

import pytest
from sample.waybills.numbers import FORMATS as DRAWN

from omnishelf.encoders.port import NumberForm
from omnishelf.encoders.sign_forms import prior_of
from omnishelf.parcels.countries import POSTAL
from omnishelf.parcels.formats import FORMATS
from omnishelf.parcels.places import spelled
from omnishelf.parcels.read_out import LONGEST, number_forms, postal_places


@pytest.mark.parametrize(
    "pattern", ["A[12]{1,2}", "(?:A1|2)A?", "(?P<n>1(?:A|2{2}))A", r"[A-B]\d", "A?1?2?", "(?:(?:1|2)A){2}"]
)
def test_places_stand_for_what_the_pattern_matches(pattern: str) -> None:
    """Of all strings of a small alphabet, those that the pattern matches and no other."""
    every = {"".join(signs) for size in range(5) for signs in itertools.product("12AB", repeat=size)}
    read = {"".join(signs) for number in spelled(pattern) for signs in itertools.product(*number)}
    assert {one for one in every if re.fullmatch(pattern, one)} == {one for one in read if set(one) <= set("12AB")}


def test_all_forms_but_one_are_read() -> None:
    """Every number drawn from the places of a form fits the form; one that looks ahead is left out."""
    rng, left_out = random.Random(8), []
    for form in FORMATS:
        numbers = spelled(form.pattern)
        left_out += [] if numbers else [form.key]
        for number in numbers:
            assert form.compiled.fullmatch("".join(rng.choice(sorted(signs)) for signs in number))
    assert left_out == ["dhl-ecommerce"]


def fits(number: str, form: NumberForm) -> bool:
    return len(number) == len(form.places) and all(sign in place for place, sign in zip(form.places, number, strict=True))


@pytest.mark.parametrize("key", sorted(DRAWN))
def test_numbers_that_labels_bear_can_be_heard(key: str) -> None:
    """Each number of the sample shop's carriers fits a form that a listener looks under."""
    rng = random.Random(key)
    for _ in range(20):
        number = DRAWN[key].make(rng)
        assert any(fits(number, form) for form in number_forms()), number


def test_every_country_can_end_a_postal_number() -> None:
    """Each country whose post gives them; those that shoppers name without a rebate, any other with one."""
    forms = tuple(map(NumberForm, postal_places()))
    for country in sorted(POSTAL):
        assert any(fits(f"RR431408215{country}", form) for form in forms), country
    assert prior_of("RR431408215JP", forms) == 0.0 > prior_of("RR431408215ST", forms)


def test_classes_of_mail_that_exist_are_likelier() -> None:
    """Express is commoner than e-commerce, which is commoner than a letter that the standard gives to nobody."""
    forms = tuple(map(NumberForm, postal_places()))
    express, shops, nobody = (prior_of(f"{letter}A920685922CN", forms) for letter in "EHY")
    assert express == 0.0 > shops > nobody


def test_a_digit_is_likelier_where_a_letter_may_stand() -> None:
    """Behind SF a digit follows mostly; in a number of UPS letters are rare behind the shipper's account."""
    assert prior_of("SF8165202405716", number_forms()) == 0.0 > prior_of("SFY165202405716", number_forms())
    in_account, behind = (prior_of(number, number_forms()) for number in ("1ZF7828196604987466", "1Z17828196604987F66"))
    assert in_account == behind == 0.0  # no number of UPS is so long
    in_account, behind = (prior_of(number, number_forms()) for number in ("1ZF782896604987466", "1Z178289660498F466"))
    assert 0.0 > in_account > behind


def test_nothing_is_read_out_that_is_for_machines() -> None:
    """Bar codes that hold a number among other things are no form for a listener."""
    assert max(len(form.places) for form in number_forms()) <= LONGEST
    dpd = next(form for form in FORMATS if form.key == "dpd-27")
    assert dpd.around and not any(len(form.places) == 27 for form in number_forms())

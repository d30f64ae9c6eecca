"""Merchandising rules as JSON: the same over HTTP, in files and on the command line. docs/merchandising.md explains them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from omnishelf.api.requests import to_filter
from omnishelf.api.schemas import FieldName, FilterValue, ProductId, SearchRequest, Strict
from omnishelf.domain.query import AnyOf, Between, Filter, NoneOf
from omnishelf.domain.rule import (
    Consequence,
    Hide,
    Lift,
    Match,
    Narrow,
    Pin,
    Redirect,
    Rule,
    Show,
    Synonyms,
    When,
)

RuleId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f/?#]+$")]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Filters = dict[FieldName, FilterValue]
Products = Annotated[list[ProductId], Field(max_length=1_000)]
Factor = Annotated[float, Field(gt=1, le=16)]


class WhenIn(Strict):
    """All that is given must hold; nothing given holds always."""

    match: Literal["any", "equals", "contains"] = "any"
    text: Text = ""
    language: str = Field("", max_length=8)
    category: Text = Field("", description="that the shopper filters by or names: a path or its last part")
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = Field(None, description="the first moment at which it no longer holds")


class PinIn(Strict):
    do: Literal["pin"]
    product: ProductId
    position: int = Field(ge=1, le=1_000)


class BoostIn(Strict):
    do: Literal["boost", "bury"]
    factor: Factor = 2.0
    products: Products = Field(default_factory=list)
    filters: Filters = Field(default_factory=dict, max_length=32)


class HideIn(Strict):
    do: Literal["hide"]
    products: Products = Field(default_factory=list)
    filters: Filters = Field(default_factory=dict, max_length=32)


class FilterIn(Strict):
    do: Literal["filter"]
    filters: Filters = Field(min_length=1, max_length=32)


class SynonymsIn(Strict):
    do: Literal["synonyms"]
    words: list[Word] = Field(min_length=1, max_length=50)
    also: list[Word] = Field(default_factory=list, max_length=50, description="one way; without it, all words mean each other")


class RedirectIn(Strict):
    do: Literal["redirect"]
    path: Text = ""
    query: Text = ""


class BannerIn(Strict):
    do: Literal["banner"]
    text: Text
    link: Text = ""


ThenIn = Annotated[PinIn | BoostIn | HideIn | FilterIn | SynonymsIn | RedirectIn | BannerIn, Field(discriminator="do")]


class RuleIn(Strict):
    """A rule: when somebody asks for something, then do this."""

    id: RuleId
    note: Text = ""
    enabled: bool = True
    when: WhenIn = WhenIn()
    then: list[ThenIn] = Field(min_length=1, max_length=100)


class RulesIn(Strict):
    rules: list[RuleIn] = Field(
        max_length=10_000,
        json_schema_extra={
            "examples": [
                [
                    {
                        "id": "summer",
                        "when": {"match": "contains", "text": "mug", "ends": "2030-09-01T00:00:00Z"},
                        "then": [{"do": "pin", "product": "blue-mug", "position": 1}],
                    }
                ]
            ]
        },
    )


class PreviewIn(Strict):
    """What would these rules change for this question? Nothing is kept."""

    rules: list[RuleIn] = Field(default_factory=list, max_length=100)
    query: SearchRequest = SearchRequest()
    at: AwareDatetime | None = Field(None, description="the moment that schedules are compared with; now when left out")


def to_rule(given: RuleIn) -> Rule:
    when = given.when
    condition = When(Match(when.match), when.text, when.language, when.category, when.starts, when.ends)
    return Rule(given.id, tuple(_consequence(then) for then in given.then), condition, given.note, given.enabled)


def _consequence(then: PinIn | BoostIn | HideIn | FilterIn | SynonymsIn | RedirectIn | BannerIn) -> Consequence:
    match then:
        case PinIn():
            return Pin(then.product, then.position)
        case BoostIn():
            factor = then.factor if then.do == "boost" else 1 / then.factor
            return Lift(factor, tuple(then.products), to_filter(then.filters))
        case HideIn():
            return Hide(tuple(then.products), to_filter(then.filters))
        case FilterIn():
            return Narrow(to_filter(then.filters))
        case SynonymsIn():
            return Synonyms(tuple(then.words), tuple(then.also), both_ways=not then.also)
        case RedirectIn():
            return Redirect(then.path, then.query)
        case BannerIn():
            return Show(then.text, then.link)


def of_rule(rule: Rule) -> dict[str, Any]:
    """As `RuleIn` reads it back; what is at its default is left out, so that files stay short."""
    when = rule.when
    condition: dict[str, Any] = {
        "match": None if when.match is Match.ANY else when.match.value,
        "text": when.text,
        "language": when.language,
        "category": when.category,
        "starts": _moment(when.starts),
        "ends": _moment(when.ends),
    }
    made: dict[str, Any] = {"id": rule.id, "note": rule.note, "enabled": None if rule.enabled else False}
    made |= {"when": _given(condition), "then": [_given(of_consequence(then)) for then in rule.then]}
    return {name: value for name, value in made.items() if value not in (None, "", {})}


def of_consequence(then: Consequence) -> dict[str, Any]:
    match then:
        case Pin(product, position):
            return {"do": "pin", "product": product, "position": position}
        case Lift(factor, products, filter):
            do, size = ("boost", factor) if factor > 1 else ("bury", 1 / factor)
            return {"do": do, "factor": round(size, 6), "products": list(products), "filters": of_filter(filter)}
        case Hide(products, filter):
            return {"do": "hide", "products": list(products), "filters": of_filter(filter)}
        case Narrow(filter):
            return {"do": "filter", "filters": of_filter(filter)}
        case Synonyms(words, also, both_ways):
            return {"do": "synonyms", "words": [*words, *(also if both_ways else ())], "also": [] if both_ways else list(also)}
        case Redirect(path, query):
            return {"do": "redirect", "path": path, "query": query}
        case Show(text, link):
            return {"do": "banner", "text": text, "link": link}


def of_filter(filter: Filter) -> dict[str, Any]:
    """As `filters` of a search request."""
    made: dict[str, Any] = {}
    for condition in filter:
        if isinstance(condition, Between):
            ends = {"min": condition.low, "max": condition.high}
            made[condition.field] = {name: value for name, value in ends.items() if value is not None}
        elif isinstance(condition, AnyOf | NoneOf):
            field, values = condition.field, list(condition.values)
            if field == "attributes" and values:
                field, values = values[0].partition("=")[0], [value.partition("=")[2] for value in values]
            made[field] = values if isinstance(condition, AnyOf) else {"not": values}
    return made


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

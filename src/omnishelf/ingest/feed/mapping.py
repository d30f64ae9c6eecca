"""A mapping file: which column of a shop's own export is which field.

TOML or JSON:

    encoding = "gb18030"            # when it cannot be told from the file
    delimiter = ";"                 # for delimited files
    language = "de"                 # of the words; a column may say otherwise
    currency = "EUR"

    [columns]                       # column = field; "" leaves a column out
    "Artikelnr" = "id"
    "Bezeichnung" = "title"
    "Bezeichnung (EN)" = "title@en"
    "Gewicht" = "attributes.weight"

    [constants]                     # a field that is the same for every row and has no column
    brand = "Luma"

    [separators]                    # what separates several values, where it is not the usual
    category = "/"
    color = "|"

    [price]
    units = "minor"                 # 1999 means 19.99; "major" is usual
    decimal = ","                   # settles 1.299
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from omnishelf.domain.errors import BadFeed
from omnishelf.ingest.feed.fields import ATTRIBUTES, CORE, canonical


def _known_field(name: str) -> str:
    if not name.strip():
        return ""
    ours = canonical(name)
    if ours is None:
        near = get_close_matches(name, [*CORE, *ATTRIBUTES], n=1)
        meant = f'; did you mean "{near[0]}"?' if near else f'; for an attribute write "attributes.{name}"'
        raise ValueError(f'"{name}" is not a field{meant}')
    return ours


FieldName = Annotated[str, AfterValidator(_known_field)]


class PriceStyle(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    units: Literal["major", "minor"] = "major"
    decimal: Literal["auto", ".", ","] = "auto"


class FeedMapping(BaseModel):
    """A mapping file's content, checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoding: str = ""
    delimiter: str = Field("", max_length=1)
    language: str = Field("", max_length=3)
    currency: str = Field("", pattern="^([A-Z]{3})?$")
    columns: Mapping[str, FieldName] = Field(default_factory=dict)
    constants: Mapping[FieldName, str] = Field(default_factory=dict)
    separators: Mapping[FieldName, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    price: PriceStyle = PriceStyle()


def load_mapping(path: Path) -> FeedMapping:
    """Raises:
    BadFeed: missing, not TOML or JSON, or with fields that do not exist; every fault is named."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return FeedMapping.model_validate(json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text))
    except OSError as error:
        raise BadFeed(f"The mapping file {path} cannot be read: {error.strerror}.", hint="Check the path.") from None
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFeed(
            f"The mapping file {path.name} cannot be parsed: {error}.", hint="It is TOML (or JSON when named .json), in UTF-8."
        ) from None
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors())
        raise BadFeed(f"The mapping file {path.name} cannot be used: {faults}.", hint="See docs/feeds.md.") from None

"""A rule as canonical JSON: field names as in `domain.rule`, each consequence and condition under its class's name."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from omnishelf.domain import query, rule
from omnishelf.domain.rule import Rule

KINDS: Mapping[str, type] = {
    kind.__name__: kind for kind in (*get_args(rule.Consequence), *get_args(query.Condition), rule.When, rule.Rule)
}
KIND = "kind"


def write(stored: Rule) -> str:
    return json.dumps(_plain(stored), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Rule:
    made = _made(json.loads(text), Rule)
    assert isinstance(made, Rule)
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        own = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        return {KIND: type(value).__name__, **own}
    if isinstance(value, datetime):
        return value.isoformat()
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _made(value: Any, wanted: Any) -> Any:
    """`value` as what the annotation `wanted` says. Fields that this version does not know are left out."""
    if isinstance(value, dict):
        kind = KINDS[value[KIND]]
        known = get_type_hints(kind)
        return kind(**{name: _made(given, known[name]) for name, given in value.items() if name in known})
    if isinstance(value, list):
        return tuple(_made(item, get_args(wanted)[0]) for item in value)
    if value is None:
        return None
    choices = get_args(wanted) if get_origin(wanted) in (Union, types.UnionType) else (wanted,)
    if datetime in choices:
        return datetime.fromisoformat(value)
    return next((kind(value) for kind in choices if isinstance(kind, type) and issubclass(kind, StrEnum)), value)

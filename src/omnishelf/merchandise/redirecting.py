"""Another question answered in place of the one that was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from omnishelf.domain.intent import Notice
from omnishelf.domain.query import Modality, Query
from omnishelf.domain.rule import Redirect, Rule
from omnishelf.merchandise.matching import applying, asked


def asked_instead(query: Query, rules: Sequence[Rule], now: datetime) -> tuple[Query, tuple[Notice, ...]]:
    """The question that the shop answers, and a notice that says so. Decided by what was typed, before it is understood, and
    once: what is asked instead is not redirected again, so two rules cannot send a question to and fro."""
    for rule in applying(rules, asked(query), now):
        for then in rule.then:
            if isinstance(then, Redirect) and then.query:
                said = query.text.strip() or query.transcript or ""
                message = f"Showing results for “{then.query}” instead of “{said}”." if said else ""
                about = {"asked": said, "instead": then.query}
                notices = (Notice("asked-instead", message, Modality.WORDS, about),) if said else ()
                heard = None if query.transcript is None else ""
                return replace(query, text=then.query, transcript=heard), notices
    return query, ()

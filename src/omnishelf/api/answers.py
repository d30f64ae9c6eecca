"""Results as they leave: domain objects to the shapes of `answer_shapes`, of dictionaries, lists and plain values alone."""

from __future__ import annotations

from typing import cast

from omnishelf.api.answer_shapes import (
    ConstraintOut,
    ContributionOut,
    FacetOut,
    FacetValueOut,
    HitOut,
    MoneyOut,
    NoticeOut,
    PriceRange,
    ProductOut,
    SearchAnswer,
    Source,
    Understood,
)
from omnishelf.api.parcel_shapes import number_out
from omnishelf.domain.intent import Constraint, Intent, Notice
from omnishelf.domain.product import Money, Product
from omnishelf.domain.query import AnyOf, Between, Modality
from omnishelf.domain.result import Facet, Hit, ResultPage

DIGITS = 6
"""Decimals of scores and addends."""
VARIANTS = 20
"""Ids of variants a hit names at most."""


def answer(page: ResultPage, currency: str, complete: bool = True) -> SearchAnswer:
    return {
        "query_id": page.query_id,
        "understood": understood(page.intent, currency),
        "hits": [hit(h) for h in page.hits],
        "total": page.total,
        "total_exact": page.total_exact,
        "facets": [facet(f) for f in page.facets],
        "suggestions": [way.text for way in page.recovery if way.text],
        "recovery": [
            {"kind": way.kind, "label": way.label, "text": way.text, "dropped": way.dropped, "total": way.total}
            for way in page.recovery
        ],
        "notices": [notice(n) for n in page.notices],
        "cursor": page.cursor,
        "redirect": page.redirect or None,
        "parcels": [number_out(found, page.intent.language) for found in page.parcels],
        "banners": [{"text": banner.text, "link": banner.link} for banner in page.banners],
        "rules": list(page.rules),
        "experiments": [{"id": trial.experiment, "arm": trial.arm} for trial in page.trials],
        "took_ms": {stage: round(ms, 2) for stage, ms in page.took_ms.items()},
        "complete": complete,
    }


def understood(intent: Intent, currency: str) -> Understood:
    words, voice = intent.reading(Modality.WORDS), intent.reading(Modality.VOICE)
    category = next((c.label for c in intent.constraints if c.kind == "category"), None)
    return {
        "text": words.text if words else "",
        "transcript": voice.text if voice else None,
        "language": intent.language,
        "modalities": [
            {
                "modality": r.modality.value,
                "text": r.text,
                "language": r.language,
                "confidence": r.confidence,
                "weight": round(r.weight, 4),
                "guesses": [{"label": g.label, "probability": g.probability} for g in r.guesses],
            }
            for r in intent.readings
        ],
        "constraints": [constraint(c) for c in intent.constraints],
        "category": category,
        "attributes": _attributes(intent.constraints),
        "price": next((_range(c, currency) for c in intent.constraints if c.kind == "price"), None),
    }


def constraint(c: Constraint) -> ConstraintOut:
    return {
        "key": c.key,
        "kind": c.kind,
        "label": c.label,
        "hard": c.hard,
        "source": c.source.value,
        "confidence": c.confidence,
    }


def product(p: Product) -> ProductOut:
    return {
        "id": p.id,
        "title": p.title,
        "description": p.description,
        "language": p.language,
        "brand": p.brand,
        "category": list(p.category),
        "attributes": {name: list(values) for name, values in p.attributes.items()},
        "translations": {
            tag: {
                "title": w.title,
                "description": w.description,
                "category": list(w.category),
                "attributes": {name: list(values) for name, values in w.attributes.items()},
            }
            for tag, w in p.translations.items()
        },
        "price": money(p.price),
        "sale_price": money(p.sale_price),
        "availability": p.availability.value,
        "stock": p.stock,
        "images": [f"/media/{key}" for key in p.images],
        "group_id": p.group_id,
        "gtin": p.gtin,
        "link": p.link,
        "rating": p.rating,
        "rating_count": p.rating_count,
        "launched_at": p.launched_at.isoformat() if p.launched_at else None,
    }


def money(m: Money | None) -> MoneyOut | None:
    return {"amount": m.amount, "currency": m.currency} if m else None


def hit(h: Hit) -> HitOut:
    why: list[ContributionOut] = [
        {"source": cast(Source, str(c.source)), "signal": c.signal, "value": round(c.value, DIGITS), "detail": c.detail}
        for c in h.why
    ]
    return {
        "id": h.product.id,
        "score": round(h.score, DIGITS),
        "product": product(h.product),
        "why": why,
        "variants": {"count": len(h.variants), "ids": list(h.variants[:VARIANTS])},
    }


def facet(f: Facet) -> FacetOut:
    values: list[FacetValueOut] = [{"value": v.value, "count": v.count, "label": v.label or v.value} for v in f.values]
    return {"field": f.field, "values": values, "low": f.low, "high": f.high}


def notice(n: Notice) -> NoticeOut:
    return {
        "code": n.code,
        "message": n.message,
        "modality": n.modality.value if n.modality else None,
        "about": dict(n.about),
    }


def _attributes(constraints: tuple[Constraint, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for c in constraints:
        for condition in c.conditions:
            if isinstance(condition, AnyOf) and condition.field == "attributes":
                found.setdefault(c.kind, []).extend(v.partition("=")[2] for v in condition.values)
    return found


def _range(c: Constraint, currency: str) -> PriceRange | None:
    between = next((b for b in c.conditions if isinstance(b, Between)), None)
    return {"min": between.low, "max": between.high, "currency": currency} if between else None

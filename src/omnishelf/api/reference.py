"""`/docs`: the OpenAPI description as one readable page, made here: it needs no script and nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

STYLE = """
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
body{font:16px/1.55 system-ui,sans-serif;max-width:60rem;margin:2.5rem auto;padding:0 1.2rem}
code,pre{font:.86em/1.5 ui-monospace,monospace}pre{overflow:auto;padding:.8rem 1rem;
border:1px solid var(--line);border-radius:.5rem}
section{border-top:1px solid var(--line);padding:1rem 0}h2{font-size:1.05rem;margin:.2rem 0}
table{border-collapse:collapse;width:100%;font-size:.92em}
td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
.verb{display:inline-block;min-width:4.2em;font-weight:700}
"""


def page(openapi: Mapping[str, Any]) -> str:
    """The whole page."""
    info = openapi["info"]
    name, version, about = escape(info["title"]), escape(info["version"]), escape(info.get("description", ""))
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{name} API</title>"
    body = "".join((*_operations(openapi), "<h1>Shapes</h1>", *_shapes(openapi)))
    top = f"<h1>{name} {version}</h1><p>{about}</p><p><a href=/openapi.json>openapi.json</a></p>"
    return f"<!doctype html><html lang=en><head>{head}<style>{STYLE}</style></head><body>{top}{body}</body></html>"


def _operations(openapi: Mapping[str, Any]) -> Iterator[str]:
    for path, verbs in openapi["paths"].items():
        for verb, operation in verbs.items():
            yield f"<section><h2><span class=verb>{verb.upper()}</span><code>{escape(path)}</code></h2>"
            yield f"<p>{escape(operation.get('description', ''))}</p>"
            yield _table((p["name"], _type(p["schema"]), p.get("description", "")) for p in operation.get("parameters", ()))
            content = operation.get("requestBody", {}).get("content", {})
            if content:
                yield (
                    "<p>Body: "
                    + "; ".join(f"<code>{escape(k)}</code> {_type(v.get('schema', {}))}" for k, v in content.items())
                    + "</p>"
                )
            answers = operation["responses"].items()
            yield (
                "<p>Answers: "
                + ", ".join(f"{code} {escape(a.get('description', ''))}" for code, a in answers)
                + "</p></section>"
            )


def _shapes(openapi: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in openapi.get("components", {}).get("schemas", {}).items():
        yield f"<section id='{escape(name)}'><h2><code>{escape(name)}</code></h2><p>{escape(schema.get('description', ''))}</p>"
        yield _table((n, _type(p), p.get("description", "")) for n, p in schema.get("properties", {}).items())
        for example in schema.get("examples", ()):
            yield f"<pre>{escape(json.dumps(example, ensure_ascii=False, indent=1))}</pre>"
        yield "</section>"


def _table(rows: Iterator[tuple[str, str, str]]) -> str:
    lines = "".join(f"<tr><td><code>{escape(n)}</code><td>{kind}<td>{escape(text)}" for n, kind, text in rows)
    return f"<table>{lines}</table>" if lines else ""


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f"<a href='#{name}'>{name}</a>"
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " or ".join(_type(s) for s in schema[word])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(json.dumps(v))}</code>" for v in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    extra = schema.get("additionalProperties")
    return f"map to {_type(extra)}" if isinstance(extra, dict) else escape(str(schema.get("type", "any")))

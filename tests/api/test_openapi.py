"""The description is complete, and nothing that follows it (or nearly does) breaks the shop."""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from tests.api.conftest import SMALL

from omnishelf.api.app import create_app
from omnishelf.config import Settings

EXAMPLES = int(os.environ.get("OMNISHELF_EXAMPLES", "4"))
"""Requests tried of each operation; more of them by `OMNISHELF_EXAMPLES=50`."""
TAKES_NOTHING = frozenset(
    (
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
        "GET /v1/shop",
        "GET /v1/models",
        "GET /v1/rules",
        "GET /v1/experiments",
        "GET /v1/offers",
        "POST /v1/shoppers",
    )
)
CHECKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_makes_the_server_fail(make_shop, stock, mode: GenerationMode) -> None:
    """Generated requests to every operation, valid and invalid: no 5xx, and every answer is of a described kind."""
    shop = make_shop(stock=stock, limits=SMALL)
    api = schemathesis.openapi.from_asgi("/openapi.json", create_app(shop, Settings(limits=SMALL)))
    checks = [CHECKS.get_one(name) for name in CHECKED]
    tried = 0
    for found in api.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and f"{operation.method.upper()} {operation.path}" in TAKES_NOTHING:
            continue  # what takes nothing cannot be asked wrongly
        cases = operation.as_strategy(generation_mode=mode)

        @given(case=cases)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=checks)

        ask()
        tried += 1
    assert tried >= 5

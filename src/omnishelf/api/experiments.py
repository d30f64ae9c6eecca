"""Experiments: for the shop's owner, with the write scope."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from omnishelf.api import problems
from omnishelf.api.experiment_shapes import (
    ExperimentIn,
    ExperimentOut,
    ExperimentsOut,
    FindingsOut,
    of_experiment,
    of_findings,
    to_experiment,
)
from omnishelf.shop import Shop

Id = Annotated[str, Path(min_length=1, max_length=128)]


def routes(shop: Shop) -> APIRouter:
    router = APIRouter(prefix="/v1/experiments", tags=["experiments"], responses=problems.RESPONSES)
    desk = shop.experiments

    @router.get("", response_model=ExperimentsOut)
    def show_all() -> ExperimentsOut:
        """All experiments, by id."""
        return {"experiments": [of_experiment(one) for one in desk.all()]}

    @router.get("/{id}", response_model=ExperimentOut)
    def show(id: Id) -> ExperimentOut:
        """One experiment."""
        return of_experiment(desk.get(id))

    @router.put("/{id}", response_model=ExperimentOut)
    def put(id: Id, body: ExperimentIn) -> ExperimentOut:
        """Plan an experiment, or plan it anew while it has not been started."""
        return of_experiment(desk.put(to_experiment(id, body)))

    @router.delete("/{id}", status_code=204, response_class=Response)
    def delete(id: Id) -> Response:
        """Remove an experiment with all that was measured."""
        desk.remove(id)
        return Response(status_code=204)

    @router.post("/{id}/start", response_model=ExperimentOut)
    def start(id: Id) -> ExperimentOut:
        """From the next query on, visits or shoppers take part."""
        return of_experiment(desk.start(id))

    @router.post("/{id}/stop", response_model=ExperimentOut)
    def stop(id: Id) -> ExperimentOut:
        """Everybody gets the shop's own answers again; what was measured stays."""
        return of_experiment(desk.stop(id))

    @router.get("/{id}/results", response_model=FindingsOut)
    def results(id: Id) -> FindingsOut:
        """What may be said now. It may be looked at as often as one likes: the intervals hold at every moment at once."""
        return of_findings(desk.findings(id))

    return router

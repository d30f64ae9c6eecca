"""omnishelf train: learn to rank from judgments or clicks, or whatever else the event log teaches, and take it back."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.cli.train_all import train_all
from omnishelf.cli.train_offers import train_offers
from omnishelf.cli.train_predictions import train_predictions
from omnishelf.cli.train_recommenders import roll_back, train_recommenders
from omnishelf.domain.errors import BadInput
from omnishelf.learn.clicks import Page, click_model, grades_of, read_pages, split_by_time
from omnishelf.learn.judgments import Judged, read_judged
from omnishelf.learn.publish import rollback
from omnishelf.schedule.running import alone

if TYPE_CHECKING:
    from omnishelf.training import Trained

SPLITS = ("queries", "time")
WHAT = ("ranker", "recommenders", "offers", "predictions", "all")


def train(
    what: Annotated[
        str,
        typer.Argument(
            help='"ranker": how the best candidates are ordered; "recommenders": what is shown without a question; '
            '"offers": whom an offer changes; "predictions": what visitors do next; "all": each, from the event log.'
        ),
    ] = "ranker",
    judgments: Annotated[
        Path | None, typer.Option(help="CSV of query, product, grade; or TREC qrels, with --topics.", dir_okay=False)
    ] = None,
    topics: Annotated[Path | None, typer.Option(help="The words of the qrels' queries.", dir_okay=False)] = None,
    clicks: Annotated[
        Path | None, typer.Option(help="Folder of a UBI log: queries.jsonl.gz and events.jsonl.gz.", file_okay=False)
    ] = None,
    split: Annotated[
        str, typer.Option(help="Measure on other queries, or (clicks) on a later time: queries, time.")
    ] = "queries",
    without: Annotated[
        list[str] | None, typer.Option(help="Recommenders not to learn, such as sequence; may be repeated.", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option(help="Of what is drawn: folds, trees, held-out shoppers.")] = 1,
    back: Annotated[bool, typer.Option("--rollback", help="Bring back what was published before.")] = False,
    due: Annotated[
        bool, typer.Option("--due", help="all: only what training.every_hours says is due, and giving way.")
    ] = False,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Learn from judgments, from a log of clicks, or from what shoppers did here; published only if no worse on what is held
    out."""
    if what not in WHAT:
        raise BadInput(f"There is nothing called {what!r} to train.", hint=f"Train one of: {', '.join(WHAT)}.")
    if what == "recommenders":
        if judgments or topics or clicks:
            raise BadInput("Recommenders are learnt from the event log.", hint="Take events in: omnishelf events import FILE")
        if back:
            roll_back(data_dir, as_json)
        else:
            with alone(console.settings(data_dir).data_dir):
                train_recommenders(seed=seed, without=tuple(without or ()), data_dir=data_dir, as_json=as_json)
        return
    if what == "all":
        if not train_all(due_only=due, seed=seed, data_dir=data_dir, as_json=as_json):
            raise typer.Exit(1)
        return
    if what in ("predictions", "offers"):
        # Whoever takes a model back does not wait for one that is being learnt.
        with nullcontext() if back else alone(console.settings(data_dir).data_dir):
            if what == "predictions":
                train_predictions(back=back, seed=seed, data_dir=data_dir, as_json=as_json)
            else:
                train_offers(back=back, data_dir=data_dir, as_json=as_json)
        return
    if back:
        _back(data_dir, as_json)
        return
    if split not in SPLITS:
        raise BadInput(f"There is no split {split!r}.", hint="Splits are: queries, time.")
    if judgments is None and clicks is None:
        _from_own_log(seed=seed, data_dir=data_dir, as_json=as_json)
        return
    judged, later, about = _read(judgments, topics, clicks, split)
    from omnishelf.wiring import open_shop

    settings = console.settings(data_dir)
    with alone(settings.data_dir), bars(quiet=as_json) as progress, open_shop(settings, progress=progress) as shop:
        trained = shop.train_ranker(judged, later=later, about=about, seed=seed, progress=progress)
    _tell(trained, about, as_json)


def _from_own_log(*, seed: int, data_dir: Path | None, as_json: bool) -> None:
    """A server of the shop may run beside it."""
    from omnishelf.wiring.learning import open_ranking

    settings = console.settings(data_dir)
    with alone(settings.data_dir), bars(quiet=as_json) as progress, open_ranking(settings) as teach:
        trained = teach(seed=seed, told=progress)
    _tell(trained, {}, as_json)


def _tell(trained: Trained, about: dict[str, Any], as_json: bool) -> None:
    if as_json:
        console.print_json({**asdict(trained), "examination": about.get("examination")})
    else:
        show(trained, about)


def _read(
    judgments: Path | None, topics: Path | None, clicks: Path | None, split: str
) -> tuple[Judged, Judged | None, dict[str, Any]]:
    """(what is learnt from, what it is measured on if not by cross-validation, what is kept of it with the model)."""
    if judgments is not None and clicks is not None:
        raise BadInput("Judgments and clicks are two things to learn from.", hint="Name one: --judgments, or --clicks.")
    if judgments is not None:
        if split == "time":
            raise BadInput("Judgments have no time to be split by.", hint="Leave out --split time.")
        return read_judged(judgments, topics), None, {"from": "judgments"}
    assert clicks is not None
    pages = read_pages(_log(clicks, "queries"), _log(clicks, "events"))
    earlier, after = split_by_time(pages) if split == "time" else (pages, [])
    model = click_model(earlier)
    about = {"from": "clicks", "pages": len(earlier), "examination": [round(float(p), 4) for p in model.examination]}
    return grades_of(model), _later(after), about


def _later(pages: list[Page]) -> Judged | None:
    return grades_of(click_model(pages)) if pages else None


def _log(folder: Path, name: str) -> Path:
    plain = folder / f"{name}.jsonl"
    return plain if plain.is_file() else folder / f"{name}.jsonl.gz"


def _back(data_dir: Path | None, as_json: bool) -> None:
    """The index need not be open for it: a running server takes the change up."""
    from omnishelf.stores.sql.opening import open_stores

    settings = console.settings(data_dir)
    stores = open_stores(settings.database, settings.data_dir)
    try:
        version, restored = rollback(stores.models)
    finally:
        stores.close()
    if as_json:
        console.print_json({"version": version, "restored": restored})
    else:
        name = f"version {restored}" if restored else "the linear order"
        console.out().print(f"Ranked by {name} again (published as version {version}).", highlight=False)


def show(trained: Trained, about: dict[str, Any]) -> None:
    out = console.out()
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    table.add_row(f"{trained.queries:,}", "queries with a relevant product")
    table.add_row(f"{trained.linear:.3f}", "nDCG@10 of the linear order")
    table.add_row(f"{trained.standing:.3f}", "of what ranks now")
    table.add_row(f"{trained.learnt:.3f}", f"of what was learnt, on queries it had not seen ({trained.trees} trees)")
    table.add_row(f"{trained.comparison.difference:+.3f}", _test(trained))
    out.print(table, highlight=False)
    if about.get("examination"):
        looked = ", ".join(f"{p:.2f}" for p in about["examination"][:8])
        out.print(f"Places are looked at with probability {looked} (the first is 1).", highlight=False)
    if trained.gains:
        best = sorted(trained.gains.items(), key=lambda item: -item[1])[:5]
        out.print("Learnt most from " + ", ".join(f"{name} {share:.0%}" for name, share in best) + ".", highlight=False)
    if trained.version:
        out.print(f"Published as version {trained.version}. Take it back: omnishelf train --rollback", highlight=False)
    else:
        out.print("Not published: it is not surely as good as what ranks now.", highlight=False)


def _test(trained: Trained) -> str:
    found = trained.comparison
    return f"difference, 95 % interval {found.low:+.3f} to {found.high:+.3f}, p = {found.p:.3f}"

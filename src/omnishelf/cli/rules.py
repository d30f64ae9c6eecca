"""Merchandising rules from the command line: list, set, delete, preview, import, export."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from omnishelf.cli import console
from omnishelf.domain.errors import BadInput, BadQuery
from omnishelf.domain.rule import Rule
from omnishelf.merchandise.checking import Caution

app = typer.Typer(
    name="rules",
    help="What the shop wants shown, lifted, hidden or said when somebody asks for something.",
    no_args_is_help=True,
)
File = Annotated[Path, typer.Argument(help="JSON, or YAML by its suffix.", show_default=False)]
SUFFIXES = (".yaml", ".yml")


@app.command("list")
def list_rules(data_dir: console.DataDir = None, as_json: console.AsJson = False) -> None:
    """List all rules."""
    from omnishelf.api.rule_shapes import of_rule
    from omnishelf.wiring import open_rules

    with open_rules(console.settings(data_dir)) as keeper:
        rules = [of_rule(rule) for rule in keeper.all()]
    if as_json:
        console.print_json({"rules": rules})
    else:
        console.out().print(shown(rules) if rules else "There are no rules yet.")


@app.command("set")
def set_rule(
    rule: Annotated[str, typer.Argument(help="The rule as JSON, as POST /v1/rules/preview takes it.", show_default=False)],
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Make a rule, or replace the one of the same id."""
    _keep([_read_json(rule, "The rule")], data_dir, as_json=as_json)


@app.command("import")
def import_rules(file: File, data_dir: console.DataDir = None, as_json: console.AsJson = False) -> None:
    """Take in the rules of a file; those of the same ids are replaced, others stay."""
    _keep(_read_file(file), data_dir, as_json=as_json)


@app.command("export")
def export_rules(file: File, data_dir: console.DataDir = None) -> None:
    """Write all rules into a file that `import` reads."""
    from omnishelf.api.rule_shapes import of_rule
    from omnishelf.wiring import open_rules

    with open_rules(console.settings(data_dir)) as keeper:
        rules = {"rules": [of_rule(rule) for rule in keeper.all()]}
    if file.suffix.lower() in SUFFIXES:
        import yaml

        text = yaml.safe_dump(rules, allow_unicode=True, sort_keys=False)
    else:
        text = json.dumps(rules, ensure_ascii=False, indent=2) + "\n"
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.", hint="Check the path.") from None
    console.out().print(f"{len(rules['rules'])} rules written to {file}", highlight=False)


@app.command("delete")
def delete_rule(
    id: Annotated[str, typer.Argument(help="The rule's id.", show_default=False)], data_dir: console.DataDir = None
) -> None:
    """Delete a rule."""
    from omnishelf.wiring import open_rules

    with open_rules(console.settings(data_dir)) as keeper:
        keeper.remove(id)
    console.out().print(f"Rule {id} is deleted.", highlight=False)


@app.command("preview")
def preview_rules(
    words: Annotated[str, typer.Argument(help="What a shopper might ask.", show_default=False)],
    file: Annotated[
        Path | None, typer.Option("--file", help="Rules to try, JSON or YAML; without it, only those kept.")
    ] = None,
    at: Annotated[datetime | None, typer.Option("--at", help="The moment to look at, for schedules, UTC.")] = None,
    size: Annotated[int, typer.Option("--size", min=1, max=100, help="Products compared.")] = 10,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Show what rules would change for a question, without keeping them. Opens the shop's index, so no server may have it."""
    from datetime import UTC

    from omnishelf.api.rules import cautions_out, preview_out
    from omnishelf.domain.query import Query
    from omnishelf.wiring import open_shop

    settings = console.settings(data_dir)
    given = to_rules(_read_file(file)) if file else []
    with open_shop(settings) as shop:
        warnings = shop.rules.cautions(given)
        seen = shop.preview(given, Query(text=words, size=size), at.replace(tzinfo=UTC) if at else None)
        answered = preview_out(seen, shop.currency)
    if as_json:
        console.print_json({**answered, "warnings": cautions_out(warnings)})
        return
    console.out().print(compared(answered))
    tell(warnings)


def to_rules(given: list[Any]) -> list[Rule]:
    """Raises:
    BadInput: naming each rule and field that cannot be read.
    """
    from omnishelf.api.rule_shapes import RulesIn, to_rule

    try:
        return [to_rule(rule) for rule in RulesIn.model_validate({"rules": given}).rules]
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
        raise BadInput(f"The rules cannot be read: {faults}.", hint="See docs/merchandising.md.") from None


def shown(rules: list[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), width=min(console.WIDTH, console.out().width))
    for heading, share in (("Rule", 2), ("When", 3), ("Then", 5)):
        table.add_column(heading, ratio=share)
    for rule in rules:
        name = Text(rule["id"], style="bold" if rule.get("enabled", True) else "dim strike")
        if rule.get("note"):
            name.append(f"\n{rule['note']}", style="dim not bold")
        when = ", ".join(f"{key} {value}" for key, value in rule.get("when", {}).items()) or "always"
        table.add_row(name, Text(when), Text("\n".join(said(then) for then in rule["then"])))
    return table


def said(then: dict[str, Any]) -> str:
    """ "pin blue-mug 1": a consequence in one line."""
    parts = (", ".join(map(str, v)) if isinstance(v, list) else _plain(v) for name, v in then.items() if name != "do")
    return " ".join((then["do"], *parts))


def compared(seen: dict[str, Any]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), width=min(console.WIDTH, console.out().width))
    table.add_column("Before", ratio=1)
    table.add_column("After", ratio=1)
    old, new = ([hit["id"] for hit in seen[side]["hits"]] for side in ("before", "after"))
    moved = {move["id"] for move in seen["moves"]}
    for row in range(max(len(old), len(new))):
        cells = [
            Text(f"{row + 1:>3} {ids[row]}", style="bold" if ids[row] in moved else "") if row < len(ids) else Text("")
            for ids in (old, new)
        ]
        table.add_row(*cells)
    table.add_row(f"{seen['before']['total']} products", f"{seen['after']['total']} products", style="dim")
    return table


def tell(warnings: list[Caution]) -> None:
    for one in warnings:
        console.out().print(Text(f"{one.rule}: {one.reason} {one.hint}", style="yellow"))


def _keep(given: list[Any], data_dir: Path | None, *, as_json: bool) -> None:
    from omnishelf.api.rules import cautions_out
    from omnishelf.wiring import open_rules

    rules = to_rules(given)
    with open_rules(console.settings(data_dir)) as keeper:
        warnings = keeper.put(rules)
    if as_json:
        console.print_json({"kept": len(rules), "warnings": cautions_out(warnings)})
        return
    console.out().print(f"{len(rules)} {'rule' if len(rules) == 1 else 'rules'} kept.", highlight=False)
    tell(warnings)


def _read_file(path: Path) -> list[Any]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuery(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}.") from None
    given = _read_yaml(text, path) if path.suffix.lower() in SUFFIXES else _read_json(text, str(path))
    rules = given.get("rules") if isinstance(given, dict) else given
    if not isinstance(rules, list):
        raise BadInput(f"{path} holds no list of rules.", hint='Write {"rules": [...]}.')
    return rules


def _read_yaml(text: str, path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadInput(f"{path} is not YAML: {str(error).splitlines()[0]}.", hint="Check indents and quotes.") from None


def _read_json(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadInput(f"{what} is not JSON: {error}.", hint="Check quotes and commas.") from None


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)

"""The shop's rules from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

RULES = """
rules:
  - id: mugs
    note: 夏天
    when: {match: contains, text: mug, ends: 2030-09-01T00:00:00Z}
    then:
      - {do: pin, product: red-lamp, position: 1}
"""


def test_rules_go_in_and_out_of_files(cli: Run, tmp_path: Path) -> None:
    """YAML in, JSON and YAML out, and what comes out goes in again."""
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    code, out, err = cli("rules", "import", "rules.yaml")
    assert code == 0, err
    assert "1 rule kept" in out
    assert "no product 'red-lamp'" in " ".join(out.split())
    for name in ("out.json", "out.yml"):
        assert cli("rules", "export", name)[0] == 0
    kept = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert kept["rules"][0]["then"] == [{"do": "pin", "product": "red-lamp", "position": 1}]
    assert cli("rules", "delete", "mugs")[0] == 0
    assert cli("rules", "import", "out.yml")[0] == 0
    assert json.loads(cli("rules", "list", "--json")[1]) == kept
    assert "pin red-lamp 1" in cli("rules", "list")[1]


def test_one_rule_is_set_and_deleted(cli: Run) -> None:
    """As JSON; deleting it twice says that it is not there."""
    rule = {"id": "b", "then": [{"do": "banner", "text": "Sale"}]}
    assert json.loads(cli("rules", "set", json.dumps(rule), "--json")[1]) == {"kept": 1, "warnings": []}
    assert cli("rules", "delete", "b")[0] == 0
    code, _, err = cli("rules", "delete", "b")
    assert (code, "no rule 'b'" in err) == (1, True)
    assert "no rules yet" in cli("rules", "list")[1]


def test_a_preview_shows_before_and_after(cli: Run, feed: Path, tmp_path: Path) -> None:
    """The pinned product stands first on the right-hand side, and nothing is kept."""
    assert cli("ingest", str(feed), "--images", str(feed.parent / "images"))[0] == 0
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    code, out, err = cli("rules", "preview", "mug", "--file", "rules.yaml", "--size", "3")
    assert code == 0, err
    first = next(line for line in out.splitlines() if " 1 " in line)
    assert first.split() == ["1", first.split()[1], "1", "red-lamp"]
    answered = json.loads(cli("rules", "preview", "mug", "--file", "rules.yaml", "--at", "2031-01-01", "--json")[1])
    assert answered["moves"] == []
    assert "no rules yet" in cli("rules", "list")[1]


def test_faults_of_a_file_are_said(cli: Run, tmp_path: Path) -> None:
    """What is not there, not JSON, not a list, or not a rule is one paragraph and exit code 2."""
    for name, text, said in (
        ("a.json", "{", "is not JSON"),
        ("b.yaml", "a: [", "is not YAML"),
        ("c.json", "{}", "no list of rules"),
        ("d.json", '[{"id": "x", "then": [{"do": "pin"}]}]', "product"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        code, _, err = cli("rules", "import", name)
        assert code == 2
        assert said in " ".join(err.split())
    assert cli("rules", "import", "nothing.json")[0] == 2

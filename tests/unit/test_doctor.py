"""What the doctor finds, on healthy and on damaged shops."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from omnishelf import doctor
from omnishelf.cli import run
from omnishelf.config import Settings
from omnishelf.doctor import Finding, examine
from omnishelf.domain.product import Product
from omnishelf.encoders import weights
from omnishelf.shop import Shop
from omnishelf.stores.sql import open_stores


def findings(folder: Path, **given: object) -> dict[str, Finding]:
    diagnosis = examine(Settings(data_dir=folder, **given))  # type: ignore[arg-type]
    return {finding.subject: finding for finding in diagnosis.findings}


def test_a_folder_without_a_shop_is_no_fault(tmp_path: Path) -> None:
    """Nothing is wrong before the first ingest, nothing is made by looking, and the next step is named."""
    found = findings(tmp_path / "shop")
    assert found["database"].state == "note"
    assert "omnishelf ingest" in found["database"].mend
    assert not (tmp_path / "shop").exists()


def test_a_filled_shop_is_well(shop: Shop, tmp_path: Path) -> None:
    """Database with its layout and products, index with its lag of none, even while a process has it open."""
    found = findings(tmp_path / "shop")
    assert (found["database"].state, found["index"].state) == ("ok", "ok")
    assert "24 products" in found["database"].detail
    assert "up to date. A running server has it." in found["index"].detail
    shop.close()
    assert "A running server" not in findings(tmp_path / "shop")["index"].detail


def test_changes_that_the_index_has_not_taken_up_are_counted(shop: Shop, tmp_path: Path) -> None:
    """A product written past the index is one change behind: a note, for it will be taken up."""
    shop.close()
    stores = open_stores(f"sqlite:///{tmp_path / 'shop' / 'catalogue.sqlite'}", tmp_path / "shop")
    stores.catalogue.put([Product("new", "New")])
    stores.close()
    index = findings(tmp_path / "shop")["index"]
    assert index.state == "note"
    assert "1 change behind" in index.detail


def test_a_lost_or_damaged_index_is_wrong_and_says_how_to_mend_it(shop: Shop, tmp_path: Path) -> None:
    """Without a stamp, and without CURRENT, the cure is to open the shop."""
    shop.close()
    folder = tmp_path / "shop" / "index"
    number = (folder / "CURRENT").read_text().strip()
    (folder / number / "stamp.json").write_text("{")
    assert (findings(tmp_path / "shop")["index"].state, findings(tmp_path / "shop")["index"].mend[-15:]) == (
        "wrong",
        "omnishelf serve",
    )
    (folder / "CURRENT").unlink()
    assert findings(tmp_path / "shop")["index"].state == "wrong"


@pytest.mark.parametrize("content", [b"this is not a database" * 200, b""])
def test_a_damaged_database_is_wrong(tmp_path: Path, content: bytes) -> None:
    """Neither rubbish nor an empty file is a catalogue."""
    (tmp_path / "catalogue.sqlite").write_bytes(content)
    found = findings(tmp_path)["database"]
    assert found.state == "wrong"
    assert found.mend


def test_a_damaged_model_is_wrong_only_where_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The packaged Whisper is not missed by a shop that hears through an API."""
    sound = weights.state()
    broken = tuple(
        replace(s, intact=False, fault="The hash is wrong. Run: pip ...") if "Whisper" in s.name else s for s in sound
    )
    monkeypatch.setattr(doctor.weights, "state", lambda: broken)
    name = weights.WHISPER_PART1.name
    missing = findings(tmp_path)[name]
    assert missing.state == "wrong"
    assert "spoken queries" in missing.detail
    assert findings(tmp_path, speech={"kind": "openai", "url": "https://api.example"})[name].state == "note"


def test_a_file_with_holes_counts_for_what_it_takes(tmp_path: Path) -> None:
    """The index keeps files that are longer than what is in them."""
    with (tmp_path / "holes").open("wb") as file:
        file.truncate(1_000_000_000)
    assert findings(tmp_path)["data folder"].detail.endswith(" 0 MB")


def test_a_full_disk_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new index is built beside the old one, which needs room."""
    monkeypatch.setattr(doctor, "LOW_DISK", 10**18)
    assert findings(tmp_path)["disk"].state == "wrong"


def test_the_exit_code_tells_a_script(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 and "All is well", 1 and a count; --json says the same."""
    monkeypatch.chdir(tmp_path)
    assert run(["doctor", "--data-dir", str(tmp_path / "shop")]) == 0
    out = capsys.readouterr().out
    assert "All is well." in out
    assert all(len(line) <= 80 for line in out.splitlines())
    monkeypatch.setattr(doctor, "LOW_DISK", 10**18)
    assert run(["doctor", "--data-dir", str(tmp_path / "shop"), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["healthy"] is False
    assert [f["subject"] for f in answer["findings"] if f["state"] == "wrong"] == ["disk"]

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
from omnishelf.stores.election import Election
from omnishelf.stores.locks import FileLocks
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


@pytest.mark.parametrize(
    ("given", "state", "said"),
    [
        ({}, "ok", "One process answers; the embedded index is for one."),
        ({"workers": 3}, "wrong", "3 are set, and they need an index that they can share."),
        ({"workers": 3, "engine": "opensearch"}, "ok", "locks on files let processes of this machine share"),
        ({"engine": "opensearch", "database_url": "postgresql+psycopg://u@localhost:1/none"}, "ok", "on several machines"),
    ],
)
def test_whether_several_processes_may_serve(tmp_path: Path, given: dict[str, object], state: str, said: str) -> None:
    """By the index and the database that are set; what cannot work is wrong before anybody starts it."""
    settings = Settings(data_dir=tmp_path, **given)  # type: ignore[arg-type]
    found = next(finding for finding in doctor.workers(settings) if finding.subject == "workers")
    assert found.state == state and said in found.detail
    assert bool(found.mend) is (state == "wrong")


def test_the_elected_indexer_is_told_and_stays_elected(tmp_path: Path) -> None:
    """Looking takes nothing away and makes no lock; without one there is nothing to tell."""
    settings = Settings(data_dir=tmp_path / "shop")
    assert [found.subject for found in doctor.workers(settings)] == ["workers"]
    assert not (tmp_path / "shop").exists()
    elected = Election(FileLocks(tmp_path / "shop"))
    assert elected()
    assert [found.detail for found in doctor.workers(settings)][1:] == ["a running process was elected"]
    assert elected()
    elected.close()
    assert "nobody now" in [*doctor.workers(settings)][1].detail


def test_a_database_out_of_reach_tells_no_indexer(tmp_path: Path) -> None:
    """Locks that the database holds cannot be asked for: wrong, with what to check."""
    pytest.importorskip("psycopg")
    settings = Settings(data_dir=tmp_path, database_url="postgresql+psycopg://u@localhost:1/none")
    assert [found.state for found in doctor.workers(settings)][1:] == ["wrong"]


def test_an_extra_that_is_missing_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray is told with its version where it is installed, and with the command that installs it where it is not."""
    installed = doctor.metadata.version

    def version(name: str) -> str:
        if name == "ray":
            raise doctor.metadata.PackageNotFoundError(name)
        return installed(name)

    monkeypatch.setattr(doctor.metadata, "version", version)
    (found,) = doctor.extras(Settings(data_dir=tmp_path))
    assert (found.state, "pip install 'omnishelf[ray]'" in found.detail) == ("ok", True)
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "2.60.0")
    assert next(doctor.extras(Settings(data_dir=tmp_path))).detail.startswith("2.60.0")


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

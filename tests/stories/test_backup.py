"""A shop is put into a file, brought back elsewhere, moved to PostgreSQL: it answers as before, and nothing half done stays."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import CHINESE, Run

from omnishelf.config import Settings
from omnishelf.domain.query import Query
from omnishelf.shop import Shop
from omnishelf.testing.postgresql import fresh_database
from omnishelf.testing.shop_encoders import ColoursOnly, Dictated, WordsOnly
from omnishelf.wiring import open_shop

Change = Callable[[str, bytes], bytes | None]
SEEN = {"action": "click", "product_id": "red-mug", "session_id": "s1"}
ASKED = Query(text="blue mug", size=10, explain=False)


@pytest.fixture
def lived_in(make_shop: Callable[..., Shop], stock: Path, tmp_path: Path) -> Path:
    """The folder of a shop with products, and a shopper who agreed and looked at one."""
    shop = make_shop(stock=stock)
    shop.behaviour.agree("anna", personal=True)
    assert shop.tell([{**SEEN, "id": "e1", "shopper_id": "anna"}]).kept == 1
    shop.close()
    return tmp_path / "shop"


def opened(folder: Path, **given: object) -> Shop:
    settings = Settings(data_dir=folder, **given)  # type: ignore[arg-type]
    return open_shop(settings, text=WordsOnly(CHINESE), image=ColoursOnly(), speech=Dictated(""))


def answer(shop: Shop) -> list[str]:
    return [hit.product.id for hit in shop.search(ASKED).hits]


def test_what_is_restored_answers_as_before(lived_in: Path, cli: Run, tmp_path: Path) -> None:
    """Same hits, same pictures, and the shopper's data can be read: the key came along."""
    assert cli("backup", "shop.tar")[0] == 0
    before = opened(lived_in)
    code, _, err = cli("restore", "shop.tar", "--data-dir", "new")
    assert code == 0, err
    after = opened(tmp_path / "new")
    try:
        assert answer(after) == answer(before)
        picture = next(iter(before.catalogue.get(["blue-mug"]).values())).images[0]
        assert after.media.get(picture) == before.media.get(picture) is not None
        assert known(after, "anna") == known(before, "anna")
    finally:
        before.close()
        after.close()


def test_a_shop_in_use_is_not_written_over(lived_in: Path, cli: Run, tmp_path: Path) -> None:
    """Restoring into a shop with products changes nothing there; nor is a file that is there replaced."""
    assert cli("backup", "shop.tar")[0] == 0
    code, _, err = cli("restore", "shop.tar")
    assert (code, "in use" in err) == (2, True)
    code, _, err = cli("backup", "shop.tar")
    assert (code, "exists already" in err) == (2, True)
    assert [p.name for p in lived_in.iterdir() if p.name.startswith(".")] == []


def known(shop: Shop, shopper: str) -> dict[str, object]:
    return {name: value for name, value in shop.behaviour.export(shopper).items() if name != "exported_at"}


def spoilt(file: Path, change: Change, added: tuple[str, bytes] | None = None) -> Path:
    """A copy of a tar with some members changed, left out or added."""
    to = file.with_name("spoilt.tar")
    with tarfile.open(file) as old, tarfile.open(to, "w") as new:
        members = [(m.name, old.extractfile(m).read()) for m in old if m.isfile()]  # type: ignore[union-attr]
        for name, data in members + ([added] if added else []):
            kept = change(name, data)
            if kept is not None:
                info = tarfile.TarInfo(name)
                info.size = len(kept)
                new.addfile(info, io.BytesIO(kept))
    return to


@pytest.mark.parametrize(
    ("change", "added", "says"),
    [
        (lambda name, data: data[:-1] + b"x" if name == "catalogue.sqlite" else data, None, "not as it was written"),
        (lambda name, data: None if name.startswith("media/") else data, None, "not as it was written"),
        (lambda name, data: None if name == "about.json" else data, None, "cut off"),
        (lambda name, data: data, ("../outside", b"x"), "which no backup does"),
        (lambda name, data: data, ("media/../../outside", b"x"), "which no backup does"),
        (
            lambda name, data: json.dumps(json.loads(data) | {"layout": "9999"}).encode() if name == "about.json" else data,
            None,
            "newer",
        ),
    ],
    ids=["damaged", "incomplete", "cut off", "outside", "outside by a detour", "newer"],
)
def test_a_spoilt_backup_changes_nothing(
    lived_in: Path, cli: Run, tmp_path: Path, change: Change, added: tuple[str, bytes] | None, says: str
) -> None:
    """It is refused before anything is written, and what it would have written elsewhere is not there."""
    assert cli("backup", "shop.tar")[0] == 0
    spoilt(tmp_path / "shop.tar", change, added)
    code, _, err = cli("restore", "spoilt.tar", "--data-dir", "new")
    assert (code, says in " ".join(err.split())) == (2, True), err
    assert list((tmp_path / "new").iterdir()) == []
    assert not list(tmp_path.rglob("outside"))


def test_without_the_key_the_rest_comes_back(lived_in: Path, cli: Run, tmp_path: Path) -> None:
    """`--no-key` leaves it out of the file; the shop says which key it misses rather than show nothing of anybody."""
    assert cli("backup", "shop.tar", "--no-key")[0] == 0
    with tarfile.open(tmp_path / "shop.tar") as tar:
        assert "shoppers.key" not in tar.getnames()
    assert cli("restore", "shop.tar", "--data-dir", "new")[0] == 0
    (tmp_path / "new" / "shoppers.key").write_bytes((lived_in / "shoppers.key").read_bytes())
    shop = opened(tmp_path / "new")
    assert shop.behaviour.export("anna")["events"]
    shop.close()


def test_a_shop_moves_to_postgresql_and_goes_on(
    lived_in: Path, cli: Run, tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `migrate` and one changed setting: the same answers, new shoppers get numbers of their own, and a backup made from
    there can be restored onto SQLite."""
    with fresh_database(postgresql, "moved") as url:
        code, _, err = cli("migrate", "--to", url)
        assert code == 0, err
        before = opened(lived_in)
        expected, hers = answer(before), known(before, "anna")
        before.close()
        monkeypatch.setenv("OMNISHELF_DATABASE_URL", url)
        after = opened(lived_in)
        assert (answer(after), known(after, "anna")) == (expected, hers)
        after.behaviour.agree("ben", personal=True)
        assert after.tell([{**SEEN, "id": "e2", "shopper_id": "ben"}]).kept == 1
        after.close()
        assert cli("backup", "moved.tar")[0] == 0
        monkeypatch.delenv("OMNISHELF_DATABASE_URL")
        code, _, err = cli("migrate", "--to", url)
        assert (code, "in use" in err) == (2, True), "nothing is copied on top of a shop"
    assert cli("restore", "moved.tar", "--data-dir", "back")[0] == 0
    back = opened(tmp_path / "back")
    assert answer(back) == expected
    assert [bool(known(back, shopper)["events"]) for shopper in ("anna", "ben", "cleo")] == [True, True, False]
    back.close()

"""What is particular to the SQL and file stores: opening, migrating, durability settings, damage."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from omnishelf.domain.errors import BadSettings, StoreDown
from omnishelf.domain.product import Product
from omnishelf.stores.files import FileMedia, FileModels, write_atomically
from omnishelf.stores.sql import open_stores
from omnishelf.stores.sql.connect import connect, reading, writing
from omnishelf.stores.sql.migrate import HEAD, migrate
from omnishelf.stores.tables import catalogue_metadata


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'catalogue.sqlite'}"


def test_head_is_the_newest_migration() -> None:
    """The revision that skips Alembic at start is the newest one in the folder."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "omnishelf.stores:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_make_the_tables(tmp_path: Path) -> None:
    """A migrated database has just the tables, columns and indexes that tables.py describes."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = connect(sqlite(tmp_path))
    migrate(engine)
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), catalogue_metadata) == []
    engine.dispose()


def test_newer_database_is_refused(tmp_path: Path) -> None:
    """A database of a later version is refused in words, not half understood."""
    engine = connect(sqlite(tmp_path))
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreDown, match=r"newer Omnishelf .*9999.* Upgrade omnishelf"):
        open_stores(sqlite(tmp_path), tmp_path)


def test_migration_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails half way leaves the database as it was, so that the next start can try again."""

    def out_of_space(*_: object) -> None:
        raise OSError("no space left")

    engine = connect(sqlite(tmp_path))
    with monkeypatch.context() as broken:
        broken.setattr("alembic.op.bulk_insert", out_of_space)
        with pytest.raises(OSError, match="no space"):
            migrate(engine)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
    migrate(engine)
    engine.dispose()


def test_processes_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    """Of several openers of a database that is not there yet, one makes it and the others wait."""
    failures: list[BaseException] = []

    def opening() -> None:
        try:
            open_stores(sqlite(tmp_path), tmp_path).close()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_sqlite_commits_reach_the_disk(tmp_path: Path) -> None:
    """The catalogue syncs each commit (FULL = 2); the embeddings, which can be made again, need not (NORMAL = 1)."""
    stores = open_stores(sqlite(tmp_path), tmp_path)
    for store, expected in ((stores.catalogue, 2), (stores.vectors, 1)):
        with reading(store.engine) as connection:
            assert connection.execute(text("PRAGMA synchronous")).scalar() == expected
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    stores.close()


def test_vectors_have_their_own_file(tmp_path: Path) -> None:
    """With SQLite, embeddings are in vectors.sqlite, outside the catalogue's file."""
    stores = open_stores(sqlite(tmp_path), tmp_path / "data")
    stores.vectors.put("e", {"k": np.zeros(2, np.float32)})
    stores.close()
    assert (tmp_path / "data" / "vectors.sqlite").is_file()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == set(catalogue_metadata.tables) | {"alembic_version"}


def test_put_is_all_or_nothing(tmp_path: Path) -> None:
    """When the outbox cannot be written, the product is not written either."""
    stores = open_stores(sqlite(tmp_path), tmp_path)
    with writing(stores.catalogue.engine) as connection:
        connection.execute(text("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no space'); END"))
    with pytest.raises(Exception, match="no space"):
        stores.catalogue.put([Product("a", "A")])
    assert (len(stores.catalogue), stores.catalogue.sequence()) == (0, 0)
    stores.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "sqlite://", "sqlite:///:memory:"])
def test_unusable_urls(url: str, tmp_path: Path) -> None:
    """Another kind of database, or one in memory, is refused with what to write instead."""
    with pytest.raises(BadSettings, match=r"Use|Write|Name"):
        open_stores(url, tmp_path)


def test_password_is_not_shown(tmp_path: Path) -> None:
    """An unreachable server is reported without the password of its URL."""
    pytest.importorskip("psycopg")
    with pytest.raises(StoreDown) as caught:
        open_stores(f"postgresql://shop:sesame@/x?host={tmp_path}", tmp_path)
    assert "sesame" not in str(caught.value)
    assert "shop:***@" in str(caught.value)


def test_not_a_database(tmp_path: Path) -> None:
    """A file that is no database is reported by its name."""
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is a text file, not a database" * 100)
    with pytest.raises(StoreDown, match=r"catalogue\.sqlite"):
        open_stores(sqlite(tmp_path), tmp_path)


def test_atomic_write_leaves_no_litter(tmp_path: Path) -> None:
    """A write that fails leaves the old content and no partial file."""
    path = tmp_path / "x"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "not bytes")  # type: ignore[arg-type]
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("x", b"old")]


def test_unfinished_publishing_is_not_a_version(tmp_path: Path) -> None:
    """The folder of a publisher that was killed half way is not taken for a version."""
    models = FileModels(tmp_path)
    models.publish("m", {"w": np.ones(1)}, {})
    (tmp_path / "m" / ".abc.part").mkdir()
    assert models.current("m") == 1
    assert models.publish("m", {"w": np.ones(1)}, {}) == 2


def test_damaged_model_is_named(tmp_path: Path) -> None:
    """A damaged version is reported with its folder and what to do; a pickle in its place is not run."""
    models = FileModels(tmp_path)
    models.publish("m", {"w": np.ones(1)}, {})
    np.save(tmp_path / "evil.npy", np.asarray([print], dtype=object), allow_pickle=True)
    (tmp_path / "m" / "000001" / "arrays.npz").write_bytes((tmp_path / "evil.npy").read_bytes())
    with pytest.raises(StoreDown, match="000001"):
        models.load("m")


def test_media_survive_a_reopened_folder(tmp_path: Path) -> None:
    """Pictures lie in folders by the first two characters of their key."""
    key = FileMedia(tmp_path).put(b"x", ".jpg")
    assert (tmp_path / key[:2] / key).read_bytes() == b"x"

"""Examines an installation and its shop, without loading a model or taking the index from a server that has it.

Reads only: what is not there is said, not made.
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import make_url

from omnishelf import __version__
from omnishelf.config import Settings
from omnishelf.domain.errors import OmnishelfError
from omnishelf.encoders import voice_kokoro, weights
from omnishelf.engine.port import Schema
from omnishelf.ingest.generation_port import Generation as AnyGeneration
from omnishelf.ingest.generations import Generations
from omnishelf.schedule import status
from omnishelf.stores.locks import FileLocks
from omnishelf.stores.locks_port import INDEXER
from omnishelf.stores.sql.catalogue import SqlCatalogue
from omnishelf.stores.sql.connect import connect, reading
from omnishelf.stores.sql.locks import AdvisoryLocks
from omnishelf.stores.sql.migrate import HEAD

PARTS = ("qdrant-edge-py", "onnxruntime", "faster-whisper", "sqlalchemy", "fastapi")
LOW_DISK = 2_000_000_000
"""Bytes free below which a new index generation may not fit beside the old one."""

State = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `mend` is what to do, "" when nothing needs to be done."""

    subject: str
    state: State
    detail: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        return all(finding.state != "wrong" for finding in self.findings)


def examine(settings: Settings) -> Diagnosis:
    """All checks, in the order in which a fault of one explains a fault of the next."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        versions,
        extras,
        models,
        storefront,
        disk,
        shop,
        workers,
        training,
    )
    return Diagnosis(tuple(finding for check in checks for finding in check(settings)))


def versions(settings: Settings) -> Iterator[Finding]:
    yield Finding(
        "omnishelf", "ok", f"{__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )
    for name in PARTS:
        try:
            yield Finding(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, "wrong", "not installed", "Run: pip install --force-reinstall omnishelf")


def extras(settings: Settings) -> Iterator[Finding]:
    """What need not be there."""
    try:
        yield Finding("ray", "ok", f"{metadata.version('ray')}, for omnishelf ingest --ray")
    except metadata.PackageNotFoundError:
        yield Finding("ray", "ok", "not installed. Only omnishelf ingest --ray needs it: pip install 'omnishelf[ray]'")


def models(settings: Settings) -> Iterator[Finding]:
    """The packaged models; those that the settings replace by others may be absent."""
    needed = _needed(settings)
    for pin, state in zip(weights.ALL, weights.state(), strict=True):
        if state.intact:
            yield Finding(
                pin.name, "ok", f"{pin.package} {state.version}, {state.bytes / 1e6:.0f} MB, sha256 as pinned ({pin.use})"
            )
        elif pin.use in needed:
            yield Finding(pin.name, "wrong", f"{state.fault} Without it the shop has no {pin.use}.")
        else:
            yield Finding(pin.name, "note", f"{pin.package} is not usable here, and the settings do not need it.")
    if settings.voice.kind == "packaged":
        yield _speaker()
    for what, chosen in (("text", settings.text), ("image", settings.image), ("speech", settings.speech)):
        if chosen.kind != "packaged":
            yield Finding(f"{what} model", "ok", f"{chosen.kind} {chosen.model}".strip())


def _speaker() -> Finding:
    """The one model file that no package has: the build of the storefront brings it."""
    file = voice_kokoro.voice_file()
    if file.is_file() and weights.sha256_of(file) == voice_kokoro.VOICE_SHA256:
        return Finding("Chinese speaker", "ok", f"{voice_kokoro.VOICE}, sha256 as pinned (reading Chinese aloud)")
    return Finding("Chinese speaker", "note", "The shop does not read Chinese aloud.", "In a clone, run: make web")


def _needed(settings: Settings) -> set[str]:
    needed: set[str] = set()
    for pin in weights.ALL:
        if pin is weights.PP_OCR:
            needed |= {pin.use} if settings.photo.text else set()
            continue
        if "aloud" in pin.use:
            needed |= {pin.use} if settings.voice.kind == "packaged" else set()
            continue
        part = settings.speech if "spoken" in pin.use else settings.image if "picture" in pin.use else settings.text
        if part.kind == "packaged":
            needed.add(pin.use)
    return needed


def storefront(settings: Settings) -> Iterator[Finding]:
    page = Path(__file__).parent / "web" / "index.html"
    if page.is_file():
        yield Finding("storefront", "ok", "built")
    else:
        yield Finding("storefront", "note", "The pages are not built; the API works without them.", "In a clone, run: make web")


def disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    if not folder.is_dir():
        yield Finding("data folder", "note", f"{folder} does not exist yet.", "It is made by: omnishelf ingest FEED")
        folder = next((parent for parent in folder.absolute().parents if parent.is_dir()), Path("/"))
    else:
        # Blocks of 512 bytes, not lengths: the index keeps sparse files that are longer than what they take.
        used = sum(512 * file.stat().st_blocks for file in folder.rglob("*") if file.is_file())
        yield Finding("data folder", "ok", f"{folder}, {used / 1e6:,.0f} MB")
    free = shutil.disk_usage(folder).free
    if free < LOW_DISK:
        yield Finding("disk", "wrong", f"{free / 1e9:.1f} GB free: a new index may not fit beside the old one.", "Make room.")
    else:
        yield Finding("disk", "ok", f"{free / 1e9:.0f} GB free")


def shop(settings: Settings) -> Iterator[Finding]:
    """The database and, when it can be read, the index against it."""
    url = make_url(settings.database) if not settings.database_url else None
    if url is not None and not Path(str(url.database)).is_file():
        yield Finding("database", "note", "There is no catalogue yet.", "It is made by: omnishelf ingest FEED")
        return
    try:
        engine = connect(settings.database)
        try:
            where = engine.url.render_as_string(hide_password=True)
            with reading(engine) as connection:
                found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if found != HEAD:
                yield Finding(
                    "database",
                    "note",
                    f"{where}: layout {found}, this version's is {HEAD}.",
                    "It is brought up to date when it is opened.",
                )
                return
            catalogue = SqlCatalogue(engine)
            yield Finding("database", "ok", f"{where}: layout {HEAD}, {len(catalogue):,} products")
            yield from index(settings, catalogue.sequence(), len(catalogue))
        finally:
            engine.dispose()
    except OmnishelfError as error:
        yield Finding("database", "wrong", error.what, error.hint)
    except Exception as error:  # a table that is missing shows as the driver's own error
        yield Finding(
            "database", "wrong", f"It is not a catalogue of ours: {error}".splitlines()[0], "Restore it from a backup."
        )


def index(settings: Settings, sequence: int, products: int) -> Iterator[Finding]:
    """How far the search index is behind the catalogue."""
    generation: AnyGeneration | None
    if settings.engine == "opensearch":
        from omnishelf.wiring.index import cluster_connection, index_kept

        try:
            told = cluster_connection(settings)
            yield Finding("search engine", "ok", f"{told.version()} at {told.where}, {told.health()}")
            generation = index_kept(settings)[0].current()
        except OmnishelfError as error:
            yield Finding("search engine", "wrong", error.what, error.hint)
            return
    else:
        generation = Generations(settings.data_dir / "index").current()
    rebuild = "It is built when the shop is opened: omnishelf serve"
    if generation is None:
        if products:
            yield Finding("index", "wrong", f"There is none for {products:,} products.", rebuild)
        return
    stamp = generation.stamp()
    if stamp is None:
        yield Finding("index", "wrong", f"Generation {generation.number} has no readable stamp.", rebuild)
        return
    lag = sequence - generation.applied()
    encoders = f"text by {stamp.text or 'nothing'}, pictures by {stamp.image or 'nothing'}"
    made = f"generation {generation.number}, {_spaces(stamp.schema)}, {encoders}"
    if lag < 0:
        yield Finding(
            "index", "wrong", f"{made}: it is ahead of the catalogue, which was put back to an earlier state.", rebuild
        )
    elif lag:
        yield Finding(
            "index",
            "note",
            f"{made}: {lag:,} {'change' if lag == 1 else 'changes'} behind.",
            f"{_owner(generation)} takes them up.",
        )
    else:
        yield Finding("index", "ok", f"{made}: up to date. {_owner(generation)} has it.")


def workers(settings: Settings) -> Iterator[Finding]:
    """Whether several processes may serve the shop, and whether one of them was elected to keep the index up to date."""
    many, on_file = settings.workers, make_url(settings.database).get_backend_name() == "sqlite"
    asked = "One process answers" if many == 1 else f"{many} processes answer"
    if many > 1 and (settings.engine == "embedded" or os.name != "posix"):
        missing = "an index that they can share" if settings.engine == "embedded" else "a POSIX system"
        mend = 'Set engine = "opensearch" (docs/scaling.md), or serve with one worker.'
        yield Finding("workers", "wrong", f"{many} are set, and they need {missing}.", mend)
    elif settings.engine == "embedded":
        yield Finding("workers", "ok", f"{asked}; the embedded index is for one.")
    elif on_file and os.name != "posix":
        yield Finding("workers", "ok", f"{asked}; this platform has no locks on files for more.")
    elif on_file:
        yield Finding("workers", "ok", f"{asked}. SQLite and locks on files let processes of this machine share the shop.")
    else:
        yield Finding("workers", "ok", f"{asked}. The database holds their locks, so they may be on several machines.")
    if os.name == "posix" and (not on_file or (settings.data_dir / f"{INDEXER}.lock").is_file()):
        yield from indexer(settings, on_file)


def indexer(settings: Settings, on_file: bool) -> Iterator[Finding]:
    """Who follows the catalogue for all. Asked by trying to take its lock, which is given back at once."""
    database = connect(settings.database)
    try:
        held = (FileLocks(settings.data_dir) if on_file else AdvisoryLocks(database)).take(INDEXER)
        if held is not None:
            held.release()
        who = "a running process was elected" if held is None else "nobody now; the first process that serves will be"
        yield Finding("indexer", "ok", who)
    except OmnishelfError as error:
        yield Finding("indexer", "wrong", error.what, error.hint)
    finally:
        database.dispose()


def training(settings: Settings) -> Iterator[Finding]:
    """What was learnt from shoppers when, and what came of it."""
    every, done = settings.training.every_hours, status.read(settings.data_dir)
    for part in status.PARTS:
        if part in done:
            last = done[part]
            when = f"{last.began:%Y-%m-%d %H:%M} UTC"
            state: State = "wrong" if last.state == "failed" else "ok"
            mend = f"Run: omnishelf train {part}" if last.state == "failed" else ""
            yield Finding(f"learning: {part}", state, f"{when}, {last.state}. {last.told}".strip(), mend)
    if not every and not done:
        yield Finding("learning", "note", "Nothing was learnt yet.", "Set training.every_hours, or run: omnishelf train all")
    elif every and not done:
        yield Finding("learning", "note", f"Every {every:g} hours beside a server; not yet.")


def _spaces(schema: Schema) -> str:
    return ", ".join(f"{space.name} {space.dimensions}-d" for space in schema.spaces)


def _owner(generation: AnyGeneration) -> str:
    if generation.shared:
        return "Every process of the shop"
    try:
        generation.claim().close()
    except OmnishelfError:
        return "A running server"
    return "Whoever opens the shop next"

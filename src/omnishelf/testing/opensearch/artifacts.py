"""An OpenSearch distribution put together from Maven artifacts.

The minimal distribution is on Maven Central, and so is the k-NN plugin; modules that every full distribution has (the script
language that the plugin extends, the `rank_features` field) are there as bare jars, whose descriptors are written here. The
plugin's native libraries are not there, so its `lucene` engine is what can be used.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

OPENSEARCH = "2.19.1"
"""The newest whose k-NN plugin is on Maven Central and that runs on Java 17; 3.x wants Java 21."""
JAVA = range(11, 24)
"""Versions that it runs on: Java 24 has no security manager any more."""
DISTRIBUTION = f"org.opensearch.distribution.integ-test-zip:opensearch:{OPENSEARCH}:zip"
KNN = f"org.opensearch.plugin:opensearch-knn:{OPENSEARCH}.0:zip"
PAINLESS = (
    f"org.opensearch.plugin:lang-painless:{OPENSEARCH}:jar",
    f"org.opensearch.plugin:opensearch-scripting-painless-spi:{OPENSEARCH}:jar",
    "org.antlr:antlr4-runtime:4.13.1:jar",
    *(f"org.ow2.asm:{name}:9.7:jar" for name in ("asm", "asm-util", "asm-tree", "asm-commons", "asm-analysis")),
)
MAPPERS = (f"org.opensearch.plugin:mapper-extras-client:{OPENSEARCH}:jar",)
MODULES = {
    "lang-painless": ("org.opensearch.painless.PainlessPlugin", PAINLESS, ("createClassLoader", "getClassLoader")),
    "mapper-extras": ("org.opensearch.index.mapper.MapperExtrasPlugin", MAPPERS, ()),
}
"""Name -> (its class, its jars, what Java must allow it)."""

PLUGIN = "maven-dependency-plugin"
DOWNLOAD_SECONDS = 600


class NotDownloaded(RuntimeError):
    """Maven could not fetch something; with what it says."""


def missing() -> str:
    """What a node needs and this machine does not have, in words; "" when a node can be started."""
    if os.name != "posix":
        return "nodes are started on Linux and macOS only"
    if find_java() is None:
        return f"no Java {JAVA.start} to {JAVA.stop - 1} was found (JAVA_HOME, PATH, /usr/lib/jvm)"
    if not _all_there(kept_in()) and not shutil.which("mvn"):
        return "Maven (mvn) is not installed"
    return ""


def find_java() -> Path | None:
    """The home of a Java that OpenSearch runs on; None without one."""
    named = [Path(os.environ[name]) for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    found = shutil.which("java")
    homes = [*named, *([Path(found).resolve().parent.parent] if found else []), *sorted(Path("/usr/lib/jvm").glob("*"))]
    return next((home for home in homes if _java_version(home) in JAVA), None)


def kept_in() -> Path:
    """Where what was downloaded is kept, for all of this user's copies of the repository."""
    return Path("~/.cache/omnishelf/opensearch").expanduser() / OPENSEARCH


def unpack(folder: Path) -> Path:
    """A distribution that can be started, in a new folder inside this one.

    Raises:
        NotDownloaded: this machine cannot reach what Maven fetches from.
    """
    kept = kept_in()
    if not _all_there(kept):
        _download(kept)
    with zipfile.ZipFile(kept / _file(DISTRIBUTION)) as packed:
        packed.extractall(folder)
    home = folder / f"opensearch-{OPENSEARCH}"
    for script in (home / "bin").iterdir():
        script.chmod(0o755)
    with zipfile.ZipFile(kept / _file(KNN)) as packed:
        packed.extractall(home / "plugins" / "opensearch-knn")
    for name, (main, jars, allowed) in MODULES.items():
        module = home / "modules" / name
        module.mkdir(parents=True)
        for jar in jars:
            shutil.copy(kept / _file(jar), module)
        _describe(module, name, main, allowed)
    return home


def _describe(module: Path, name: str, main: str, allowed: tuple[str, ...]) -> None:
    told = {
        "name": name,
        "description": f"{name}, from its jar",
        "version": OPENSEARCH,
        "opensearch.version": OPENSEARCH,
        "java.version": "11",
        "classname": main,
        "extended.plugins": "",
        "has.native.controller": "false",
    }
    (module / "plugin-descriptor.properties").write_text("".join(f"{key}={value}\n" for key, value in told.items()))
    if allowed:
        grants = "".join(f'  permission java.lang.RuntimePermission "{right}";\n' for right in allowed)
        (module / "plugin-security.policy").write_text(f"grant {{\n{grants}}};\n")


def _download(kept: Path) -> None:
    """All at once, by a throw-away project whose only task is to copy them; Maven knows where from."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as fresh:
        project, into = Path(fresh) / "pom.xml", Path(fresh) / "artifacts"
        project.write_text(_project(), encoding="utf-8")
        command = ["mvn", "-B", "-q", "-f", str(project), "dependency:copy", f"-DoutputDirectory={into}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False)  # noqa: S603
        if done.returncode or not _all_there(into):
            raise NotDownloaded(f"OpenSearch could not be downloaded with Maven:\n{done.stdout[-2000:]}{done.stderr[-1000:]}")
        shutil.rmtree(kept, ignore_errors=True)
        into.rename(kept)


def _project() -> str:
    def item(coordinates: str) -> str:
        group, name, version, kind = coordinates.split(":")
        return (
            f"<artifactItem><groupId>{group}</groupId><artifactId>{name}</artifactId>"
            f"<version>{version}</version><type>{kind}</type></artifactItem>"
        )

    items = "".join(map(item, _all()))
    return (
        "<project><modelVersion>4.0.0</modelVersion><groupId>omnishelf</groupId><artifactId>node</artifactId><version>1</version>"
        f"<packaging>pom</packaging><build><plugins><plugin><artifactId>{PLUGIN}</artifactId><configuration>"
        f"<artifactItems>{items}</artifactItems></configuration></plugin></plugins></build></project>"
    )


def _all() -> tuple[str, ...]:
    return (DISTRIBUTION, KNN, *PAINLESS, *MAPPERS)


def _all_there(folder: Path) -> bool:
    return all((folder / _file(coordinates)).is_file() for coordinates in _all())


def _file(coordinates: str) -> str:
    _, name, version, kind = coordinates.split(":")
    return f"{name}-{version}.{kind}"


def _java_version(home: Path) -> int:
    """0 when there is no Java."""
    program = home / "bin" / "java"
    if not program.is_file():
        return 0
    told = subprocess.run([str(program), "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0

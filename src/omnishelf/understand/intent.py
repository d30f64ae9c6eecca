"""All inputs of a query read, side by side, and weighed against each other.

An input that cannot be read (a missing model, a silent recording) becomes a notice, and the others carry the answer. A
file that is not what it claims to be is the caller's mistake and is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace

from PIL import Image

from omnishelf.domain.errors import BadQuery, Unavailable
from omnishelf.domain.intent import Constraint, Intent, Notice, Reading
from omnishelf.domain.query import AnyOf, Box, Modality, NoneOf, Query
from omnishelf.encoders import pictures
from omnishelf.encoders.port import ImageEncoder, SpeechRecogniser, TextEncoder
from omnishelf.understand import english, photo_marks, voice
from omnishelf.understand.kinds import NONE, Kinds
from omnishelf.understand.lexicon import translate
from omnishelf.understand.photo import CategoryNames, WordsOfPictures, as_product, read_photo, with_print
from omnishelf.understand.photo_marks import Marks, Named
from omnishelf.understand.photo_text import read_print
from omnishelf.understand.spelling import Speller
from omnishelf.understand.text import read_words
from omnishelf.understand.vocabulary import Vocabulary

PRIOR = {Modality.WORDS: 1.0, Modality.VOICE: 0.9, Modality.PHOTO: 1.6}
"""Share before confidence. The photo's was chosen on the dev half of benchmarks/three_inputs.py (RR@10 of all three inputs, and
P@5 of words that ask for another gender than the photo shows): .6 gives .726 and .96, .8 .756 and .96, 1.25 .790 and .95, 1.6
.822 and .92, 2 .839 and .86, 2.5 .854 and .80; a photo alone has .756. More for the photo finds the very thing oftener and lets
words change it less: 1.6 gains most of the one before the other begins to fall."""
DECODED_SIDE = 640
"""Pixels of a photo's longer side after decoding: more than any packaged encoder looks at."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the shop has learnt from its catalogue and lends to understanding; replaced whole when the catalogue changes."""

    vocabulary: Vocabulary
    kinds: Kinds = NONE
    speller: Speller | None = None
    spoken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bridge: WordsOfPictures | None = None
    categories: CategoryNames | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    upload_bytes: int
    image_pixels: int
    audio_seconds: float
    query_chars: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one input gave: its reading (None when it could not be read), and what else it said.

    `later` reads on, for what takes longer than a first answer should wait, and gives the whole part anew.
    """

    reading: Reading | None
    constraints: tuple[Constraint, ...] = ()
    unwanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    alternatives: tuple[str, ...] = ()
    later: Callable[[], Part] | None = None
    borrowed: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


class Understand:
    """Query -> Intent. Thread-safe."""

    def __init__(
        self,
        *,
        text: TextEncoder,
        image: ImageEncoder,
        speech: SpeechRecogniser | None,
        picture_of: Callable[[str], bytes | None],
        currency: str,
        limits: Limits,
        rates: Mapping[str, float] | None = None,
        marks: Marks | None = None,
    ) -> None:
        """
        Args:
            picture_of: the stored main picture of a product id, None when it has none.
            rates: as `read_words`.
            marks: reads bar codes and print on photos; None where neither is wanted.
        """
        self.text, self.image, self.speech = text, image, speech
        self.picture_of, self.currency, self.limits = picture_of, currency, limits
        self.rates, self.marks = rates or {}, marks
        self.pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="understand")

    def __call__(self, query: Query, knowledge: Knowledge) -> Intent:
        """All inputs, read side by side."""
        *_, last = self.refined(query, knowledge)
        return last[0]

    def refined(self, query: Query, knowledge: Knowledge) -> Iterator[tuple[Intent, bool]]:
        """(intent so far, whether every input has been read), each time an input is finished; the quickest first.

        Raises:
            BadInput: an input cannot be used at all.
        """
        self._check(query)
        readers = self._readers(query, knowledge)
        parts: dict[Modality, Part] = {}
        if len(readers) <= 1:
            parts = {modality: self._guarded(modality, reader) for modality, reader in readers.items()}
            for modality, part in list(parts.items()):
                if part.later is not None:
                    yield self._weigh(query, parts, knowledge), False
                    parts[modality] = self._guarded(modality, part.later)
            yield self._weigh(query, parts, knowledge), True
            return
        reading: dict[Future[Part], Modality] = {self.pool.submit(self._guarded, m, r): m for m, r in readers.items()}
        while reading:
            done, _ = wait(reading, return_when=FIRST_COMPLETED)
            for future in done:
                modality, part = reading.pop(future), future.result()
                parts[modality] = part
                if part.later is not None:
                    reading[self.pool.submit(self._guarded, modality, part.later)] = modality
            if not reading or any(part.reading for part in parts.values()):
                yield self._weigh(query, parts, knowledge), not reading

    def warm(self) -> None:
        """Load every model and dictionary now, rather than at the first query that needs it. A missing model is left to the
        query: it becomes a notice there."""
        for part in (self.text, self.image, self.speech, self.marks):
            if part is not None:
                with suppress(Unavailable):
                    part.warm()
        with suppress(Unavailable):
            english.words(), english.names()
            for text, language in (("蓝色背包", "en"), ("blue backpack", "zh")):
                translate(text, language)

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)
        if self.marks is not None:
            self.marks.close()

    def _check(self, query: Query) -> None:
        for name, value in (("text", query.text), ("transcript", query.transcript or "")):
            if len(value) > self.limits.query_chars:
                hint = f"Send at most {self.limits.query_chars} characters."
                raise BadQuery(f"The {name} has {len(value)} characters.", hint=hint)
        if query.weights and (any(w < 0 for w in query.weights.values()) or not any(query.weights.values())):
            raise BadQuery("The weights must be 0 or more, and not all 0.", hint="Leave them out to let confidence decide.")

    def _readers(self, query: Query, knowledge: Knowledge) -> Mapping[Modality, Callable[[], Part]]:
        readers: dict[Modality, Callable[[], Part]] = {}
        if query.text.strip() or (query.unwanted and query.transcript is None and not query.audio):
            readers[Modality.WORDS] = lambda: self._words(query.text, Modality.WORDS, query, knowledge)
        if query.image or query.image_product:
            readers[Modality.PHOTO] = lambda: self._photo(query, knowledge)
        if query.transcript is not None:
            if query.transcript.strip():
                readers[Modality.VOICE] = lambda: self._words(query.transcript or "", Modality.VOICE, query, knowledge)
        elif query.audio:
            readers[Modality.VOICE] = lambda: self._voice(query, knowledge)
        return readers

    def _guarded(self, modality: Modality, reader: Callable[[], Part]) -> Part:
        try:
            return reader()
        except Unavailable as error:
            return Part(None, notices=(Notice(f"{modality}-unavailable", str(error), modality),))

    def _words(self, text: str, modality: Modality, query: Query, knowledge: Knowledge, confidence: float = 1.0) -> Part:
        named = self.marks.typed(text, query.dropped, query.language) if self.marks else None
        read = read_words(
            named.product.title if named else text,
            modality,
            encoder=self.text,
            vocabulary=knowledge.vocabulary,
            currency=self.currency,
            rates=self.rates,
            kinds=knowledge.kinds,
            speller=knowledge.speller if modality is Modality.WORDS else None,
            as_written=query.dropped,
            beside_photo=bool(query.image or query.image_product),
            language=query.language,
            confidence=confidence,
            unwanted=query.unwanted,
        )
        return Part(
            read.reading if read.reading.text else None,
            (*read.constraints, *([named.constraint] if named else [])),
            read.unwanted,
            read.notices,
            read.alternatives,
            borrowed=read.borrowed,
        )

    def _photo(self, query: Query, knowledge: Knowledge) -> Part:
        data = query.image or self.picture_of(query.image_product)
        if data is None:
            raise BadQuery(f"Product {query.image_product!r} has no picture.", hint="Send a photo instead.")
        marks = self.marks if query.image else None  # of a product that is known, a label would say nothing new
        picture = self._open(data, photo_marks.SIDE if marks else DECODED_SIDE, query.crop)
        if marks is None:
            return Part(self._looks(picture, knowledge))
        codes = marks.read_codes(picture, query.dropped, query.language)
        if codes.named:
            return self._named(codes.named, picture, knowledge)
        writing = marks.begin_text(picture)
        seen = self._looks(picture, knowledge)

        def with_text() -> Part:
            lines, late = marks.end_text(writing)
            digits = marks.read_digits(lines, query.dropped, query.language)
            if digits:
                return self._named(digits, picture, knowledge)
            printed = read_print(lines, knowledge.vocabulary, query.dropped)
            lined = (*codes.others, *(line.text for line in lines))
            return Part(with_print(seen, printed), printed.constraints, notices=(*codes.notices, *late), written=lined)

        if writing is None or writing.done():
            return with_text()
        return Part(seen, notices=codes.notices, written=codes.others, later=with_text)  # print takes longer than looks

    def _open(self, data: bytes, side: int, crop: Box | None = None) -> Image.Image:
        bounds = self.limits
        return pictures.open_picture(data, max_bytes=bounds.upload_bytes, max_pixels=bounds.image_pixels, crop=crop, side=side)

    def _looks(self, picture: Image.Image, knowledge: Knowledge) -> Reading:
        small = pictures.shrunk(picture, DECODED_SIDE)
        return read_photo(small, encoder=self.image, bridge=knowledge.bridge, categories=knowledge.categories)

    def _named(self, named: Named, picture: Image.Image, knowledge: Knowledge) -> Part:
        """The shop's own picture in place of the package's: it finds the product itself and what looks like it."""
        own = self.picture_of(named.product.id)
        seen = self._looks(self._open(own, DECODED_SIDE) if own else picture, knowledge)
        return Part(as_product(seen, named.product, pictured=own is not None), (named.constraint,))

    def _voice(self, query: Query, knowledge: Knowledge) -> Part:
        if self.speech is None:
            raise Unavailable("Speech is switched off in this shop.", hint="Type the words instead.")
        heard = voice.hear(
            query.audio or b"",
            recogniser=self.speech,
            spoken=knowledge.spoken,
            language=query.language,
            max_bytes=self.limits.upload_bytes,
            max_seconds=self.limits.audio_seconds,
        )
        if not heard.text:
            silence = Notice("nothing-heard", "No words were heard in the recording. Speak closer, or type.", Modality.VOICE)
            return Part(None, notices=(silence,))
        part = self._words(
            heard.text, Modality.VOICE, replace(query, language=query.language or heard.language), knowledge, heard.confidence
        )
        reading = part.reading or Reading(Modality.VOICE, heard.text, heard.language, 0.0)
        return replace(part, reading=replace(reading, text=heard.text, guesses=voice.alternatives(heard)))

    def _weigh(self, query: Query, parts: Mapping[Modality, Part], knowledge: Knowledge) -> Intent:
        readings = [p.reading for m in Modality if (p := parts.get(m)) and p.reading]
        raw = [query.weights.get(r.modality, PRIOR[r.modality] * r.confidence) for r in readings]
        total = sum(raw) or 1.0
        weighed = tuple(replace(r, weight=w / total) for r, w in zip(readings, raw, strict=True))
        constraints = _merge(c for m in Modality if m in parts for c in parts[m].constraints if c.key not in query.dropped)
        things = {t: tokens for m in Modality if m in parts for t, tokens in parts[m].unwanted.items()}
        banned = dict.fromkeys(token for t, tokens in things.items() if f"not:{t}" not in query.dropped for token in tokens)
        notices = tuple(n for m in Modality if m in parts for n in parts[m].notices)
        hard = tuple(condition for c in constraints if c.hard for condition in c.conditions)
        language = query.language or next((r.language for r in weighed if r.language), "")
        others = tuple(text for m in Modality if m in parts for text in parts[m].alternatives)
        borrowed = tuple(dict.fromkeys(name for m in Modality if m in parts for name in parts[m].borrowed))
        written = tuple(line for p in parts.values() for line in p.written)
        return Intent(weighed, constraints, (*query.filter, *hard), language, tuple(banned), notices, others, borrowed, written)


def _merge(constraints: Iterator[Constraint]) -> tuple[Constraint, ...]:
    """One constraint a key (words before photo before voice), one price, and no preference for what is unwanted."""
    kept: dict[str, Constraint] = {}
    priced = False
    for constraint in constraints:
        if constraint.key in kept or (constraint.kind == "price" and priced):
            continue
        priced = priced or constraint.kind == "price"
        kept[constraint.key] = constraint
    banned = {(n.field, v) for c in kept.values() for n in c.conditions if isinstance(n, NoneOf) for v in n.values}

    def contradicts(c: Constraint) -> bool:
        return not c.hard and any((a.field, v) in banned for a in c.conditions if isinstance(a, AnyOf) for v in a.values)

    return tuple(c for c in kept.values() if not contradicts(c))

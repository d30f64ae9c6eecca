"""A turn by a language model. Start reading here.

    mask -> ask the model -> tools it calls -> its sentences, each checked -> told

Every sentence is checked before it is told (`grounding.py`). One that no record vouches for goes back to the model once; after
that, and whenever the model fails, takes too long or costs too much, `ModelFailed` is raised and the built-in path answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace

from omnishelf.assistant.model import offered, prompt, telling
from omnishelf.assistant.model.grounding import Checked, Value, check, listed
from omnishelf.assistant.model.masking import Mask
from omnishelf.assistant.model.offered import Bench
from omnishelf.assistant.model.records import Records
from omnishelf.assistant.model.sentences import Sentences
from omnishelf.assistant.tools import OfProduct
from omnishelf.assistant.turn import Turn
from omnishelf.domain.conversation import Kind, Say, Source, Turned
from omnishelf.domain.query import AnyOf
from omnishelf.language.port import Call, LanguageModel, Line, ModelFailed, Offered, Usage

MENDS = 1
"""How often the model may mend a sentence in a turn."""
HISTORY = 6
"""Exchanges of the conversation that the model is told of."""
MOST_SENTENCES = 12
CARDS = 6
READ = frozenset(("category", "brand", "color", "material", "pattern"))
"""Kinds of constraints that say what a product is; styles and uses are taste."""
NAMED = 0.9
"""Below, a constraint is a guess at what the words may be about, and not named in them."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """`seconds`: for a turn. `most_tokens`: of one answer. `calls`: tools called in a turn. `turn_tokens` and
    `conversation_tokens`: read and written together, after which the built-in path answers."""

    seconds: float = 20.0
    most_tokens: int = 600
    calls: int = 6
    turn_tokens: int = 30_000
    conversation_tokens: int = 200_000


@dataclass
class _Talk:
    """One turn while the model answers it."""

    bench: Bench
    mask: Mask
    lines: list[Line]
    ends: float
    says: list[Say] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    calls: int = 0
    mends: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """`usage`: what the turn cost."""

    turned: Turned
    usage: Usage


class Talker:
    """Thread-safe. Of a model that fails again and again nothing is asked for a while."""

    def __init__(self, model: LanguageModel, bounds: Bounds, clock: Clock = time.monotonic) -> None:
        self.model, self.bounds, self._clock = model, bounds, clock
        self._rest = Rest(clock)

    def answer(self, turn: Turn, *, upset: bool, urgent: bool) -> Generator[Say, None, Answered]:
        """Yields each sentence when it has been checked; returns the whole turn, those sentences first.

        Raises:
            ModelFailed: the built-in path has to answer. What was yielded before stands: it was checked.
        """
        if turn.state.spent >= self.bounds.conversation_tokens:
            raise ModelFailed("This conversation has cost enough.")
        if self._rest.resting:
            raise ModelFailed("The language model failed again and again.")
        try:
            answered = yield from self._answer(turn, upset=upset, urgent=urgent)
        except ModelFailed:
            self._rest.failed()
            raise
        self._rest.went_well()
        return answered

    def close(self) -> None:
        self.model.close()

    def _answer(self, turn: Turn, *, upset: bool, urgent: bool) -> Generator[Say, None, Answered]:
        talk = self._begun(turn, upset=upset, urgent=urgent)
        checks = _checks(turn, talk.bench.records)
        tools = offered.offered()
        while True:
            more = yield from self._round(talk, tools if talk.calls < self.bounds.calls else (), checks)
            if talk.bench.ended is not None:
                return Answered(_joined(talk, talk.bench.ended), talk.usage)
            if not more:
                break
        if not talk.says:
            raise ModelFailed("The language model said nothing.")
        return Answered(_turned(talk), talk.usage)

    def _begun(self, turn: Turn, *, upset: bool, urgent: bool) -> _Talk:
        records = Records()
        mask = Mask(turn.tools, turn.state.shopper_id, records)
        said = mask.hide(turn.text)
        shown = [telling.product(turn, records, one) for one in turn.tools.products(turn.state.shown)]
        # What the shopper said is no fact of the shop, but may be repeated to them.
        records.loose.append(turn.text)
        lines = [Line("system", prompt.instructions(turn.language, upset=upset, urgent=urgent))]
        for one in turn.state.turns[-HISTORY:]:
            records.loose.append(one.said)
            lines += [Line("user", mask.hide(one.said)), Line("assistant", mask.hide(one.answered))]
        seen = prompt.screen(shown, signed_in=bool(turn.state.shopper_id), photo=turn.image is not None)
        lines += [Line("system", seen), Line("user", said or "(a photo)")]
        return _Talk(Bench(turn, records), mask, lines, self._clock() + self.bounds.seconds)

    def _round(self, talk: _Talk, tools: tuple[Offered, ...], checks: Callable[[str], Checked]) -> Generator[Say, None, bool]:
        """One answer of the model; whether it has to go on."""
        left = talk.ends - self._clock()
        spent = talk.usage.read + talk.usage.written
        if left <= 0 or spent >= self.bounds.turn_tokens:
            raise ModelFailed("The turn took too long, or cost too much.")
        sentences, calls, text = Sentences(), tuple[Call, ...](), ""
        answer = self.model.answer(tuple(talk.lines), tools, seconds=left, most_tokens=self.bounds.most_tokens)
        with closing(answer):
            for piece in answer:
                text += piece.text
                talk.usage += piece.usage or Usage()
                calls = piece.calls or calls
                for sentence in (*sentences.take(piece.text), *(sentences.end() if piece.usage else ())):
                    checked = checks(sentence)
                    if checked.faults:
                        self._to_mend(talk, sentence, checked)
                        return True
                    yield _told(talk, sentence, checked)
        if not calls:
            return False
        if not tools:
            raise ModelFailed("The language model calls tools without end.")
        talk.lines.append(Line("assistant", text, calls))
        for call in calls:
            talk.calls += 1
            told = (
                offered.call(talk.bench, call)
                if talk.calls <= self.bounds.calls
                else '{"error": "Call no more tools: answer."}'
            )
            talk.lines.append(Line("tool", told, answers=call.id))
            if talk.bench.ended is not None:
                break
        return True

    def _to_mend(self, talk: _Talk, sentence: str, checked: Checked) -> None:
        if talk.mends >= MENDS or len(talk.says) >= MOST_SENTENCES:
            raise ModelFailed("The language model states what no record tells.")
        talk.mends += 1
        talk.lines.append(Line("user", prompt.mend(talk.written, sentence, listed(checked.faults))))


FAILURES, PAUSE = 3, 60.0
"""So many failures in a row, and for so many seconds nothing is asked: shoppers would wait each time in vain."""


class Rest:
    """When to leave a failing model alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._failures, self._until = clock, 0, 0.0

    @property
    def resting(self) -> bool:
        return self._clock() < self._until

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._failures, self._until = 0, self._clock() + PAUSE

    def went_well(self) -> None:
        self._failures = 0


def _told(talk: _Talk, sentence: str, checked: Checked) -> Say:
    sources = tuple(record.source for record in checked.cited if record.source is not None)
    labelled = tuple(_labelled(talk.bench.turn, source) for source in sources)
    talk.cards += [one.id for one in sources if one.kind is Kind.PRODUCT and one.id not in talk.cards]
    said = Say(talk.mask.show(sentence), labelled)
    talk.says.append(said)
    talk.written.append(sentence)
    if len(talk.says) > MOST_SENTENCES:
        raise ModelFailed("The language model does not come to an end.")
    return said


def _labelled(turn: Turn, source: Source) -> Source:
    if source.kind is not Kind.PRODUCT:
        return source
    found = turn.tools.product(OfProduct(source.id))
    return replace(source, label=found.title if found else "")


def _joined(talk: _Talk, ended: Turned) -> Turned:
    """What the model said, and then what the shop says itself."""
    return replace(ended, says=(*talk.says, *ended.says))


def _turned(talk: _Talk) -> Turned:
    bench, cards = talk.bench, tuple(talk.cards[:CARDS])
    state, turn = bench.turn.state, bench.turn
    cited = {source.kind: source.id for say in talk.says for source in say.sources}
    if cards:
        shown = tuple(id for id in bench.listed if id in cards) or (
            cards if not set(cards) <= set(state.shown) else state.shown
        )
        reasons = tuple((id, bench.reasons.get(id, dict(state.reasons).get(id, ""))) for id in shown)
        state = replace(state, shown=shown, focus=cards[0], reasons=reasons, wanted=bench.wanted or state.wanted)
    state = replace(state, order_id=cited.get(Kind.ORDER, state.order_id), parcel=cited.get(Kind.PARCEL, state.parcel))
    asks = talk.says[-1].text.endswith(("?", "？"))
    offers = (turn.word("cheaper"), turn.word("why"), *((turn.word("compare"),) if len(cards) > 1 else ())) if cards else ()
    return Turned(state, tuple(talk.says), cards, offers, "answer" if asks else "")


def _checks(turn: Turn, records: Records) -> Callable[[str], Checked]:
    read: dict[str, frozenset[tuple[Value, ...]]] = {}

    def reads(text: str) -> frozenset[tuple[Value, ...]]:
        if text not in read:
            read[text] = _read(turn, text)
        return read[text]

    def has(id: str) -> frozenset[Value]:
        found = turn.tools.product(OfProduct(id))
        if found is None:
            return frozenset()
        paths = [" > ".join(found.category[: n + 1]) for n in range(len(found.category))]
        values = [("attributes", f"{name}={value}") for name, own in found.attributes.items() for value in own]
        return frozenset([*(("category", path) for path in paths), ("brand", found.brand), *values])

    return lambda sentence: check(sentence, records, reads=reads, has=has)


LONGEST_READ = 400
"""Characters of a sentence in which names are looked for."""


def _read(turn: Turn, text: str) -> frozenset[tuple[Value, ...]]:
    """What of the shop a sentence names."""
    if not text.strip():
        return frozenset()
    named = turn.tools.named(text[:LONGEST_READ], turn.language)
    return frozenset(
        tuple((one.field, value) for value in one.values)
        for constraint in named
        if constraint.kind in READ and constraint.confidence >= NAMED
        for one in constraint.conditions
        if isinstance(one, AnyOf) and one.field in ("category", "brand", "attributes")
    )

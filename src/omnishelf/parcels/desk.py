"""The parcels desk: numbers out of what a shopper sends, and what may be told about them to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from omnishelf.carriers.port import Asked, Received
from omnishelf.domain.errors import BadInput, Unavailable
from omnishelf.domain.order import Order
from omnishelf.domain.parcel import CarrierGuess, NumberFound, Tracked
from omnishelf.encoders.audio import read_recording
from omnishelf.encoders.pictures import open_picture
from omnishelf.encoders.port import SpeechRecogniser
from omnishelf.parcels.detect import Hints, detect
from omnishelf.parcels.listening import Listened, listen
from omnishelf.parcels.numbers import find_numbers, normalised
from omnishelf.parcels.spoken import find_spoken
from omnishelf.parcels.tracking import Answer, Tracker
from omnishelf.parcels.waybill import SIDE, WaybillReader
from omnishelf.parcels.wording import status_words
from omnishelf.stores.orders_port import Orders, Parcels


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is refused. Bytes of a file, pixels of a photo, seconds of a recording, characters of a text."""

    upload_bytes: int
    image_pixels: int
    audio_seconds: float
    chars: int


@dataclass(frozen=True, slots=True)
class Identified:
    """`numbers`: best first within each input. `transcript`: what was heard, "" without a recording."""

    numbers: tuple[NumberFound, ...]
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is told of a parcel.

    Attributes:
        guesses: who may carry it, best first; () where the carrier is known.
        order: the shopper's own, None for everybody else.
    """

    number: str
    guesses: tuple[CarrierGuess, ...]
    answer: Answer
    order: Order | None


class ParcelDesk:
    """Thread-safe.

    Args:
        speech: None where the shop hears nothing.
        countries: that the shop delivers to: carriers at home there are likelier.
    """

    def __init__(
        self,
        *,
        reader: WaybillReader,
        speech: SpeechRecogniser | None,
        tracker: Tracker,
        orders: Orders,
        states: Parcels,
        bounds: Bounds,
        countries: Sequence[str] = (),
    ) -> None:
        self._reader, self._speech, self._tracker = reader, speech, tracker
        self.orders, self._states, self._bounds = orders, states, bounds
        self._hints = Hints(countries=frozenset(countries))

    @property
    def service(self) -> str:
        """Who is asked where parcels are."""
        return self._tracker.service

    def identify(
        self, text: str = "", photo: bytes | None = None, recording: bytes | None = None, language: str = ""
    ) -> Identified:
        """Tracking numbers in words, a photo of labels and a recording.

        Raises:
            BadInput: one of them cannot be used, or none is given.
            Unavailable: what reads them is missing.
        """
        if not text.strip() and photo is None and recording is None:
            raise BadInput("There is nothing to look at.", hint="Send `text`, a photo as `image`, or a recording as `audio`.")
        if len(text) > self._bounds.chars:
            raise BadInput(f"The text has {len(text):,} characters.", hint=f"Send at most {self._bounds.chars:,}.")
        # What was said reaches a conversation as text, and some people type digits in words.
        found = list(find_numbers(text, self._hints) or find_spoken(text, self._hints)) if text else []
        if photo is not None:
            bounds = self._bounds
            picture = open_picture(photo, max_bytes=bounds.upload_bytes, max_pixels=bounds.image_pixels, side=SIDE)
            found += self._reader.read(picture, self._hints).numbers
        heard = self._hear(recording, language) if recording is not None else Listened("")
        found += heard.numbers(self._hints)
        return Identified(tuple({one.number: one for one in reversed(found)}.values())[::-1], heard.text)

    def look(self, number: str, *, carrier: str = "", phone: str = "", shopper_id: str = "") -> Looked:
        """Where a parcel is. Its carrier's own sentences, which may name people, and its order are told to its shopper alone.

        Args:
            shopper_id: whom the caller speaks for, vouched; "" for nobody.

        Raises:
            BadInput: what is given cannot be a number.
            CarrierRefused: the service will not serve this shop.
        """
        wanted = "".join(sign for sign in normalised(number) if sign.isascii() and sign.isalnum())
        if not 6 <= len(wanted) <= 40:
            raise BadInput(
                f"{number[:60]!r} cannot be a tracking number.", hint="Give its letters and digits, as on the label."
            )
        detected = detect(wanted, replace(self._hints, named=frozenset((carrier,)) if carrier else frozenset()))
        tracked = detected.number if detected else wanted
        mine = [order for order in self.orders.of_parcel(tracked) if shopper_id and order.shopper_id == shopper_id]
        known = next((s.carrier for order in mine for s in order.shipments if s.number == tracked and s.carrier), carrier)
        guesses = () if known else detected.guesses if detected else ()
        answer = self._tracker(Asked(tracked, known or (guesses[0].carrier if guesses else ""), phone))
        if not mine and answer.state is not None:
            answer = replace(answer, state=impersonal(answer.state))
        return Looked(tracked, guesses, answer, mine[0] if mine else None)

    def told(self, service: str, received: Received) -> dict[str, object]:
        """See `Tracker.told`."""
        return self._tracker.told(service, received)

    def known(self, number: str) -> Tracked | None:
        """The last known state, carrier's sentences included, without asking anybody: for the order's own shopper."""
        return self._states.get(number)

    def keep(self, states: Sequence[Tracked]) -> None:
        """Take in states that the shop knows from elsewhere."""
        self._states.put(states)

    def close(self) -> None:
        self._tracker.close()

    def _hear(self, recording: bytes, language: str) -> Listened:
        if self._speech is None:
            raise Unavailable("This shop does not listen.", hint="Set speech.kind, or send the number as text.")
        bounds = self._bounds
        samples = read_recording(recording, max_bytes=bounds.upload_bytes, max_seconds=bounds.audio_seconds)
        return listen(self._speech, samples, language)


def impersonal(state: Tracked) -> Tracked:
    """The state with our words for each step in place of the carrier's, which name receivers and couriers now and then."""
    steps = tuple(replace(step, text=status_words(step.status, "en")) for step in state.checkpoints)
    return replace(state, checkpoints=steps)

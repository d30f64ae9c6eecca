"""An assistant out of a shop's parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from omnishelf.assistant.dialogue import Assistant
from omnishelf.assistant.hearing import Hear, with_numbers
from omnishelf.assistant.memory import Conversations
from omnishelf.assistant.model.turning import Talker
from omnishelf.assistant.policies import read_policies
from omnishelf.assistant.rules import read_rules
from omnishelf.assistant.tools import Toolbox
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality, Query
from omnishelf.domain.result import ResultPage
from omnishelf.encoders.port import TextEncoder
from omnishelf.offers.showing import Shown, Wanted
from omnishelf.parcels.desk import ParcelDesk
from omnishelf.stores.port import Catalogue
from omnishelf.stores.requests_port import Requests
from omnishelf.understand.named import named
from omnishelf.understand.vocabulary import Vocabulary


def open_assistant(
    *,
    folder: Path | None,
    search: Callable[[Query], ResultPage],
    catalogue: Catalogue,
    desk: ParcelDesk,
    requests: Requests,
    text: TextEncoder,
    vocabulary: Callable[[], Vocabulary],
    hear: Hear | None,
    conversations: Conversations,
    currency: str,
    offers: Callable[[Wanted], Shown | None],
    longest: int,
    talker: Talker | None = None,
) -> Assistant:
    """Cheap: weights and vectors of the policies are made when they are first needed.

    Args:
        folder: what the shop wrote; None for nothing.
        vocabulary: the shop's own, as it is now.
        longest: characters of a message.
        talker: a language model; None for the built-in path alone.

    Raises:
        BadSettings: a file of the folder cannot be used.
    """

    def variants(product: Product) -> Sequence[Product]:
        ids = [id for id in catalogue.group(product.group_id) if id != product.id] if product.group_id else []
        found: Mapping[str, Product] = catalogue.get(ids) if ids else {}
        return [found[id] for id in ids if id in found]

    tools = Toolbox(
        search=search,
        product=catalogue.get,
        variants=variants,
        desk=desk,
        requests=requests,
        policies=read_policies(folder, text.queries),
        rules=read_rules(folder),
        names=lambda words, language: named(words, language, vocabulary(), Modality.WORDS),
        currency=currency,
        offers=offers,
    )
    return Assistant(
        tools,
        conversations,
        vector=lambda words: text.queries([words])[0],
        encoder=text.name,
        hear=with_numbers(hear, lambda sound, language: desk.identify(recording=sound, language=language).numbers)
        if hear
        else None,
        longest=longest,
        talker=talker,
    )

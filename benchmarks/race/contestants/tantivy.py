"""tantivy: words only, which is all that it has.

default    one field of all words, its default tokeniser and query parser, as its tutorial does
tuned      a field for each kind of words, weighted; English stemmed, Chinese cut into characters and pairs of them, which its
           documentation leads to for languages without blanks; every token of the question asked for in every field
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.race.port import WEIGHTS, Answer, Goods, Question, body, chinese, english

TUNED, DEFAULT = "tuned", "default"
AT_ONCE = 5_000
HEAP = 200_000_000
"""Bytes that the writer may use."""


class Tantivy:
    ways = (TUNED, DEFAULT)

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "index"
        self._index: Any = None
        self._searcher: Any = None
        self._analysers: dict[str, Any] = {}

    def build(self, goods: Goods) -> None:
        import tantivy

        self.folder.mkdir(parents=True)
        index = self._registered(tantivy.Index(self._schema(), str(self.folder)))
        writer = index.writer(HEAP, 1)
        for rows, _ in goods.blocks(AT_ONCE):
            for row in rows:
                fields = {f"en_{name}": text for name, text in english(row).items()}
                fields |= {f"zh_{name}": text for name, text in chinese(row).items()}
                writer.add_document(tantivy.Document(id=row["id"], body=body(row), **fields))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        import tantivy

        if self._searcher is None:
            self._index = self._registered(tantivy.Index.open(str(self.folder)))
            self._index.reload()
            self._searcher = self._index.searcher()

    def ask(self, way: str, question: Question, size: int) -> Answer:
        if way == DEFAULT:
            query, _ = self._index.parse_query_lenient(question.text, ["body"])
        else:
            query = self._tokens(question.text)
        found = self._searcher.search(query, size, count=False).hits
        return Answer([self._searcher.doc(address).get_first("id") for _, address in found])

    def processes(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        self._searcher = self._index = None

    def _tokens(self, text: str) -> Any:
        import tantivy

        clauses = []
        for field, analyser, weight in _fields():
            for token in set(self._analysers[analyser].analyze(text)):
                if analyser == "pairs" and not all("\u3400" <= sign <= "\u9fff" for sign in token):
                    continue  # English is asked for whole, in its own fields
                term = tantivy.Query.term_query(self._index.schema, field, token)
                clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(term, weight)))
        return tantivy.Query.boolean_query(clauses)

    def _schema(self) -> Any:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("body")
        for field, analyser, _ in _fields():
            schema.add_text_field(field, tokenizer_name=analyser)
        return schema.build()

    def _registered(self, index: Any) -> Any:
        import tantivy

        lower = tantivy.Filter.lowercase()
        english = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(lower).filter(tantivy.Filter.stemmer("English"))
        )
        pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2, False)).filter(lower)
        self._analysers = {"english": english.build(), "pairs": pairs.build()}
        for name, analyser in self._analysers.items():
            index.register_tokenizer(name, analyser)
        return index


def _fields() -> Iterator[tuple[str, str, float]]:
    """(field, its analyser, its weight)."""
    for name, weight in WEIGHTS.items():
        yield f"en_{name}", "english", weight
        if name != "brand":
            yield f"zh_{name}", "pairs", weight

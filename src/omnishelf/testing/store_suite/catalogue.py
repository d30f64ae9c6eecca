"""The products of record and their outbox."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.domain.product import Availability, Money, Product, ProductPatch, Wording
from omnishelf.stores.port import Catalogue, Change, ChangeKind


def full_product(id: str = "bag-1") -> Product:
    """A product with every field set."""
    return Product(
        id=id,
        title="Blue backpack",
        description="Holds a laptop.\nAnd lunch.",
        language="en",
        brand="Luma",
        category=("Bags", "Backpacks"),
        attributes={"material": ("nylon",), "color": ("blue", "navy")},
        translations={"zh": Wording("蓝色背包", "可放电脑", ("包", "背包"), {"color": ("蓝色",)})},
        price=Money(4500, "USD"),
        sale_price=Money(3900, "USD"),
        availability=Availability.PREORDER,
        stock=0,
        images=("a" * 64 + ".webp", "b" * 64 + ".png"),
        group_id="bags",
        gtin="4006381333931",
        link="https://shop.example/bag-1",
        rating=4.0,
        rating_count=7,
        launched_at=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
    )


class CatalogueSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Catalogue]:
        """Opens the catalogue under test, each time the same one."""
        raise NotImplementedError

    @pytest.fixture
    def catalogue(self, opened: Callable[[], Catalogue]) -> Catalogue:
        return opened()

    def test_starts_empty(self, catalogue: Catalogue) -> None:
        """A new catalogue has no products, no changes and sequence 0."""
        assert (len(catalogue), list(catalogue), catalogue.sequence(), catalogue.changes(0)) == (0, [], 0, ())

    def test_keeps_every_field(self, opened: Callable[[], Catalogue]) -> None:
        """What was put comes back equal in every field, also from a catalogue opened anew."""
        product = full_product()
        opened().put([product])
        assert opened().get([product.id]) == {product.id: product}

    def test_keeps_unusual_text(self, catalogue: Catalogue) -> None:
        """Quotes, NUL, emoji and rare Chinese characters in a description survive."""
        product = Product(id="it's", title='"q" \\ %s 🎒 𠮷 \x00 \u2028', description="'; DROP TABLE products;--")
        catalogue.put([product])
        assert catalogue.get(["it's"])["it's"] == product

    def test_times_are_utc(self, catalogue: Catalogue) -> None:
        """A launch time in another zone is the same moment when read; one without a zone is UTC."""
        noon_in_beijing = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=8)))
        catalogue.put([Product("a", "A", launched_at=noon_in_beijing), Product("b", "B", launched_at=datetime(2026, 1, 1, 4))])
        stored = catalogue.get(["a", "b"])
        assert stored["a"].launched_at == stored["b"].launched_at == datetime(2026, 1, 1, 4, tzinfo=UTC)

    def test_sequences_count_changes(self, catalogue: Catalogue) -> None:
        """Each changed product takes one sequence and one outbox entry, and its version is that sequence."""
        assert catalogue.put([Product("a", "A"), Product("b", "B")]) == 2
        assert catalogue.put([Product("a", "A2")]) == 3
        assert catalogue.changes(0) == (
            Change(1, "a", ChangeKind.PUT),
            Change(2, "b", ChangeKind.PUT),
            Change(3, "a", ChangeKind.PUT),
        )
        assert catalogue.changes(1, limit=1) == (Change(2, "b", ChangeKind.PUT),)
        assert catalogue.versions(["a", "b", "nobody"]) == {"a": 3, "b": 2}

    def test_putting_the_same_writes_nothing(self, catalogue: Catalogue) -> None:
        """An equal product is no change, whatever the order of its attributes; a batch writes only what differs."""
        product = full_product()
        catalogue.put([product, Product("b", "B")])
        again = replace(product, attributes=dict(reversed(list(product.attributes.items()))), rating=4)
        assert catalogue.put([again]) == 2
        assert catalogue.put([again, Product("b", "B2")]) == 3
        assert [change.product_id for change in catalogue.changes(2)] == ["b"]

    def test_last_of_an_id_counts(self, catalogue: Catalogue) -> None:
        """An id that occurs twice in one batch is stored once, as its last occurrence says."""
        catalogue.put([Product("a", "first"), Product("a", "second")])
        assert [product.title for product in catalogue] == ["second"]
        assert catalogue.sequence() == 1

    def test_put_of_a_new_price_is_a_patch(self, catalogue: Catalogue) -> None:
        """Putting a product that differs only in price, availability or stock is noted as a cheap change."""
        catalogue.put([full_product()])
        catalogue.put([replace(full_product(), price=Money(1, "USD"), sale_price=None, stock=5)])
        catalogue.put([replace(full_product(), title="Other words")])
        assert [change.kind for change in catalogue.changes(1)] == [ChangeKind.PATCH, ChangeKind.PUT]

    def test_patch_changes_only_what_it_names(self, catalogue: Catalogue) -> None:
        """A patch sets the fields it carries, leaves the others, and names the ids it did not find."""
        product = full_product()
        catalogue.put([product])
        unknown = catalogue.patch([ProductPatch("bag-1", price=Money(4000, "USD"), stock=9), ProductPatch("nobody", stock=1)])
        assert unknown == ("nobody",)
        assert catalogue.get(["bag-1"])["bag-1"] == replace(product, price=Money(4000, "USD"), stock=9)
        assert catalogue.changes(1) == (Change(2, "bag-1", ChangeKind.PATCH),)

    def test_patches_of_one_product_follow_each_other(self, catalogue: Catalogue) -> None:
        """Several patches of a product in one call are applied in order, as one change."""
        catalogue.put([full_product()])
        catalogue.patch([ProductPatch("bag-1", clear_sale_price=True, stock=1), ProductPatch("bag-1", stock=2)])
        stored = catalogue.get(["bag-1"])["bag-1"]
        assert (stored.sale_price, stored.stock, catalogue.sequence()) == (None, 2, 2)

    def test_patch_without_effect_writes_nothing(self, catalogue: Catalogue) -> None:
        """A patch to the values that are there already is no change."""
        catalogue.put([full_product()])
        assert catalogue.patch([ProductPatch("bag-1", stock=0, price=Money(4500, "USD"))]) == ()
        assert catalogue.sequence() == 1

    def test_remove(self, catalogue: Catalogue) -> None:
        """Removing forgets the product, notes it, and names unknown ids; putting it again gives it a newer version."""
        catalogue.put([Product("a", "A"), Product("b", "B")])
        assert catalogue.remove(["a", "nobody", "a"]) == ("nobody",)
        assert catalogue.changes(2) == (Change(3, "a", ChangeKind.REMOVE),)
        assert (list(catalogue.get(["a"])), len(catalogue), catalogue.versions(["a"])) == ([], 1, {})
        assert catalogue.put([Product("a", "A")]) == 4
        assert catalogue.versions(["a"]) == {"a": 4}

    def test_nothing_to_do(self, catalogue: Catalogue) -> None:
        """Empty calls write nothing."""
        assert (catalogue.put([]), catalogue.patch([]), catalogue.remove([]), catalogue.get([]), catalogue.sequence()) == (
            0,
            (),
            (),
            {},
            0,
        )

    def test_walks_by_id(self, catalogue: Catalogue) -> None:
        """Products, and ids with versions, come in code point order, each once, over more than one page."""
        ids = ["Z", "a", "é", "中", "A-1", "A 1", "_"] + [f"{number:05d}" for number in range(2100)]
        catalogue.put([Product(id, id) for id in ids])
        assert [product.id for product in catalogue] == sorted(ids)
        assert [id for id, _ in catalogue.ids()] == sorted(ids)
        assert dict(catalogue.ids()) == {id: version for version, id in enumerate(ids, 1)}

    def test_large_batches(self, catalogue: Catalogue) -> None:
        """Thousands of ids go through in one call."""
        ids = [f"p{number}" for number in range(2500)]
        assert catalogue.put([Product(id, id) for id in ids]) == 2500
        assert len(catalogue.get(ids)) == len(catalogue.versions(ids)) == 2500
        assert catalogue.patch([ProductPatch(id, stock=1) for id in ids]) == ()
        assert catalogue.remove(ids) == ()
        assert (len(catalogue), catalogue.sequence()) == (0, 7500)

    def test_sequences_are_never_used_twice(self, opened: Callable[[], Catalogue]) -> None:
        """Not even after everything was removed, pruned, and the catalogue opened anew."""
        catalogue = opened()
        catalogue.put([Product("a", "A"), Product("b", "B")])
        catalogue.remove(["a", "b"])
        assert catalogue.prune(3) == 3
        assert [change.sequence for change in catalogue.changes(0)] == [4]
        assert catalogue.prune(4) == 1
        reopened = opened()
        assert reopened.sequence() == 4
        assert reopened.put([Product("c", "C")]) == 5

    def test_looks_up_gtin_and_group(self, catalogue: Catalogue) -> None:
        """Products are found by GTIN and by group, as they are now; the empty string finds nothing."""
        catalogue.put([full_product("b"), full_product("a"), Product("c", "C")])
        assert catalogue.by_gtin("4006381333931") == catalogue.group("bags") == ("a", "b")
        catalogue.put([replace(full_product("a"), group_id="others", gtin="")])
        assert (catalogue.by_gtin("4006381333931"), catalogue.group("others")) == (("b",), ("a",))
        assert (catalogue.by_gtin(""), catalogue.group("")) == ((), ())

    @pytest.mark.parametrize("id", ["", " ", "x" * 129, "a\x00b", "\ud800"])
    def test_refuses_impossible_ids(self, catalogue: Catalogue, id: str) -> None:
        """An id no database can look up is refused, and with it the whole batch."""
        with pytest.raises(BadInput):
            catalogue.put([Product("fine", "Fine"), Product(id, "Not fine")])
        assert (len(catalogue), catalogue.sequence()) == (0, 0)

    def test_refuses_not_a_number(self, catalogue: Catalogue) -> None:
        """A rating of NaN, which equals nothing and sorts nowhere, is refused."""
        with pytest.raises(BadInput, match="bag-1"):
            catalogue.put([replace(full_product(), rating=float("nan"))])

    def test_writers_queue(self, opened: Callable[[], Catalogue]) -> None:
        """Of writers at once none fails, and the outbox has every sequence once, without a gap."""
        catalogues = [opened() for _ in range(3)]
        failures: list[BaseException] = []

        def write(number: int) -> None:
            try:
                for turn in range(15):
                    catalogues[number].put([Product(f"{number}-{turn}", "x"), Product("shared", f"{number}-{turn}")])
                    catalogues[number].patch([ProductPatch(f"{number}-{turn}", stock=turn)])
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert [change.sequence for change in catalogues[0].changes(0)] == list(range(1, 3 * 15 * 3 + 1))

    def test_readers_never_see_a_gap(self, opened: Callable[[], Catalogue]) -> None:
        """While others write, a reader of the outbox always sees sequences 1..n: none becomes visible late."""
        writers = [opened() for _ in range(2)]
        reader, done, seen = opened(), threading.Event(), []

        def write(number: int) -> None:
            for turn in range(25):
                writers[number].put([Product(f"{number}-{turn}-{item}", "x") for item in range(3)])

        def read() -> None:
            while not done.is_set():
                seen.append([change.sequence for change in reader.changes(0)])

        reading = threading.Thread(target=read)
        writing = [threading.Thread(target=write, args=(number,)) for number in range(2)]
        for thread in (reading, *writing):
            thread.start()
        for thread in writing:
            thread.join()
        done.set()
        reading.join()
        assert seen
        assert all(sequences == list(range(1, len(sequences) + 1)) for sequences in seen)

"""From picture to word: how well a bridge learnt on n pairs of title and photo serves products it has never seen.

python benchmarks/picture_words.py           about ten minutes on two quiet cores, then cached
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from myntra_pairs import pictures, rows
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.encoders.image import PackagedImage, imagenet_labels
from omnishelf.encoders.port import TextEncoder
from omnishelf.encoders.text import PackagedText
from omnishelf.evaluate.report import write_section
from omnishelf.evaluate.significance import interval
from omnishelf.learn.align import fit, unit
from omnishelf.learn.languages import dictionary_pairs, vectors_of_pairs
from omnishelf.learn.prior import conse
from omnishelf.learn.ridge import moments, solve
from omnishelf.understand import vocabulary
from omnishelf.understand.text import read_words
from picture_cache import Seen, see

TEST = 1_000
SIZES = (100, 1_000, 3_000, 10_000)
TYPES = {
    "Tshirts": ("t-shirt", "T恤"), "Shirts": ("shirt", "衬衫"), "Casual Shoes": ("casual shoes", "休闲鞋"),
    "Watches": ("watch", "手表"), "Sports Shoes": ("sports shoes", "运动鞋"), "Handbags": ("handbag", "手提包"),
    "Kurtas": ("kurta", "库尔塔长衫"), "Tops": ("top", "上衣"), "Heels": ("heels", "高跟鞋"),
    "Sunglasses": ("sunglasses", "太阳镜"), "Wallets": ("wallet", "钱包"), "Sandals": ("sandals", "凉鞋"),
    "Briefs": ("briefs", "内裤"), "Flip Flops": ("flip flops", "人字拖"), "Belts": ("belt", "皮带"),
    "Backpacks": ("backpack", "双肩包"), "Socks": ("socks", "袜子"), "Jeans": ("jeans", "牛仔裤"),
    "Formal Shoes": ("formal shoes", "正装皮鞋"), "Perfume and Body Mist": ("perfume", "香水"), "Shorts": ("shorts", "短裤"),
    "Trousers": ("trousers", "长裤"), "Dresses": ("dress", "连衣裙"), "Flats": ("flats", "平底鞋"), "Bra": ("bra", "文胸"),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path(".cache/benchmarks"))
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    given = parser.parse_args()
    table, text = rows(), PackagedText(threads=2)
    learn, test = np.arange(max(given.sizes)), np.arange(len(table) - TEST, len(table))
    which = np.concatenate([learn, test])
    seen = see(PackagedImage(given.cache), pictures(which), len(which), given.cache, "myntra")
    titles = _titles(text, [table[i]["title"] for i in which], given.cache)
    types = np.array([table[i]["articleType"] for i in test])
    learnt = [Product(str(i), table[i]["title"], language="en") for i in learn]
    words = {name: unit(vectors) for name, vectors in _type_words(text, vocabulary.build(learnt)).items()}
    labels = text.queries(imagenet_labels())
    asked = {english for pair in TYPES.values() for english in pair}
    known = [pair for pair in dictionary_pairs(imagenet_labels()[398:]) if not set(pair) & asked]
    translations = vectors_of_pairs(text, known)

    def judged(said: np.ndarray) -> dict[str, object]:
        return measures(titles[-TEST:], said, types, words)

    results = [{"pairs": 0, "bridge": "ConSE: ImageNet labels alone", **judged(unit(conse(seen.classes[-TEST:], labels)))}]
    for size in given.sizes:
        for name, said in bridges(seen, titles, conse(seen.classes, labels), translations, size).items():
            results.append({"pairs": size, "bridge": name, **judged(said())})
    write_section(
        "picture-words",
        "Words find pictures of products never seen",
        results,
        protocol=f"pairs = first rows, tested on the last {TEST}; title -> image among {TEST}; article type as written -> "
        f"product P@10 (types with 10 or more); {len(TYPES)} type words in English, in Chinese, and in Chinese as the "
        "shop asks pictures, with their translation in the words of the titles learnt -> picture P@8 (types with 8 or more)",
        data="myntra (16,000 titles and 60 x 80 pictures)",
        seed=0,
        command="python benchmarks/picture_words.py",
        notes=f"95 % bootstrap intervals over titles. Languages are joined with {len(known)} word pairs, none of them asked.",
    )


def bridges(
    seen: Seen, titles: np.ndarray, prior: np.ndarray, translations: tuple[np.ndarray, np.ndarray], size: int
) -> dict[str, Callable[[], np.ndarray]]:
    """Name -> what the bridge says of the test pictures."""
    groups = [str(number) for number in range(size)]

    def plain(features: np.ndarray) -> np.ndarray:
        linear = solve(moments(features[:size], titles[:size]), [1.0])[1.0]
        return unit((features[-TEST:] - linear.mean_x) @ linear.weights)

    def learnt(**more: object) -> np.ndarray:
        return fit(seen.looks[:size], titles[:size], groups, **more).words_of(seen.looks[-TEST:])  # type: ignore[arg-type]

    return {
        "plain ridge on both networks' features (baseline)": lambda: plain(seen.both),
        "plain ridge on looks": lambda: plain(seen.looks),
        "mean kept, penalty by cross-validation": lambda: learnt(contrast=False),
        "+ ConSE prior": lambda: learnt(contrast=False, prior=prior[:size]),
        "+ ConSE prior + languages": lambda: learnt(contrast=False, prior=prior[:size], translations=translations),
        "+ ConSE prior + contrast": lambda: learnt(prior=prior[:size]),
        "+ ConSE prior + contrast + languages (ships)": lambda: learnt(prior=prior[:size], translations=translations),
    }


def measures(titles: np.ndarray, said: np.ndarray, types: np.ndarray, words: dict[str, np.ndarray]) -> dict[str, object]:
    """`titles` and `said` [n, t] of the same n products; `types` [n]."""
    scores = titles @ said.T
    ranks = (scores > np.diag(scores)[:, None]).sum(axis=1)
    hits = (ranks < 10).astype(float)
    low, high = interval(hits)
    row: dict[str, object] = {
        "R@1": float((ranks < 1).mean()),
        "R@10": float(hits.mean()),
        "R@10 95 %": f"{low:.3f}..{high:.3f}",
        "MRR": float((1 / (1 + ranks)).mean()),
    }
    row["type P@10"] = precision(words["types"], said, types, list(words_of_all_types()), 10)
    for name, label in (("en", "English P@8"), ("zh", "Chinese P@8"), ("both", "Chinese as shops ask P@8")):
        row[label] = precision(words[name], said, types, list(TYPES), 8)
    return row


def precision(asked: np.ndarray, said: np.ndarray, types: np.ndarray, names: Sequence[str], cut: int) -> float:
    """Mean share of the right type among the first `cut` pictures, over the types that have so many."""
    found = [
        (types[np.argsort(-(said @ vector), kind="stable")[:cut]] == name).mean()
        for name, vector in zip(names, asked, strict=True)
        if (types == name).sum() >= cut
    ]
    return float(np.mean(found))


def words_of_all_types() -> tuple[str, ...]:
    return tuple(sorted({row["articleType"] for row in rows()}))


def _type_words(text: TextEncoder, shop: vocabulary.Vocabulary) -> dict[str, np.ndarray]:
    english, chinese = (text.queries([pair[side] for pair in TYPES.values()]) for side in (0, 1))
    read = [read_words(pair[1], Modality.WORDS, encoder=text, vocabulary=shop, currency="USD") for pair in TYPES.values()]
    asked = np.stack([words.reading.vectors["seen"] for words in read])
    return {"types": text.queries(words_of_all_types()), "en": english, "zh": chinese, "both": asked}


def _titles(text: TextEncoder, titles: Sequence[str], cache: Path) -> np.ndarray:
    file = cache / f"myntra-titles-{text.name.replace('/', '-')}-{len(titles)}.npy"
    if not file.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(file, text.passages(titles))
    return np.load(file)


if __name__ == "__main__":
    main()

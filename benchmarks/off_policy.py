"""Off-policy estimates against what is known to be true.

pip install --no-deps --target .cache/obp obp==0.5.7        # for the logs inside the package; none of its code is run
python benchmarks/off_policy.py --obp .cache/obp
python -m sample behaviour --shoppers 5000 --events 500000 --out .cache/behaviour
python benchmarks/off_policy.py --behaviour .cache/behaviour

ZOZOTOWN's logs (Saito, Aihara, Matsutani and Narita 2021): two policies ran side by side, each with its own log, so that what
one earns can be estimated from the other's log and compared with what it did earn. The simulated shop: clicks follow a formula,
so that the value of any policy is known to the last digit.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from omnishelf.evaluate.report import write_section
from omnishelf.experiments.off_policy import Estimate, Logged, Replayed, replay
from omnishelf.recommend.explore import Thompson

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CAMPAIGNS, POLICIES, PLACES = ("all", "men", "women"), ("random", "bts"), 3
SIMULATIONS, SHARDS = 100_000, 20
CANDIDATES, ROUNDS, REPEATS, BATCH = 20, 5_000, 10, 500


def zozotown(folder: Path, campaign: str, policy: str) -> tuple[Ints, Ints, Floats, Floats]:
    """Of each impression: item, place from 0, click, logged chance."""
    path = folder / "obp" / "dataset" / "obd" / policy / campaign / f"{campaign}.csv"
    if not path.is_file():
        sys.exit(f"{path} is missing: pip install --no-deps --target {folder} obp==0.5.7")
    with path.open(newline="", encoding="utf-8") as file:
        rows = [
            (int(row["item_id"]), int(row["position"]) - 1, float(row["click"]), float(row["propensity_score"]))
            for row in csv.DictReader(file)
        ]
    item, place, click, chance = zip(*rows, strict=True)
    return np.array(item), np.array(place), np.array(click), np.array(chance)


def bernoulli_thompson(folder: Path, campaign: str) -> Floats:
    """[items, places] chances of the policy that ran, simulated from its published beliefs: the best three draws, in order."""
    beliefs = yaml.safe_load((folder / "obp" / "policy" / "conf" / "prior_bts.yaml").read_text("utf-8"))[campaign]
    alpha, beta = np.array(beliefs["alpha"]), np.array(beliefs["beta"])
    draws = np.random.default_rng(1)
    counts = np.zeros((len(alpha), PLACES))
    for _ in range(SHARDS):
        sampled = draws.beta(alpha, beta, size=(SIMULATIONS // SHARDS, len(alpha)))
        best = np.argsort(-sampled, axis=1)[:, :PLACES]
        for place in range(PLACES):
            counts[:, place] += np.bincount(best[:, place], minlength=len(alpha))
    return counts / SIMULATIONS


def halves(item: Ints, place: Ints, click: Floats, items: int) -> tuple[Floats, Floats]:
    """[n] the model's reward of what was shown, and [n, items] of everything: rates by item, shrunk to the mean, each fitted on
    the half of the log that a choice is not in."""
    half = np.random.default_rng(2).integers(0, 2, len(item))
    rates = np.zeros((2, items))
    for side in (0, 1):
        other = half != side
        mean, shown = click[other].mean(), np.bincount(item[other], minlength=items)
        rates[side] = (np.bincount(item[other], click[other], items) + 100 * mean) / (shown + 100)
    return rates[half, item], rates[half]


def row(name: str, found: Replayed, truth: str) -> dict[str, object]:
    by = {one.name: one for one in found.estimates}
    told = {
        one: f"{by[one].value:.4f} [{by[one].low:.4f}, {by[one].high:.4f}]" if one in by else "-"
        for one in ("IPS", "SNIPS", "DR")
    }
    return {"policy": name, "known value": truth, **told, "effective": f"{found.effective:,.0f} of {found.n:,}"}


def interval_of(one: Estimate | None) -> str:
    return f"{one.value:.4f} [{one.low:.4f}, {one.high:.4f}]" if one else "-"


def zozo(folder: Path) -> None:
    rows = []
    for campaign in CAMPAIGNS:
        chances = bernoulli_thompson(folder, campaign)
        logs = {policy: zozotown(folder, campaign, policy) for policy in POLICIES}
        for wanted, logged in (("bts", "random"), ("random", "bts")):
            item, place, click, chance = logs[logged]
            even = np.full_like(chances, 1 / len(chances))
            q = chances if wanted == "bts" else even
            model, everything = halves(item, place, click, len(chances))
            expected = (everything * q[:, place].T).sum(axis=1)
            found = replay(Logged(click, chance, q[item, place], model, expected))
            own = logs[wanted][2]
            error = 1.96 * own.std(ddof=1) / len(own) ** 0.5
            truth = f"{own.mean():.4f} ± {error:.4f}"
            rows.append(row(f"{campaign}: {wanted}, from the log of {logged}", found, truth))
            for caution in found.cautions:
                print(f"{campaign}, {wanted} from {logged}: {caution}")
    write_section(
        "off-policy-zozotown",
        "Off-policy estimates of click-through on ZOZOTOWN's logs",
        rows,
        protocol="clicks an impression; a policy's value estimated from the other policy's log, beside its own mean; DR: rates "
        "by item, shrunk by 100 impressions, fitted on the other half",
        data="Open Bandit Dataset, the sample inside obp 0.5.7 (10,000 impressions a log, 38 to 65 of them clicked; CC BY 4.0)",
        seed=1,
        command="python benchmarks/off_policy.py --obp .cache/obp",
        notes="The chances of bts are those that its published beliefs give; some log files hold few clicks, so that the known "
        "value is itself an interval.",
    )


def simulated(folder: Path) -> None:
    path = folder / "truth" / "attraction.npz"
    if not path.is_file():
        sys.exit(f"{path} is missing: python -m sample behaviour --shoppers 5000 --events 500000 --out {folder}")
    attraction = np.load(path, allow_pickle=False)["attraction"].astype(np.float64)
    draws = np.random.default_rng(1)
    items = np.sort(draws.choice(attraction.shape[1], CANDIDATES, replace=False))
    # A place of the home page: looked at, grade 1 (docs/behaviour.md).
    truth = 1 / (1 + np.exp(-(-3.1 + 0.8 + 0.9 * attraction[:, items])))
    liked = truth + draws.normal(0, 0.05, truth.shape)
    policies = {
        "best for everybody": np.eye(CANDIDATES)[np.full(len(truth), truth.mean(axis=0).argmax())],
        "best for each, as guessed": np.eye(CANDIDATES)[liked.argmax(axis=1)],
        "softly by guess": np.exp(liked / 0.05) / np.exp(liked / 0.05).sum(axis=1, keepdims=True),
    }
    logs = {"even": even_log, "Thompson": thompson_log}
    rows = []
    for log_name, make in logs.items():
        made = [make(truth, np.random.default_rng(seed)) for seed in range(REPEATS)]
        for name, chances in policies.items():
            value = float((truth * chances).sum(axis=1).mean())
            runs = []
            for who, shown, click, chance in made:
                model, everything = halves(shown, shown, click, CANDIDATES)
                expected = (everything * chances[who]).sum(axis=1)
                runs.append(replay(Logged(click, chance, chances[who, shown], model, expected)))
            errors = {one: [next(e for e in run.estimates if e.name == one) for run in runs] for one in ("IPS", "SNIPS", "DR")}
            told = {one: against(found, value) for one, found in errors.items()}
            effective = np.mean([run.effective for run in runs])
            rows.append({"log": log_name, "policy": name, "value": f"{value:.4f}", **told, "effective": f"{effective:,.0f}"})
    write_section(
        "off-policy-simulated",
        "Off-policy estimates where the truth is known (simulated shoppers)",
        rows,
        protocol=f"{REPEATS} logs of {ROUNDS:,} choices among {CANDIDATES} products for one place; of each estimate: its mean "
        "error, its root mean square error, and how many 95 % intervals hold the true value",
        data="simulated: attraction of `python -m sample behaviour --shoppers 5000 --events 500000`, clicks by its formula",
        seed=1,
        command="python benchmarks/off_policy.py --behaviour .cache/behaviour",
        notes=f"Thompson: recommend/explore.py with beliefs that are renewed every {BATCH} choices; its chances are counted "
        "over 200 draws, the one shown among them.",
    )


def against(found: list[Estimate], value: float) -> str:
    """Mean error, root mean square error, and intervals that hold the value."""
    errors = np.array([one.value for one in found]) - value
    held = sum(one.low <= value <= one.high for one in found)
    return f"{errors.mean():+.4f}, {np.sqrt((errors**2).mean()):.4f}, {held} of {len(found)}"


Log = tuple[Ints, Ints, Floats, Floats]
"""Shopper, product shown, click, logged chance."""


def even_log(truth: Floats, draws: np.random.Generator) -> Log:
    who, shown = draws.integers(0, len(truth), ROUNDS), draws.integers(0, CANDIDATES, ROUNDS)
    click = (draws.random(ROUNDS) < truth[who, shown]).astype(float)
    return who, shown, click, np.full(ROUNDS, 1 / CANDIDATES)


def thompson_log(truth: Floats, draws: np.random.Generator) -> Log:
    who = draws.integers(0, len(truth), ROUNDS)
    shown, click, chance = np.zeros(ROUNDS, np.int64), np.zeros(ROUNDS), np.zeros(ROUNDS)
    explorer = Thompson(np.zeros(CANDIDATES), np.zeros(CANDIDATES))
    items, prior, features = np.arange(CANDIDATES), np.full(CANDIDATES, 0.1), np.zeros((CANDIDATES, 1))
    for begin in range(0, ROUNDS, BATCH):
        batch = range(begin, min(begin + BATCH, ROUNDS))
        for at in batch:
            drawn = explorer.draw(items, prior, features, draws)
            shown[at], chance[at] = drawn.item, drawn.propensity
            click[at] = float(draws.random() < truth[who[at], drawn.item])
        now = slice(begin, batch.stop)
        clicks = explorer.clicks + np.bincount(shown[now], click[now], CANDIDATES)
        misses = explorer.misses + np.bincount(shown[now], 1 - click[now], CANDIDATES)
        explorer = Thompson(clicks, misses)
    return who, shown, click, chance


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--obp", type=Path, help="the folder that obp was installed into")
    reader.add_argument("--behaviour", type=Path, help="what `python -m sample behaviour` wrote")
    given = reader.parse_args()
    if given.obp:
        zozo(given.obp)
    if given.behaviour:
        simulated(given.behaviour)
    if not (given.obp or given.behaviour):
        reader.print_help()


if __name__ == "__main__":
    main()

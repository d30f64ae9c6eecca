/** Experiments as /v1/experiments has them, and what their figures come to. Pure functions. */

export const SIGNALS = ["lexical", "meaning", "seen", "looks"] as const;
export type Signal = (typeof SIGNALS)[number];

export interface Way {
  personal?: number;
  variety?: number;
  ranker?: number;
  weights?: Partial<Record<Signal, number>>;
}

export interface Arm extends Way {
  name: string;
  share: number;
}

export const METRICS = ["click_through", "click_rank", "cart", "purchase", "revenue", "nothing_found"] as const;
export type Metric = (typeof METRICS)[number] | "preference";

export interface Plan {
  arms: Arm[];
  kind: "ab" | "interleaving";
  unit: "session" | "shopper";
  /** 0..1 of all units take part. */
  share: number;
  metric: Metric;
  hours: number;
  planned: number;
  alpha: number;
  note: string;
}

export interface Experiment extends Plan {
  id: string;
  state: "draft" | "running" | "stopped";
  started: string | null;
  stopped: string | null;
}

/** A difference with an interval that holds whenever it is looked at; null while too little is known. */
export interface Difference {
  difference: number;
  low: number | null;
  high: number | null;
}

export interface Effect extends Difference {
  metric: Metric;
  arm: string;
  mean: number;
  baseline: number;
  p: number;
  verdict: "better" | "worse" | "open";
}

export interface Findings {
  experiment: Experiment;
  /** Counted units of each arm; one number where answers are interleaved. */
  units: number[];
  waiting: number;
  mismatch: number;
  /** The metric that decides first. */
  effects: Effect[];
  course: ({ units: number } & Difference)[];
}

/** Units an arm needs before anything is said of it, and the p of the arms' sizes below which nothing is to be believed:
 * docs/experiments.md. */
export const LEAST_UNITS = 100;
const LOST = 0.01;

export const decided = ({ experiment, effects }: Findings): Effect[] =>
  effects.filter(({ metric }) => metric === experiment.metric);

export type Standing = "draft" | "lost" | "little" | "better" | "worse" | "open";

/** What may be said of one arm now. */
export function standing({ experiment, mismatch }: Findings, effect: Effect): Standing {
  if (experiment.state === "draft") return "draft";
  if (mismatch < LOST) return "lost";
  return effect.low === null || effect.high === null ? "little" : effect.verdict;
}

export interface ArmFigures {
  arm: Arm;
  units: number;
  /** Of how many something was put in the cart, and bought. */
  carts: number;
  purchases: number;
  /** Mean of the metric that decides. */
  mean: number;
}

/** What each arm's units did; [] where answers are interleaved, for then each unit saw both. */
export function armFigures({ experiment, units, effects }: Findings): ArmFigures[] {
  if (experiment.kind === "interleaving") return [];
  const mean = (at: number, metric: Metric): number => {
    const own = effects.filter((effect) => effect.metric === metric);
    return at === 0 ? (own[0]?.baseline ?? 0) : (own.find((effect) => effect.arm === experiment.arms[at]?.name)?.mean ?? 0);
  };
  return experiment.arms.map((arm, at) => {
    const n = units[at] ?? 0;
    // These two are shares of the units, so the number behind them is whole.
    const counted = (metric: Metric) => Math.round(n * mean(at, metric));
    return { arm, units: n, carts: counted("cart"), purchases: counted("purchase"), mean: mean(at, experiment.metric) };
  });
}

export const emptyPlan = (): Plan => ({
  arms: [
    { name: "", share: 1 },
    { name: "", share: 1 },
  ],
  kind: "ab",
  unit: "session",
  share: 1,
  metric: "click_through",
  hours: 1,
  planned: 10_000,
  alpha: 0.05,
  note: "",
});

/** Dealt into one answer, orders have one question: which of the two is clicked. */
export const withKind = (plan: Plan, kind: Plan["kind"]): Plan => ({
  ...plan,
  kind,
  metric: kind === "interleaving" ? "preference" : "click_through",
  arms: kind === "interleaving" ? plan.arms.slice(0, 2) : plan.arms,
});

/** Only what an arm changes, and without what is of the experiment but not of its plan. */
export function cleanPlan(plan: Plan): Plan {
  const { arms, kind, unit, share, metric, hours, planned, alpha, note } = plan;
  return { arms: arms.map(cleanArm), kind, unit, share, metric, hours, planned, alpha, note };
}

function cleanArm({ name, share, personal, variety, ranker, weights }: Arm): Arm {
  const moved = Object.entries(weights ?? {}).filter(([, factor]) => factor !== undefined);
  return {
    name: name.trim(),
    share,
    ...(personal === undefined ? {} : { personal }),
    ...(variety === undefined ? {} : { variety }),
    ...(ranker === undefined ? {} : { ranker }),
    ...(moved.length ? { weights: Object.fromEntries(moved) } : {}),
  };
}

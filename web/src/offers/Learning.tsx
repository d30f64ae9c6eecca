/** How well the shop has learnt whom an offer changes: Qini, and what showing it to the best part of visitors would bring. */

import { useLanguage } from "../i18n/language";
import { count, share, signed } from "../owner/numbers";
import { percent, placeOf, scaleOf, ticks } from "../owner/scale";
import { useTell } from "../owner/useTell";
import type { Learnt } from "./owned";

export function Learning({ learnt }: { learnt: Learnt | null }) {
  const tell = useTell();
  const { language } = useLanguage();
  if (!learnt)
    return (
      <section aria-labelledby="learning">
        <h2 id="learning">{tell("learning")}</h2>
        <p>{tell("learntNothing")}</p>
      </section>
    );
  // Orders of a thousand visitors: a share of one visitor is a number with too many zeros.
  const perThousand = (value: number) => signed(1_000 * value, language, 1);
  const at = (place: number) => perThousand(learnt.gains[Math.round(place * (learnt.gains.length - 1))] ?? 0);
  const words = tell("learntQini", {
    qini: perThousand(learnt.qini),
    low: perThousand(learnt.low),
    high: perThousand(learnt.high),
    n: count(learnt.people, language),
  });
  return (
    <section aria-labelledby="learning">
      <h2 id="learning">{tell("learning")}</h2>
      <p>{words}</p>
      <figure>
        <figcaption>{tell("gains")}</figcaption>
        <Gains
          gains={learnt.gains}
          label={tell("gainsLabel", { half: at(0.5), all: at(1), share: share(0.5, language) })}
          format={perThousand}
        />
      </figure>
    </section>
  );
}

const HEIGHT = 168;
const AXIS = 28;

/** Orders by the share of visitors who are shown it, best first, over the straight line of showing it at random. */
function Gains({ gains, label, format }: { gains: readonly number[]; label: string; format: (value: number) => string }) {
  const { language } = useLanguage();
  const scale = scaleOf(gains);
  const down = (value: number) => 100 * (1 - placeOf(value, scale));
  const across = (at: number) => (100 * at) / (gains.length - 1);
  return (
    <svg className="chart" role="img" aria-label={label} height={HEIGHT + AXIS}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height={HEIGHT} aria-hidden="true">
        <polyline className="chart-even" points={`0,${down(0)} 100,${down(gains.at(-1) ?? 0)}`} />
        <polyline className="chart-line" points={gains.map((value, at) => `${across(at)},${down(value)}`).join(" ")} />
      </svg>
      {ticks(scale, 3).map((value) => (
        <g key={value}>
          <line
            className={value === 0 ? "chart-zero" : "chart-grid"}
            x1="0"
            x2="100%"
            y1={(HEIGHT * down(value)) / 100}
            y2={(HEIGHT * down(value)) / 100}
          />
          <text className="chart-level" x={4} y={(HEIGHT * down(value)) / 100 - 4}>
            {value === 0 ? "0" : format(value)}
          </text>
        </g>
      ))}
      {[0, 0.5, 1].map((place) => (
        <text
          key={place}
          className={place === 1 ? "chart-last" : place ? "chart-tick" : "chart-first"}
          x={percent(place)}
          y={HEIGHT + 20}
        >
          {share(place, language)}
        </text>
      ))}
    </svg>
  );
}

/** How the deciding difference and its interval went as units came in. */

import { percent, placeOf, scaleOf, ticks } from "../owner/scale";
import type { Findings } from "./experiment";

interface Props {
  course: Findings["course"];
  label: string;
  format: (value: number) => string;
  count: (n: number) => string;
}

const HEIGHT = 168;
const AXIS = 28;

export function Course({ course, label, format, count }: Props) {
  const known = course.flatMap(({ units, difference, low, high }) =>
    low === null || high === null ? [] : [{ units, difference, low, high }],
  );
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first.units === last.units) return null;
  const scale = scaleOf(known.flatMap(({ low, high }) => [low, high]));
  const across = (units: number) => (100 * (units - first.units)) / (last.units - first.units);
  const down = (value: number) => 100 * (1 - placeOf(value, scale));
  const points = (of: "low" | "high" | "difference") => known.map((one) => `${across(one.units)},${down(one[of])}`);
  return (
    <svg className="chart" role="img" aria-label={label} height={HEIGHT + AXIS}>
      {/* Stretched to the place there is: lines keep their width, and there are no words in it. */}
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height={HEIGHT} aria-hidden="true">
        <polygon className="chart-band" points={[...points("high"), ...points("low").reverse()].join(" ")} />
        <polyline className="chart-line" points={points("difference").join(" ")} />
      </svg>
      {ticks(scale, 3).map((value) => {
        const y = (HEIGHT * down(value)) / 100;
        return (
          <g key={value}>
            <line className={value === 0 ? "chart-zero" : "chart-grid"} x1="0" x2="100%" y1={y} y2={y} />
            <text className="chart-level" x={4} y={y - 4}>
              {value === 0 ? "0" : format(value)}
            </text>
          </g>
        );
      })}
      {[first, last].map(({ units }, end) => (
        <text key={units} className={end ? "chart-last" : "chart-first"} x={percent(end)} y={HEIGHT + 20}>
          {count(units)}
        </text>
      ))}
    </svg>
  );
}

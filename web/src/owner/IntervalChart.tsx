/** Differences with their intervals around zero, on one scale. Places are percentages, so that words keep their size on a phone. */

import { percent, placeOf, scaleOf, ticks } from "./scale";

export interface Row {
  name: string;
  difference: number;
  /** null while too little is known: then no interval is drawn, and no point that would look like one. */
  low: number | null;
  high: number | null;
  tone: "better" | "worse" | "open";
}

interface Props {
  rows: Row[];
  /** What the chart says, for those who do not see it; the figures are in a table beside it. */
  label: string;
  format: (value: number) => string;
}

const NAMED = 48;
/** A single row is named by what stands above the chart. */
const ALONE = 28;
const AXIS = 28;

export function IntervalChart({ rows, label, format }: Props) {
  const scale = scaleOf(
    rows.flatMap(({ difference, low, high }) => (low === null || high === null ? [] : [difference, low, high])),
  );
  const at = (value: number) => percent(placeOf(value, scale));
  const named = rows.length > 1;
  const height = named ? NAMED : ALONE;
  const floor = rows.length * height;
  return (
    <svg className="chart" role="img" aria-label={label} height={floor + AXIS}>
      {ticks(scale).map((value) => (
        <g key={value}>
          <line className={value === 0 ? "chart-zero" : "chart-grid"} x1={at(value)} x2={at(value)} y1={0} y2={floor} />
          <text className="chart-tick" x={at(value)} y={floor + 18}>
            {value === 0 ? "0" : format(value)}
          </text>
        </g>
      ))}
      {rows.map(({ name, difference, low, high, tone }, n) => (
        <g key={name} className={`chart-${tone}`}>
          {named && (
            <text className="chart-name" x={0} y={n * height + 16}>
              {name}
            </text>
          )}
          {low !== null && high !== null && (
            <>
              <line className="chart-interval" x1={at(low)} x2={at(high)} y1={(n + 1) * height - 16} y2={(n + 1) * height - 16} />
              <circle cx={at(difference)} cy={(n + 1) * height - 16} r={6} />
            </>
          )}
        </g>
      ))}
    </svg>
  );
}

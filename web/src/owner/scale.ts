/** From figures to places on a line, for the owner's charts. Pure functions. */

export interface Scale {
  low: number;
  high: number;
}

/** A scale that holds zero and all of these, with some room on either side. */
export function scaleOf(values: readonly number[]): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = (high - low || 1) * 0.08;
  return { low: low - room, high: high + room };
}

/** Where a value is, 0..1 from the low end; what is outside stands at the end. */
export const placeOf = (value: number, { low, high }: Scale): number => Math.min(1, Math.max(0, (value - low) / (high - low)));

/** Round figures within the scale, zero among them: steps of 1, 2 or 5 times a power of ten, about `wanted` of them. */
export function ticks({ low, high }: Scale, wanted = 4): number[] {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  // Rounded to the step's own digits: 3 * 0.1 is not 0.3.
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** A place as SVG wants it. */
export const percent = (place: number): string => `${(100 * place).toFixed(2)}%`;

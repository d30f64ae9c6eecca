/** The geometry of the crop frame, in fractions of the picture. Pure functions. */

import type { Crop } from "@omnishelf/instantsearch-client";

export const WHOLE: Crop = { left: 0, top: 0, right: 1, bottom: 1 };
/** The least width and height of a frame: less shows too little to search with. */
export const LEAST = 0.08;

export type Handle = "move" | "topLeft" | "topRight" | "bottomLeft" | "bottomRight";

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The frame after its handle is moved by (dx, dy); it never leaves the picture and never gets too small. */
export function dragged(crop: Crop, handle: Handle, dx: number, dy: number): Crop {
  if (handle === "move") {
    const x = clamp(dx, -crop.left, 1 - crop.right);
    const y = clamp(dy, -crop.top, 1 - crop.bottom);
    return { left: crop.left + x, right: crop.right + x, top: crop.top + y, bottom: crop.bottom + y };
  }
  const next = { ...crop };
  if (handle.endsWith("Left")) next.left = clamp(crop.left + dx, 0, crop.right - LEAST);
  else next.right = clamp(crop.right + dx, crop.left + LEAST, 1);
  if (handle.startsWith("top")) next.top = clamp(crop.top + dy, 0, crop.bottom - LEAST);
  else next.bottom = clamp(crop.bottom + dy, crop.top + LEAST, 1);
  return next;
}

/** What an arrow key does, in steps of 2 % (10 % with Shift); null for any other key. */
export function step(key: string, large: boolean): [number, number] | null {
  const by = large ? 0.1 : 0.02;
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [-by, 0],
    ArrowRight: [by, 0],
    ArrowUp: [0, -by],
    ArrowDown: [0, by],
  };
  return moves[key] ?? null;
}

export const isWhole = (crop: Crop): boolean =>
  crop.left <= 0.005 && crop.top <= 0.005 && crop.right >= 0.995 && crop.bottom >= 0.995;

/** The largest square around the frame's middle that stays inside it, in the picture's pixels: [x, y, side]. */
export function squareIn(crop: Crop, width: number, height: number): [number, number, number] {
  const w = (crop.right - crop.left) * width;
  const h = (crop.bottom - crop.top) * height;
  const side = Math.min(w, h);
  return [crop.left * width + (w - side) / 2, crop.top * height + (h - side) / 2, side];
}

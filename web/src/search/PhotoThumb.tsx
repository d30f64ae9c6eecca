/** A small square of the searched picture, showing just the part that matters. */

import type { Crop } from "@omnishelf/instantsearch-client";
import { useEffect, useRef } from "react";
import { squareIn, WHOLE } from "./crop";

/** Pixels a side: twice what is shown, for sharp screens. */
const SIDE = 112;

export function PhotoThumb({ url, crop }: { url: string; crop: Crop | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = new Image();
    image.onload = () => {
      const context = canvas.current?.getContext("2d");
      const [x, y, side] = squareIn(crop ?? WHOLE, image.naturalWidth, image.naturalHeight);
      context?.clearRect(0, 0, SIDE, SIDE);
      if (side > 0) context?.drawImage(image, x, y, side, side, 0, 0, SIDE, SIDE);
    };
    image.src = url;
    return () => {
      image.onload = null;
    };
  }, [url, crop]);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus
  return <canvas ref={canvas} className="photo-thumb" width={SIDE} height={SIDE} aria-hidden="true" />;
}

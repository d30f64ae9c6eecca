/** A table that scrolls by itself where it is wider than the page, by keyboard as well. */

import type { ReactNode } from "react";

export function Figures({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, and there are none
    <div className="figures" role="group" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

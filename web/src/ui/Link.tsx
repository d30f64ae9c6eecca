/** A link within the shop: a real address, so that it opens in a new tab, too. */

import type { MouseEvent, ReactNode } from "react";

export function Link({
  to,
  onGo,
  className,
  label,
  current = false,
  children,
}: {
  to: string;
  onGo: () => void;
  className?: string;
  label?: string;
  /** The page it leads to is the one that is seen. */
  current?: boolean;
  children: ReactNode;
}) {
  const click = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onGo();
  };
  return (
    <a href={to} className={className} aria-label={label} aria-current={current ? "page" : undefined} onClick={click}>
      {children}
    </a>
  );
}

/** Events wait here for a moment and travel together; the next search waits for them, so that it knows the last click. */

export interface Told {
  id: string;
  action: "search" | "show" | "view" | "click" | "reject" | "less_like_this";
  at: string;
  session_id: string;
  shopper_id?: string;
  product_id?: string;
  query_id?: string;
  words?: string;
  shown?: string[];
  /** With which each of `shown` stood in its place, where some were drawn. */
  chances?: number[];
  position?: number;
  place?: string;
  seconds?: number;
}

/** `leaving`: the page goes away, and the request must outlive it. */
export type Send = (events: Told[], leaving: boolean) => Promise<void>;

export const WAIT = 1_500;
export const MOST = 50;

export class Queue {
  private waiting: Told[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly send: Send,
    private readonly wait = WAIT,
  ) {}

  add(event: Told): void {
    this.waiting.push(event);
    if (this.waiting.length >= MOST) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), this.wait);
  }

  /** Resolves when everything told so far has arrived, or was lost: a shop whose log is down still sells. */
  flush(leaving = false): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const events = this.waiting.splice(0);
    if (events.length) {
      const sent = () => this.send(events, leaving).catch(() => undefined);
      // What leaves with the page cannot wait for what is under way.
      this.sending = leaving ? sent() : this.sending.then(sent);
    }
    return this.sending;
  }

  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }
}

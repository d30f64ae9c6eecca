/** Answers that were fetched early wait here for whoever asks, for a minute: prices and stock must not be older. */

export const KEPT = 60_000;
const MOST = 12;

export class Early<T> {
  private readonly waiting = new Map<string, { answer: Promise<T>; until: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Fetches unless it is there. What fails is forgotten: whoever asks then asks anew. */
  fetch(id: string, load: (id: string) => Promise<T>): void {
    if (this.has(id)) return;
    const answer = load(id);
    this.waiting.set(id, { answer, until: this.now() + KEPT });
    answer.catch(() => this.waiting.delete(id));
    for (const oldest of [...this.waiting.keys()].slice(0, Math.max(0, this.waiting.size - MOST))) this.waiting.delete(oldest);
  }

  /** What was fetched early, once; null where there is nothing fresh. */
  take(id: string): Promise<T> | null {
    const found = this.has(id) ? (this.waiting.get(id)?.answer ?? null) : null;
    this.waiting.delete(id);
    return found;
  }

  private has(id: string): boolean {
    const found = this.waiting.get(id);
    return found !== undefined && this.now() < found.until;
  }
}

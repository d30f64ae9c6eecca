/** Reads sentences aloud one after the other: the next is fetched while one plays. The newest wish wins: `stop` drops all. */

import type { Piece } from "./api";

/** Plays one piece; resolves at its end. Rejects, or resolves early, when the signal stops it. */
export type Play = (piece: Piece, signal: AbortSignal) => Promise<void>;
export type Fetch = (text: string, signal: AbortSignal) => AsyncIterable<Piece>;

export class Aloud {
  private abort = new AbortController();
  private fetching: Promise<void> = Promise.resolve();
  private playing: Promise<void> = Promise.resolve();
  private waiting = 0;

  /** @param onCaption is told what is being said, "" when nothing is. @param onFault is told once that there is no sound. */
  constructor(
    private readonly fetch: Fetch,
    private readonly play: Play,
    private readonly onCaption: (caption: string) => void,
    private readonly onFault: (error: unknown) => void,
  ) {}

  say(text: string): void {
    const { signal } = this.abort;
    this.waiting += 1;
    this.fetching = this.fetching.then(() => this.fetched(text, signal));
    const all = this.fetching;
    // When everything that was wished for has been fetched and played, nothing is being said.
    void all.then(() => this.playing).then(() => this.ended(signal));
  }

  stop(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.fetching = Promise.resolve();
    this.playing = Promise.resolve();
    this.waiting = 0;
    this.onCaption("");
  }

  private async fetched(text: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      for await (const piece of this.fetch(text, signal)) {
        if (signal.aborted) return;
        this.playing = this.playing.then(() => this.played(piece, signal));
      }
    } catch (error) {
      if (signal.aborted) return;
      this.stop();
      this.onFault(error);
    }
  }

  private async played(piece: Piece, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.onCaption(piece.text);
    // A piece that cannot be decoded is passed over; its words are on the page.
    await this.play(piece, signal).catch(() => undefined);
  }

  private ended(signal: AbortSignal): void {
    if (signal.aborted) return;
    this.waiting -= 1;
    if (this.waiting === 0) this.onCaption("");
  }
}

/** Plays through the browser's own mixer. Made by a click, or the browser keeps it silent. */
export function speakers(): { play: Play; close: () => void } {
  const context = new AudioContext();
  const play: Play = async (piece, signal) => {
    const sound = await context.decodeAudioData(piece.audio);
    if (signal.aborted) return;
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    await new Promise<void>((resolve) => {
      source.onended = () => resolve();
      signal.addEventListener("abort", () => source.stop(), { once: true });
      source.start();
    });
  };
  return { play, close: () => void context.close().catch(() => undefined) };
}

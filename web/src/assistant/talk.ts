/** A conversation as the page remembers it: pure functions over its turns. */

import type { Reply, Say, Source, SourceKind } from "./api";

export interface Turn {
  /** From 1, whatever is forgotten of what came before it. */
  number: number;
  /** What was typed, or heard; "" while a recording is being heard. */
  said: string;
  photo: boolean;
  voice: boolean;
  says: Say[];
  /** Null while the answer is coming, and for good when it did not. */
  reply: Reply | null;
  /** What went wrong, in the shop's words. */
  problem: string;
  /** The thumb that was given. */
  mark: boolean | null;
}

export interface Talk {
  /** The server's name for it, which is its secret; "" before the first answer. */
  id: string;
  turns: Turn[];
}

export const NO_TALK: Talk = { id: "", turns: [] };

/** Turns that are kept for the next page. */
const KEPT = 40;

export function asked(talk: Talk, said: string, photo: boolean, voice: boolean): Talk {
  const number = (talk.turns.at(-1)?.number ?? 0) + 1;
  const turn: Turn = { number, said, photo, voice, says: [], reply: null, problem: "", mark: null };
  return { ...talk, turns: [...talk.turns, turn].slice(-KEPT) };
}

function last(talk: Talk, change: (turn: Turn) => Turn): Talk {
  const turn = talk.turns.at(-1);
  return turn ? { ...talk, turns: [...talk.turns.slice(0, -1), change(turn)] } : talk;
}

export const told = (talk: Talk, say: Say): Talk => last(talk, (turn) => ({ ...turn, says: [...turn.says, say] }));

/** The whole answer: it has the last word over what came before it. */
export const replied = (talk: Talk, reply: Reply): Talk => ({
  ...last(talk, (turn) => ({ ...turn, said: turn.said || reply.transcript, says: reply.says, reply, problem: "" })),
  id: reply.conversation,
});

export const failed = (talk: Talk, problem: string): Talk => last(talk, (turn) => ({ ...turn, says: [], problem }));

/** Without the last turn, whose answer failed and is asked for again. */
export const withdrawn = (talk: Talk): Talk => ({ ...talk, turns: talk.turns.slice(0, -1) });

/** @param mark null takes a thumb back. */
export const marked = (talk: Talk, number: number, mark: boolean | null): Talk => ({
  ...talk,
  turns: talk.turns.map((turn) => (turn.number === number ? { ...turn, mark } : turn)),
});

/** What was interrupted by leaving the page has no answer any more. */
export function restored(stored: string | null): Talk {
  try {
    const talk = JSON.parse(stored ?? "") as Talk;
    if (typeof talk.id !== "string" || !Array.isArray(talk.turns)) return NO_TALK;
    return { ...talk, turns: talk.turns.filter((turn) => turn.reply) };
  } catch {
    return NO_TALK;
  }
}

/** The records that a reply's sentences name, each once, in order. */
export function cited(says: readonly Say[], kind: SourceKind): Source[] {
  const found = new Map(says.flatMap((say) => say.sources.filter((s) => s.kind === kind).map((s) => [s.id, s] as const)));
  return [...found.values()];
}

/** Whether the reply asks for a yes to an action, so that its two answers are buttons that cannot be missed. */
export const asksConsent = (turn: Turn): boolean => turn.reply?.awaits === "consent";

/** Whether the shop's own sentences, one a row, are shown as a table of these products instead. A model's words are prose. */
export const tabled = (reply: Reply | null): boolean =>
  reply !== null && reply.intent === "compare" && reply.by !== "model" && reply.products.length > 1 && reply.products.length < 4;

/** The conversation of this tab, and whether it is open: one for all pages of the shop. */

import { OmnishelfProblem } from "@omnishelf/instantsearch-client";
import { useSyncExternalStore } from "react";
import { converse, type Message, sendMark } from "./api";
import { asked, failed, marked, NO_TALK, replied, restored, type Talk, told, withdrawn } from "./talk";

const TALK = "omnishelf.talk";
const OPEN = "omnishelf.talk.open";

export interface Chat {
  open: boolean;
  talk: Talk;
  busy: boolean;
  /** Words put into the field when the panel is opened from elsewhere. */
  draft: string;
}

export interface Asked {
  text?: string;
  image?: Blob;
  audio?: Blob;
  productId?: string;
  language?: string;
}

const listeners = new Set<() => void>();
let chat: Chat = {
  open: sessionStorage.getItem(OPEN) === "yes",
  talk: restored(sessionStorage.getItem(TALK)),
  busy: false,
  draft: "",
};
let abort = new AbortController();
let again: Asked | null = null;
/** The product that was told last as being looked at: told again only when it is another one, so that a list shown meanwhile stays. */
let looked = "";
/** Told each sentence as it comes: what reads aloud listens here. */
let onSay: (text: string) => void = () => undefined;

function change(next: Partial<Chat>): void {
  chat = { ...chat, ...next };
  if (next.talk && !chat.busy) sessionStorage.setItem(TALK, JSON.stringify(chat.talk));
  if (next.open !== undefined) sessionStorage.setItem(OPEN, chat.open ? "yes" : "no");
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useChat = (): Chat => useSyncExternalStore(subscribe, () => chat);
export const openChat = (draft = ""): void => change({ open: true, draft });
export const closeChat = (): void => change({ open: false, draft: "" });
export const hearSays = (listener: (text: string) => void): void => {
  onSay = listener;
};

export function startAnew(): void {
  abort.abort();
  looked = "";
  chat = { ...chat, busy: false };
  change({ talk: NO_TALK });
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

export async function ask(sent: Asked): Promise<void> {
  if (chat.busy) return;
  again = sent;
  abort = new AbortController();
  const { signal } = abort;
  const { productId, ...rest } = sent;
  const message: Message = { ...rest, conversation: chat.talk.id, ...(productId && productId !== looked ? { productId } : {}) };
  looked = productId ?? looked;
  change({ busy: true, draft: "" });
  change({ talk: asked(chat.talk, sent.text ?? "", sent.image !== undefined, sent.audio !== undefined) });
  try {
    for await (const event of converse(message, signal)) {
      if (signal.aborted) return;
      if ("say" in event) {
        onSay(event.say.text);
        change({ talk: told(chat.talk, event.say) });
      } else {
        chat = { ...chat, busy: false };
        change({ talk: replied(chat.talk, event.reply) });
      }
    }
  } catch (error) {
    if (signal.aborted || isAbort(error)) return;
    chat = { ...chat, busy: false };
    const problem = error instanceof OmnishelfProblem ? [error.message, error.hint].filter(Boolean).join(" ") : String(error);
    change({ talk: failed(chat.talk, problem) });
  }
  if (!signal.aborted && chat.busy) change({ busy: false });
}

export function askAgain(): void {
  if (!again || chat.busy) return;
  change({ talk: withdrawn(chat.talk) });
  void ask(again);
}

/** The thumb shows at once; a mark that did not arrive is taken back. */
export async function mark(number: number, helpful: boolean): Promise<void> {
  const turn = chat.talk.turns.find((one) => one.number === number);
  if (!turn?.reply) return;
  change({ talk: marked(chat.talk, number, helpful) });
  const { conversation, intent, language, text } = turn.reply;
  try {
    await sendMark({ conversation, turn: number, helpful, intent, language, said: turn.said, answered: text });
  } catch {
    change({ talk: marked(chat.talk, number, turn.mark) });
  }
}

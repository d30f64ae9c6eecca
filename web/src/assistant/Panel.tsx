/** The assistant: a panel beside the page on a wide screen, a sheet over all of it on a phone. */

import { useCallback, useEffect, useId, useRef } from "react";
import { useLanguage } from "../i18n/language";
import { useShop } from "../shop/shop";
import { productIn, usePlace } from "../state/location";
import { Icon } from "../ui/Icon";
import { useMedia } from "../ui/useMedia";
import { Composer } from "./Composer";
import { Exchange } from "./Exchange";
import { type Asked, ask, closeChat, startAnew, useChat } from "./store";
import { useAloud } from "./useAloud";

/** From here on there is room beside the page. */
const WIDE = "(min-width: 861px)";

const BEGINNINGS = ["chatTryGift", "chatTryParcel", "chatTryReturns", "chatTryPerson"] as const;

export default function Panel() {
  const { say, language } = useLanguage();
  const { facts } = useShop();
  const { talk, busy, draft } = useChat();
  const wide = useMedia(WIDE);
  const product = productIn(usePlace().path);
  const box = useRef<HTMLDialogElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const title = useId();
  const aloud = useAloud(facts.speaks, say("chatAloudIsOn"));

  // The browser keeps the focus within a sheet by itself; beside the page, both can be used.
  useEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    dialog.close();
    if (wide) dialog.show();
    else dialog.showModal();
    dialog.querySelector("textarea")?.focus();
    return () => dialog.close();
  }, [wide]);

  // The end is followed as it grows (pictures come late), but never so far that the question leaves the page.
  useEffect(() => {
    const list = log.current?.querySelector("ol");
    if (!list) return;
    const follow = () => {
      const view = log.current;
      const question = list.querySelector<HTMLElement>(":scope > .chat-mine:nth-last-of-type(2)");
      if (view && question) view.scrollTop = Math.min(view.scrollHeight, question.offsetTop - view.offsetTop - 12);
    };
    const grown = new ResizeObserver(follow);
    grown.observe(list);
    return () => grown.disconnect();
  }, []);

  const { stop } = aloud;
  const send = useCallback(
    (asked: Asked) => {
      stop();
      // Where there are no words to tell the language, the page's is answered in.
      void ask({ ...asked, ...(product ? { productId: product } : {}), ...(asked.text || asked.audio ? {} : { language }) });
    },
    [language, product, stop],
  );

  const last = talk.turns.at(-1);
  return (
    <dialog
      ref={box}
      className="chat"
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        closeChat();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) closeChat();
      }}
    >
      <div className="chat-head">
        <h2 id={title}>{say("chatTitle")}</h2>
        {facts.speaks && (
          <button
            type="button"
            className="icon-button"
            aria-pressed={aloud.on}
            aria-label={say("chatAloud")}
            title={say(aloud.on ? "chatAloudOff" : "chatAloudOn")}
            onClick={aloud.toggle}
          >
            <Icon name={aloud.on ? "sound" : "mute"} />
          </button>
        )}
        {talk.turns.length > 0 && (
          <button
            type="button"
            className="text-button"
            onClick={() => {
              stop();
              startAnew();
            }}
          >
            {say("chatAnew")}
          </button>
        )}
        <button type="button" className="icon-button" aria-label={say("close")} onClick={closeChat}>
          <Icon name="close" />
        </button>
      </div>
      <div ref={log} className="chat-log" role="log" aria-live="polite" aria-label={say("chatLog")} aria-busy={busy}>
        {talk.turns.length === 0 && (
          <div className="chat-welcome">
            <p>{say("chatWelcome")}</p>
            <p className="chat-offers">
              {BEGINNINGS.map((word) => (
                <button key={word} type="button" className="button small" onClick={() => send({ text: say(word) })}>
                  {say(word)}
                </button>
              ))}
            </p>
          </div>
        )}
        <ol>
          {talk.turns.map((turn) => (
            <Exchange key={turn.number} turn={turn} current={turn === last && !busy} waiting={turn === last && busy} onSay={send} />
          ))}
        </ol>
      </div>
      {aloud.fault && (
        <p className="chat-caption" role="status">
          {say("chatNoSound")}
        </p>
      )}
      {aloud.caption && (
        <p className="chat-caption" data-testid="caption">
          <Icon name="sound" /> <span>{aloud.caption}</span>
          <button type="button" className="text-button" onClick={stop}>
            {say("chatQuiet")}
          </button>
        </p>
      )}
      <Composer busy={busy} draft={draft} onSend={send} onTyping={stop} />
    </dialog>
  );
}

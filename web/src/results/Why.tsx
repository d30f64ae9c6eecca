/** Why a product is where it is: the addends of its score as bars, and as words. */

import type { Contribution, Product } from "@omnishelf/instantsearch-client";
import { useEffect, useId, useRef, useState } from "react";
import { en } from "../i18n/en";
import { type Say, useLanguage, type Word } from "../i18n/language";
import { Icon } from "../ui/Icon";

/** Reasons by product id; asked for once a page. */
export type WhySource = () => Promise<Map<string, Contribution[]>>;

const SOURCES = { words: "words", photo: "picture", voice: "voice", shop: "shop", you: "you" } as const satisfies Record<
  Contribution["source"],
  Word
>;

export function signalName(signal: string, say: Say): string {
  return `signal_${signal}` in en ? say(`signal_${signal}` as Word) : signal.replace(/[_-]+/g, " ");
}

/** Width of a bar in percent of the greatest. */
export function barWidth(value: number, all: readonly Contribution[]): number {
  const greatest = Math.max(...all.map((c) => Math.abs(c.value)), 0);
  return greatest > 0 ? (Math.abs(value) / greatest) * 100 : 0;
}

export function Why({
  product,
  title,
  score,
  source,
  onClose,
}: {
  product: Product;
  title: string;
  score: number;
  source: WhySource;
  onClose: () => void;
}) {
  const { say } = useLanguage();
  const [reasons, setReasons] = useState<Contribution[] | null>(null);
  const [failed, setFailed] = useState(false);
  const box = useRef<HTMLElement>(null);
  const name = useId();

  useEffect(() => {
    let gone = false;
    source()
      .then((all) => !gone && setReasons(all.get(product.id) ?? []))
      .catch(() => !gone && setFailed(true));
    return () => {
      gone = true;
    };
  }, [source, product.id]);
  useEffect(() => box.current?.focus(), []);

  const shown = [...(reasons ?? [])].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return (
    <section
      className="why"
      ref={box}
      tabIndex={-1}
      aria-labelledby={name}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header>
        <h3 id={name}>
          <span aria-hidden="true">{say("why")}</span>
          <span className="visually-hidden">{say("whyTitle", { title })}</span>
        </h3>
        <button type="button" className="icon-button quiet" aria-label={say("close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {failed && <p role="alert">{say("whyFailed")}</p>}
      {!failed && reasons === null && <p role="status">{say("whyLoading")}</p>}
      {reasons !== null && shown.length === 0 && <p>{say("whyNone")}</p>}
      {shown.length > 0 && (
        <>
          <p>{say("whyTotal", { score: score.toFixed(2) })}</p>
          <ul>
            {shown.map((reason) => (
              <li key={`${reason.source} ${reason.signal}`} className={reason.source}>
                <span className="why-name">
                  {say(SOURCES[reason.source] ?? "shop")} · {signalName(reason.signal, say)}
                </span>
                <span className="why-value">
                  {reason.value < 0 ? "−" : "+"}
                  {Math.abs(reason.value).toFixed(2)}
                </span>
                <span className="why-bar" aria-hidden="true">
                  <i className={reason.value < 0 ? "less" : ""} style={{ width: `${barWidth(reason.value, shown)}%` }} />
                </span>
                {reason.detail && <span className="why-detail">{reason.detail}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

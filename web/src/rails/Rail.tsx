/** A row of recommended products, each with the reason for it. Where there is nothing to recommend there is no row. */

import { useId, useRef } from "react";
import { useLanguage } from "../i18n/language";
import { Card } from "../results/Card";
import { Skeletons } from "../results/Skeletons";
import { useAnnounce } from "../ui/Announcer";
import type { Wanted } from "./api";
import { shownIn, titleOf } from "./honest";
import { useAdvice } from "./useAdvice";
import { useShown } from "./useShown";

const SIZE = 8;
/** Empty places while the first answer is on its way. */
const PLACES = 4;

interface Props {
  context: Wanted["context"];
  /** False while the page is not seen: it is asked for anew when it is. */
  active?: boolean;
  productId?: string;
  shown?: string[];
  text?: string;
}

export function Rail({ context, active = true, productId, shown, text }: Props) {
  const { say, language } = useLanguage();
  const announce = useAnnounce();
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const wanted: Wanted = { context, language, size: SIZE };
  if (productId) wanted.productId = productId;
  if (shown?.length) wanted.shown = shown;
  if (text) wanted.text = text;
  const { advice, failed, again } = useAdvice(wanted, active);
  const items = advice ? shownIn(context, advice) : [];
  const row = useShown(context, advice, items);
  // A row that may stay empty does not announce itself with empty places.
  if (failed || (advice ? !items.length : context === "together")) return null;
  const rejected = () => {
    again();
    announce(say("railRejected"));
    heading.current?.focus();
  };
  return (
    <section ref={row} className="advice" aria-labelledby={title} aria-busy={!advice} data-place={context}>
      <h2 id={title} ref={heading} tabIndex={-1}>
        {say(advice ? titleOf(context, advice) : "railLoading")}
      </h2>
      {advice ? (
        <ol className="advice-shelf">
          {items.map((one, index) => (
            <li key={one.id}>
              <Card
                product={one.product}
                score={one.score}
                query=""
                because={one.reason.label}
                found={{ queryId: advice.query_id, position: index + 1, place: context }}
                onRejected={rejected}
              />
            </li>
          ))}
        </ol>
      ) : (
        <Skeletons count={PLACES} shelf="advice-shelf" />
      )}
    </section>
  );
}

/** "Not for me" on a card, and what may follow it. */

import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { useShop } from "../shop/shop";
import { Icon } from "../ui/Icon";
import { tell } from "./collector";

interface Props {
  product: string;
  queryId: string;
  /** The list that the card stands in. */
  place: string;
  describedBy: string;
  /** Called in place of a note on the card, which is about to go. */
  onRejected?: () => void;
}

export function NotForMe({ product, queryId, place, describedBy, onRejected }: Props) {
  const { say } = useLanguage();
  const { client } = useShop();
  const [said, setSaid] = useState<"" | "reject" | "less_like_this">("");
  const speak = (action: "reject" | "less_like_this") => {
    tell(action, { product_id: product, query_id: queryId, place });
    // The next page is asked for anew: what the browser remembers does not know of it.
    client.clearCache();
    if (onRejected) onRejected();
    else setSaid(action);
  };
  if (!said)
    return (
      <button
        type="button"
        className="icon-button quiet"
        aria-label={say("notForMe")}
        title={say("notForMe")}
        aria-describedby={describedBy}
        onClick={() => speak("reject")}
      >
        <Icon name="close" />
      </button>
    );
  return (
    <p className="not-for-me" role="status">
      {say(said === "reject" ? "notForMeNoted" : "lessNoted")}{" "}
      {said === "reject" && (
        <button type="button" className="text-button" aria-describedby={describedBy} onClick={() => speak("less_like_this")}>
          {say("lessLikeThis")}
        </button>
      )}
    </p>
  );
}

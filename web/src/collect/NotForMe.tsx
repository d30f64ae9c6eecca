/** "Not for me" on a card, and what may follow it. */

import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { useShop } from "../shop/shop";
import { Icon } from "../ui/Icon";
import { tell } from "./collector";

export function NotForMe({ product, queryId, describedBy }: { product: string; queryId: string; describedBy: string }) {
  const { say } = useLanguage();
  const { client } = useShop();
  const [said, setSaid] = useState<"" | "reject" | "less_like_this">("");
  const speak = (action: "reject" | "less_like_this") => {
    tell(action, { product_id: product, query_id: queryId, place: "search" });
    // The next page is asked for anew: what the browser remembers does not know of it.
    client.clearCache();
    setSaid(action);
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

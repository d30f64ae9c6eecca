/** What was asked has the form of the shop's order numbers: the way to the assistant, who tells orders to their shoppers alone. */

import type { Notice } from "@omnishelf/instantsearch-client";
import { openChat } from "../assistant/store";
import { useLanguage } from "../i18n/language";
import { ordersIn } from "../parcels/number";
import { Icon } from "../ui/Icon";

export function OrderCards({ notices }: { notices: readonly Notice[] }) {
  const { say } = useLanguage();
  const orders = ordersIn(notices);
  if (!orders.length) return null;
  return (
    <ul className="parcel-cards" aria-label={say("orders")}>
      {orders.map((order) => (
        <li key={order} className="parcel-card">
          <Icon name="parcel" />
          <p>
            {say("orderLooksLike")} <code>{order}</code>
          </p>
          <button type="button" className="button primary" onClick={() => openChat(say("orderWords", { order }))}>
            {say("orderAsk")}
          </button>
        </li>
      ))}
    </ul>
  );
}

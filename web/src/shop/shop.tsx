/** What every part of the page may need: the shop's facts and the search client. */

import type { OmnishelfClient, Progress } from "@omnishelf/instantsearch-client";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { ShopFacts } from "./api";

interface Shop {
  facts: ShopFacts;
  client: OmnishelfClient;
}

export const ShopContext = createContext<Shop | null>(null);

export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error("useShop is used outside of ShopContext");
  return shop;
}

/** What the search client is doing at this moment. */
export function useProgress(): Progress {
  const { client } = useShop();
  return useSyncExternalStore(client.subscribe, () => client.progress);
}

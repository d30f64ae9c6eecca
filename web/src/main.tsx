/** Starts the storefront: reads the shop's facts, then shows the page. */

import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/search.css";
import "./styles/results.css";
import "./styles/product.css";
import "./styles/owner.css";
import "./styles/rules.css";
import "./styles/parcels.css";
import "./styles/shopper.css";
import "./styles/advice.css";
import "./styles/chat.css";
import "./styles/offers.css";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { firstLanguage } from "./i18n/language";
import { fetchShop, UNKNOWN_SHOP } from "./shop/api";
import { startLocation } from "./state/location";
import { applyTheme, firstTheme } from "./ui/theme";

applyTheme(firstTheme());
startLocation();
const language = firstLanguage();
const root = document.getElementById("app");
if (root) {
  // Without its facts the shop still opens; the first search then says what is wrong.
  const facts = await fetchShop().catch(() => UNKNOWN_SHOP);
  createRoot(root).render(<App facts={facts} language={language} />);
}

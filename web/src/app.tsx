/** The page: header, then results or a product. Results stay mounted behind a product, so that going back is immediate. */

import { createSearchClient } from "@omnishelf/instantsearch-client";
import type { InstantSearchOptions } from "instantsearch.js";
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { InstantSearch, useInstantSearch } from "react-instantsearch";
import { Assistant } from "./assistant/Launcher";
import { Consent } from "./collect/Consent";
import { searchFetch } from "./collect/collector";
import { type Language, LanguageProvider, useLanguage } from "./i18n/language";
import { ownerPlace } from "./owner/places";
import { ProductPage } from "./product/ProductPage";
import { Results } from "./results/Results";
import type { ShopFacts } from "./shop/api";
import { ShopContext, useShop } from "./shop/shop";
import { backToResults, currentPlace, goTo, productIn, usePlace } from "./state/location";
import { INDEX, inputsOf, urlRouting } from "./state/router";
import { Announcer } from "./ui/Announcer";
import { Header } from "./ui/Header";
import { Link } from "./ui/Link";

/** Loaded when somebody asks for a parcel. */
const ParcelsPage = lazy(() => import("./parcels/ParcelsPage"));
const TastePage = lazy(() => import("./taste/TastePage"));
/** For the shop's owner alone, so shoppers do not load them. */
const OWNED = {
  rules: lazy(() => import("./rules/RulesPage")),
  experiments: lazy(() => import("./experiments/ExperimentsPage")),
  offers: lazy(() => import("./offers/OffersPage")),
};

export function App({ facts, language }: { facts: ShopFacts; language: Language }) {
  return (
    <LanguageProvider initial={language}>
      <Shop facts={facts} />
    </LanguageProvider>
  );
}

function Shop({ facts }: { facts: ShopFacts }) {
  const { language } = useLanguage();
  const spoken = useRef(language);
  spoken.current = language;
  const refresh = useRef<() => void>(() => undefined);
  const client = useMemo(
    () => createSearchClient({ apiKey: facts.key ?? "", allFacets: [], fetch: searchFetch, onRefined: () => refresh.current() }),
    [facts.key],
  );
  const routing = useMemo(() => urlRouting((place) => client.setInputs(inputsOf(place, spoken.current))), [client]);
  const shop = useMemo(() => ({ facts, client }), [facts, client]);
  useEffect(() => {
    document.documentElement.dataset["shop"] = facts.name;
    document.title = facts.name;
  }, [facts.name]);
  return (
    <ShopContext value={shop}>
      <InstantSearch
        searchClient={client as unknown as InstantSearchOptions["searchClient"]}
        indexName={INDEX}
        routing={routing}
        future={{ preserveSharedStateOnUnmount: true }}
      >
        <RefreshInto target={refresh} />
        <LanguageIntoSearch />
        <Announcer>
          <Frame />
        </Announcer>
      </InstantSearch>
    </ShopContext>
  );
}

/** Hands InstantSearch's refresh to the client, which calls it when slower inputs have been read. */
function RefreshInto({ target }: { target: { current: () => void } }) {
  const { refresh } = useInstantSearch();
  target.current = refresh;
  return null;
}

/** Labels of facets come from the search: another language asks again. */
function LanguageIntoSearch() {
  const { language } = useLanguage();
  const { client } = useShop();
  const { refresh } = useInstantSearch();
  const before = useRef(language);
  useEffect(() => {
    if (before.current === language) return;
    before.current = language;
    client.setInputs(inputsOf(currentPlace(), language));
    refresh();
  }, [client, language, refresh]);
  return null;
}

function Frame() {
  const { say } = useLanguage();
  const { facts } = useShop();
  const place = usePlace();
  const product = productIn(place.path);
  const owned = ownerPlace(place.path);
  const OwnedPage = owned && OWNED[owned];
  const parcels = /^\/parcels\/?$/.test(place.path);
  const taste = /^\/taste\/?$/.test(place.path);

  // Where a page was left, it is found again; a new page starts at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: moves only with the page, not with its state
  useLayoutEffect(() => {
    // Newer browsers return a promise here, which React would take for the way to clean up.
    window.scrollTo(0, place.scroll);
  }, [place.path]);

  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: a link to a place in the page, which works without the handler, too */}
      <a className="skip" href="#results-title" onClick={skip}>
        {say("skip")}
      </a>
      <Header />
      <main>
        <Results hidden={product !== null || owned !== null || taste || parcels} />
        {OwnedPage && (
          <Suspense fallback={null}>
            <OwnedPage />
          </Suspense>
        )}
        {taste && (
          <Suspense fallback={null}>
            <TastePage />
          </Suspense>
        )}
        {parcels && (
          <Suspense fallback={null}>
            <ParcelsPage />
          </Suspense>
        )}
        {product !== null && <ProductPage key={product} id={product} onBack={backToResults} />}
      </main>
      <footer className="foot">
        <p>{say("footer", { n: facts.products })}</p>
        <p>
          <Link to="/taste" onGo={() => goTo("/taste")}>
            {say("taste")}
          </Link>
        </p>
      </footer>
      {owned === null && (
        <div className="floor">
          <Assistant />
          <Consent />
        </div>
      )}
    </>
  );
}

/** The skip link moves the focus without changing the address, which belongs to the search. */
function skip(event: React.MouseEvent): void {
  event.preventDefault();
  const target = document.querySelector<HTMLElement>(".product h1") ?? document.getElementById("results-title");
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

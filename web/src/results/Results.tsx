/** The results page: understood inputs, filters, the shelf. */

import type { AlgoliaHit } from "@omnishelf/instantsearch-client";
import { useEffect, useMemo, useRef, useState } from "react";
import { Configure, useHits, useInstantSearch } from "react-instantsearch";
import { tell } from "../collect/collector";
import { useLanguage } from "../i18n/language";
import { OfferSlot } from "../offers/OfferSlot";
import { usePreload } from "../preload/usePreload";
import { Rail } from "../rails/Rail";
import { useProgress, useShop } from "../shop/shop";
import { usePlace } from "../state/location";
import { isFiltered } from "../state/urlstate";
import { useAnnounce } from "../ui/Announcer";
import { Banners } from "./Banners";
import { Card } from "./Card";
import { Empty } from "./Empty";
import { Facets } from "./Facets";
import { Hero } from "./Hero";
import { Notices } from "./Notices";
import { OrderCards } from "./OrderCard";
import { Pages } from "./Pages";
import { ParcelCards } from "./ParcelCard";
import { ProblemBox } from "./ProblemBox";
import { Skeletons } from "./Skeletons";
import { countWords, Toolbar } from "./Toolbar";
import { Understood } from "./Understood";
import { useAnswer } from "./useAnswer";
import type { WhySource } from "./Why";

const HITS_PER_PAGE = 24;
/** Cards that are on the first screen: their pictures are not loaded lazily. */
const FIRST_SCREEN = 8;
/** Results below which there is room, and need, for something else. */
const FEW = 5;

export function Results({ hidden }: { hidden: boolean }) {
  const { say, language } = useLanguage();
  const { client } = useShop();
  const { state, memo, path } = usePlace();
  const { status, error, refresh } = useInstantSearch({ catchError: true });
  const { items } = useHits<AlgoliaHit>();
  const { answer } = useAnswer();
  const progress = useProgress();
  const announce = useAnnounce();
  const [sheet, setSheet] = useState(false);
  const [retry] = useState(() => () => refresh());

  const asked = Boolean(state.query || state.like || memo.photo || memo.recording || state.said);
  const failed = status === "error" ? error : progress.problem;
  const working = progress.reading.length > 0 || status === "loading" || status === "stalled";

  const queryId = answer?.query_id;
  // One look-up serves every card of a page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer has other reasons
  const why = useMemo<WhySource>(() => {
    let asking: ReturnType<WhySource> | null = null;
    return () => {
      asking ??= client.explain().catch((problem: unknown) => {
        asking = null;
        throw problem;
      });
      return asking;
    };
  }, [client, queryId]);

  useEffect(() => {
    if (hidden || working || !answer) return;
    announce(answer.total ? countWords(answer.total, answer.total_exact, language, say) : say("none"));
  }, [announce, answer, hidden, language, say, working]);
  useEffect(() => {
    if (!hidden && path === "/")
      document.title = state.query
        ? `${state.query} · ${document.documentElement.dataset["shop"] ?? ""}`
        : (document.documentElement.dataset["shop"] ?? "");
  }, [hidden, path, state.query]);

  usePreload(hidden || working || !answer ? [] : answer.hits.map((hit) => hit.id));
  const told = useRef("");
  useEffect(() => {
    if (hidden || working || !answer || told.current === answer.query_id) return;
    told.current = answer.query_id;
    tell("search", {
      query_id: answer.query_id,
      words: state.query,
      shown: answer.hits.map((hit) => hit.id),
      position: (state.page - 1) * HITS_PER_PAGE + 1,
    });
  }, [answer, hidden, state.page, state.query, working]);

  // The shop's rules may send a question to another page of its site; going back must not lead here again.
  const redirect = !hidden && !working ? answer?.redirect : null;
  useEffect(() => {
    if (redirect && redirect !== window.location.pathname) window.location.replace(redirect);
  }, [redirect]);

  const query = [answer?.understood.text, answer?.understood.transcript].filter(Boolean).join(" ");
  return (
    <div className="results-page" hidden={hidden}>
      <Configure hitsPerPage={HITS_PER_PAGE} />
      {asked ? <Understood /> : <Hero />}
      {!asked && !isFiltered(state) && state.page === 1 && (
        <>
          <OfferSlot place="home" active={!hidden} />
          <Rail context="home" active={!hidden} />
        </>
      )}
      <div className="columns">
        <Facets open={sheet} onClose={() => setSheet(false)} />
        <section className="results" aria-labelledby="results-title" aria-busy={working} id="results">
          {answer && <Banners banners={answer.banners ?? []} />}
          {asked && answer && !working && <ParcelCards parcels={answer.parcels ?? []} />}
          {asked && answer && !working && answer.hits.length > 0 && (
            <OfferSlot place="search" products={answer.hits.map((hit) => hit.id)} active={!hidden} />
          )}
          {asked && answer && !working && <OrderCards notices={answer.notices} />}
          <Toolbar answer={answer} asked={asked} onFilters={() => setSheet(true)} />
          <Notices notices={answer?.notices ?? []} />
          {progress.reading.length > 0 && answer && items.length > 0 && <p className="still-reading">{say("stillReading")}</p>}
          {failed ? <ProblemBox error={failed} onRetry={retry} /> : null}
          {!failed && !answer && <Skeletons count={12} />}
          {status !== "error" && answer && items.length === 0 && !working && <Empty answer={answer} />}
          {status !== "error" && answer && items.length === 0 && working && <Skeletons count={12} />}
          {status !== "error" && items.length > 0 && (
            <ol className={`grid ${working ? "working" : ""}`}>
              {items.map((hit, index) => (
                <li key={hit.objectID}>
                  <Card
                    product={{ ...hit, id: hit.objectID }}
                    score={hit.score}
                    query={query}
                    why={why}
                    variants={hit.variants?.count ?? 0}
                    found={{ queryId: queryId ?? "", position: (state.page - 1) * HITS_PER_PAGE + index + 1, place: "search" }}
                    eager={index < FIRST_SCREEN}
                    level="h2"
                  />
                </li>
              ))}
            </ol>
          )}
          <Pages />
        </section>
      </div>
      {asked && !failed && !working && answer && answer.total < FEW && (
        <Rail context="after_search" active={!hidden} text={query} shown={answer.hits.map((hit) => hit.id)} />
      )}
    </div>
  );
}

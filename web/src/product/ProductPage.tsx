/** One product: pictures, price, variants, what is known of it, and more like it. */

import { OmnishelfProblem, type Product } from "@omnishelf/instantsearch-client";
import { useEffect, useRef } from "react";
import { openChat } from "../assistant/store";
import { tell } from "../collect/collector";
import { fieldName, useLanguage } from "../i18n/language";
import { OfferSlot } from "../offers/OfferSlot";
import { fetchProductEarly } from "../preload/usePreload";
import { Rail } from "../rails/Rail";
import { Card } from "../results/Card";
import { Picture } from "../results/Picture";
import { Price } from "../results/Price";
import { ProblemBox } from "../results/ProblemBox";
import { Skeletons } from "../results/Skeletons";
import { Stock } from "../results/Stock";
import { fetchSimilar } from "../shop/api";
import { useShop } from "../shop/shop";
import { wording } from "../shop/wording";
import { addressOf, goTo, productAddress, search } from "../state/location";
import { NOTHING } from "../state/urlstate";
import { Icon } from "../ui/Icon";
import { Link } from "../ui/Link";
import { Gallery } from "./Gallery";
import { jsonLd, scriptText } from "./jsonld";
import { useLoaded } from "./useLoaded";
import { variantNames } from "./variants";

export function ProductPage({ id, onBack }: { id: string; onBack: () => void }) {
  const { say } = useLanguage();
  const { value, error, retry } = useLoaded(id, fetchProductEarly);
  const missing = error instanceof OmnishelfProblem && error.status === 404;
  return (
    <div className="product-page">
      <button type="button" className="text-button back" onClick={onBack}>
        <Icon name="back" /> {say("back")}
      </button>
      {value && <OfferSlot place="product" products={[id]} />}
      {missing ? (
        <div className="message">
          <h1>{say("productMissing")}</h1>
          <button type="button" className="button strong" onClick={() => search(NOTHING, {})}>
            {say("noneAll")}
          </button>
        </div>
      ) : error ? (
        <ProblemBox error={error} onRetry={retry} />
      ) : value ? (
        <Details product={value.product} variants={value.variants} />
      ) : (
        <Skeletons count={2} />
      )}
      {value && <Rail context="together" productId={id} />}
      {value && <Similar id={id} />}
    </div>
  );
}

function Details({ product, variants }: { product: Product; variants: Product[] }) {
  const { say, language } = useLanguage();
  const { facts } = useShop();
  const worded = wording(product, language);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${worded.title} · ${facts.name}`;
  }, [worded.title, facts.name]);
  const { id } = product;
  useEffect(() => {
    const since = Date.now();
    tell("view", { product_id: id, place: "product" });
    return () => tell("view", { product_id: id, place: "product", seconds: Math.round((Date.now() - since) / 1000) });
  }, [id]);
  const attributes = Object.entries(worded.attributes).filter(([, values]) => values.length);
  const lang = worded.language || undefined;
  return (
    <article className="product">
      <script type="application/ld+json">{scriptText(jsonLd(product, worded, window.location.href))}</script>
      <Gallery images={product.images} title={worded.title} />
      <div className="product-words">
        {worded.category.length > 0 && (
          <nav className="crumbs" aria-label={say("category")}>
            <ol>
              {worded.category.map((name, depth) => {
                const state = { ...NOTHING, category: product.category.slice(0, depth + 1) };
                return (
                  <li key={product.category[depth] ?? name}>
                    <Link to={addressOf("/", state)} onGo={() => search(state, {})}>
                      {name}
                    </Link>
                  </li>
                );
              })}
            </ol>
          </nav>
        )}
        {product.brand && <p className="card-brand">{product.brand}</p>}
        <h1 ref={heading} tabIndex={-1} lang={lang}>
          {worded.title}
        </h1>
        <p className="product-price">
          <Price product={product} /> <Stock product={product} always />
        </p>
        {variants.length > 0 && <Variants product={product} variants={variants} />}
        <div className="product-actions">
          {product.images.length > 0 && (
            <button type="button" className="button strong" onClick={() => search({ ...NOTHING, like: product.id }, {})}>
              <Icon name="photo" /> {say("similarPicture")}
            </button>
          )}
          <button type="button" className="button" onClick={() => openChat()}>
            <Icon name="chat" /> {say("chatAbout")}
          </button>
          {/^https?:/.test(product.link) && (
            <a className="button" href={product.link} rel="noreferrer">
              {say("visit")} <Icon name="outside" />
            </a>
          )}
        </div>
        <Description text={worded.description} lang={lang} />
        <dl className="attributes">
          {attributes.map(([name, values]) => (
            <div key={name}>
              <dt>{fieldName(name, say)}</dt>
              <dd>{values.join(language === "zh" ? "、" : ", ")}</dd>
            </div>
          ))}
          <div>
            <dt>{say("code")}</dt>
            <dd>{product.id}</dd>
          </div>
          {product.gtin && (
            <div>
              <dt>GTIN</dt>
              <dd>{product.gtin}</dd>
            </div>
          )}
        </dl>
      </div>
    </article>
  );
}

/** Feeds write lists as "• one • two": shown as a list. */
function Description({ text, lang }: { text: string; lang: string | undefined }) {
  const [lead, ...points] = text.split(/\s*•\s*/);
  return (
    <div className="description" lang={lang}>
      {lead && <p>{lead}</p>}
      {points.length > 0 && (
        <ul>
          {points.filter(Boolean).map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Variants({ product, variants }: { product: Product; variants: Product[] }) {
  const { say, language } = useLanguage();
  const all = variants.some((v) => v.id === product.id) ? variants : [product, ...variants];
  const names = variantNames(all, language);
  if (all.length < 2) return null;
  return (
    <section className="variants" aria-label={say("variants")}>
      <h2>{say("variants")}</h2>
      <ul>
        {all.map((variant) => (
          <li key={variant.id} aria-current={variant.id === product.id ? "true" : undefined}>
            <Link to={productAddress(variant.id)} onGo={() => goTo(productAddress(variant.id))}>
              <Picture image={variant.images[0]} sizes="72px" />
              <span>{names.get(variant.id)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Similar({ id }: { id: string }) {
  const { say } = useLanguage();
  const { value } = useLoaded(id, fetchSimilar);
  const hits = value?.hits.filter((hit) => hit.id !== id) ?? [];
  if (value && !hits.length) return null;
  return (
    <section className="similar" aria-label={say("similar")}>
      <h2>{say("similar")}</h2>
      {value ? (
        <ol className="grid">
          {hits.map((hit) => (
            <li key={hit.id}>
              <Card product={hit.product} score={hit.score} query="" />
            </li>
          ))}
        </ol>
      ) : (
        <Skeletons count={4} />
      )}
    </section>
  );
}

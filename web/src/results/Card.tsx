/** One product on the shelf. */

import type { Product } from "@omnishelf/instantsearch-client";
import { useId, useState } from "react";
import { tell } from "../collect/collector";
import { NotForMe } from "../collect/NotForMe";
import { useLanguage } from "../i18n/language";
import { wording } from "../shop/wording";
import { goTo, productAddress, search } from "../state/location";
import { Icon } from "../ui/Icon";
import { Link } from "../ui/Link";
import { Marked } from "./Marked";
import { Picture } from "./Picture";
import { Price } from "./Price";
import { Stock } from "./Stock";
import { Why, type WhySource } from "./Why";

interface Props {
  product: Product;
  score: number;
  /** The query's words, to be marked in the title; "" for none. */
  query: string;
  /** Fetches the reasons; absent where there are none to give. */
  why?: WhySource;
  /** How many other variants this card stands for. */
  variants?: number;
  /** Of the page that it stands on, and its place there from 1; absent where it stands by itself. */
  found?: { queryId: string; position: number; place: string };
  /** Why it is recommended, in words; absent where it was asked for. */
  because?: string;
  /** Called after "not for me", where the shelf then shows something else in its place. */
  onRejected?: () => void;
  eager?: boolean;
  level?: "h2" | "h3";
}

export function Card({ product, score, query, why, variants = 0, found, because, onRejected, eager = false, level }: Props) {
  const Heading = level ?? "h3";
  const { say, language } = useLanguage();
  const [explained, setExplained] = useState(false);
  const worded = wording(product, language);
  const title = useId();
  const open = () => {
    if (found) tell("click", { product_id: product.id, query_id: found.queryId, position: found.position, place: found.place });
    goTo(productAddress(product.id));
  };
  return (
    <article className="card" aria-labelledby={title} data-product={product.id}>
      <div className="card-shelf">
        <Picture image={product.images[0]} eager={eager} sizes="(max-width: 700px) 46vw, 260px" />
        <div className="card-marks">
          {product.sale_price && <span className="badge">{say("sale")}</span>}
          <Stock product={product} />
        </div>
      </div>
      <div className="card-words">
        {product.brand && <p className="card-brand">{product.brand}</p>}
        <Heading className="card-title" id={title} lang={worded.language || undefined}>
          <Link to={productAddress(product.id)} onGo={open}>
            <Marked text={worded.title} query={query} />
          </Link>
        </Heading>
        <p className="card-price">
          <Price product={product} />
          {product.rating !== null && (
            <span
              className="rating"
              role="img"
              aria-label={
                product.rating_count
                  ? say("rated", { rating: product.rating.toFixed(1), n: product.rating_count })
                  : say("ratedNoCount", { rating: product.rating.toFixed(1) })
              }
            >
              <Icon name="star" />
              {product.rating.toFixed(1)}
            </span>
          )}
        </p>
        {variants > 0 && <p className="card-variants">{say(variants === 1 ? "cardVariant" : "cardVariants", { n: variants })}</p>}
        {because && <p className="card-because">{because}</p>}
      </div>
      <div className="card-tools">
        {why && (
          <button
            type="button"
            className="text-button"
            aria-expanded={explained}
            aria-describedby={title}
            onClick={() => setExplained(!explained)}
          >
            {say("why")}
          </button>
        )}
        {product.images[0] && (
          <button
            type="button"
            className="icon-button quiet"
            aria-label={say("similarPicture")}
            title={say("similarPicture")}
            aria-describedby={title}
            onClick={() => search({ query: "", like: product.id, said: null, dropped: [], weights: {} }, {})}
          >
            <Icon name="photo" />
          </button>
        )}
        {found && (
          <NotForMe
            product={product.id}
            queryId={found.queryId}
            place={found.place}
            describedBy={title}
            {...(onRejected ? { onRejected } : {})}
          />
        )}
      </div>
      {explained && why && (
        <Why product={product} title={worded.title} score={score} source={why} onClose={() => setExplained(false)} />
      )}
    </article>
  );
}

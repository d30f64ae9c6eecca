/** Products within an answer: small cards, or a table where two or three are compared. */

import type { Product } from "@omnishelf/instantsearch-client";
import { useEffect, useState } from "react";
import { tell } from "../collect/collector";
import { useLanguage } from "../i18n/language";
import { Picture } from "../results/Picture";
import { Price } from "../results/Price";
import { Stock } from "../results/Stock";
import { fetchProduct } from "../shop/api";
import { wording } from "../shop/wording";
import { goTo, productAddress } from "../state/location";
import { Link } from "../ui/Link";
import { useMedia } from "../ui/useMedia";
import { compared } from "./compare";
import { closeChat } from "./store";

const MOST = 6;

export function Products({ ids, compare }: { ids: readonly string[]; compare: boolean }) {
  const { language, say } = useLanguage();
  const phone = useMedia("(max-width: 860px)");
  const [products, setProducts] = useState<Product[]>([]);
  const wanted = ids.slice(0, MOST).join("\n");
  useEffect(() => {
    const abort = new AbortController();
    const found = wanted ? wanted.split("\n") : [];
    // A product that has gone since is left out; the words about it stay.
    Promise.all(
      found.map((id) =>
        fetchProduct(id, abort.signal).then(
          ({ product }) => product,
          () => null,
        ),
      ),
    ).then((all) => {
      if (!abort.signal.aborted) setProducts(all.filter((one) => one !== null));
    });
    return () => abort.abort();
  }, [wanted]);
  if (!products.length) return null;
  const open = (product: Product, position: number) => {
    tell("click", { product_id: product.id, position, place: "assistant" });
    goTo(productAddress(product.id));
    // The sheet would hide the page that was asked for.
    if (phone) closeChat();
  };
  const side = compare && products.length > 1 && products.length < 4;
  return (
    <>
      <ul className="chat-products">
        {products.map((product, place) => {
          const worded = wording(product, language);
          return (
            <li key={product.id} data-product={product.id}>
              <Link to={productAddress(product.id)} onGo={() => open(product, place + 1)}>
                <Picture image={product.images[0]} sizes="96px" />
                <span lang={worded.language || undefined}>{worded.title}</span>
              </Link>
              <Price product={product} /> <Stock product={product} />
            </li>
          );
        })}
      </ul>
      {side && (
        <div className="chat-compared">
          <table>
            <caption className="visually-hidden">{say("chatCompared")}</caption>
            <thead>
              <tr>
                <td />
                {products.map((product) => (
                  <th key={product.id} scope="col">
                    {wording(product, language).title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {compared(products, language, say).map((row) => (
                <tr key={row.name} className={row.alike ? "alike" : ""}>
                  <th scope="row">{row.name}</th>
                  {row.values.map((value, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                    <td key={place}>{value || "–"}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** Products, answers and a transport of our making, for tests. */

import type { Answer, Product, Reading, SearchBody } from "../src/omnishelf.js";
import type { Transport } from "../src/transport.js";

export const product = (given: Partial<Product>): Product => ({
  id: "1",
  title: "",
  description: "",
  brand: "",
  category: [],
  attributes: {},
  language: "en",
  translations: {},
  price: null,
  sale_price: null,
  availability: "in_stock",
  stock: null,
  images: [],
  group_id: "",
  gtin: "",
  link: "",
  rating: null,
  rating_count: 0,
  launched_at: null,
  ...given,
});

export const reading = (modality: Reading["modality"], text: string): Reading => ({
  modality,
  text,
  language: "en",
  confidence: 0.8,
  weight: 0.5,
  guesses: [],
});

export const answer = (given: Partial<Answer> = {}): Answer => ({
  query_id: "q_1",
  understood: { text: "", transcript: null, language: "en", modalities: [], constraints: [] },
  hits: [],
  total: 0,
  total_exact: true,
  facets: [],
  suggestions: [],
  recovery: [],
  notices: [],
  cursor: "",
  took_ms: { total: 5 },
  ...given,
});

export interface Played extends Transport {
  asked: SearchBody[];
  streamed: SearchBody[];
}

/** Answers every search with `one`, and every stream with `pages`, each when its gate opens. */
export function played(one: Answer, pages: { page: Answer | Error; gate?: Promise<unknown> }[] = []): Played {
  const asked: SearchBody[] = [];
  const streamed: SearchBody[] = [];
  return {
    asked,
    streamed,
    async search(body) {
      asked.push(body);
      return one;
    },
    async *stream(body) {
      streamed.push(body);
      for (const { page, gate } of pages) {
        await gate;
        if (page instanceof Error) throw page;
        yield page;
      }
    },
  };
}

export function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

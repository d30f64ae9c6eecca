/** The search client: what InstantSearch calls, and what a page sets besides. Start reading here. */

import type { FacetHits, SearchRequest, SearchResponses } from "./algolia.js";
import { resultOf } from "./answer.js";
import { fieldOf } from "./filters.js";
import { highlight } from "./highlight.js";
import type { Answer, Contribution, Modality, SearchBody } from "./omnishelf.js";
import { bodyOf, type Call, type Inputs, keyOf, type PlanOptions, plan } from "./plan.js";
import { OmnishelfProblem } from "./problem.js";
import { httpTransport, type Transport } from "./transport.js";

export interface ClientOptions {
  /** Where Omnishelf is; "" (the default) for the page's own origin. */
  url?: string;
  apiKey?: string;
  /** InstantSearch attribute -> Omnishelf field, such as `{"categories": "category"}`. Names that agree need no entry. */
  rename?: Record<string, string>;
  /** Facets counted when InstantSearch asks for `*`. */
  allFacets?: string[];
  /** Hits a page when InstantSearch names no number. */
  hitsPerPage?: number;
  /** Called when slower inputs have been read after an early answer: call InstantSearch's `refresh()` here. */
  onRefined?: () => void;
  /** Milliseconds that an answer stays good for an equal question; 0 turns the memory off. */
  remember?: number;
  fetch?: typeof fetch;
  /** In the place of HTTP: for tests. */
  transport?: Transport;
}

/** What the client is doing: for a page's "listening…" and "looking…". */
export interface Progress {
  /** Inputs of the present search that have not been read yet. */
  reading: readonly Modality[];
  /** The newest page, perhaps not complete; null before the first. */
  answer: Answer | null;
  /** Why slower inputs could not be read after an early answer. */
  problem: OmnishelfProblem | null;
}

export interface OmnishelfClient {
  search(requests: readonly SearchRequest[]): Promise<SearchResponses>;
  searchForFacetValues(requests: readonly SearchRequest[]): Promise<FacetHits[]>;
  clearCache(): void;
  setInputs(inputs: Inputs): void;
  readonly inputs: Inputs;
  /** Why each hit of the newest page is there: product id -> contributions. Asks again with `explain`. */
  explain(): Promise<Map<string, Contribution[]>>;
  readonly progress: Progress;
  /** Returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

interface Run {
  key: string;
  calls: Call[];
  abort: AbortController;
}

interface Kept {
  answers: Answer[];
  until: number;
}

const KEPT_ANSWERS = 40;

export function createSearchClient(options: ClientOptions = {}): OmnishelfClient {
  const transport =
    options.transport ??
    httpTransport({
      url: (options.url ?? "").replace(/\/$/, ""),
      apiKey: options.apiKey ?? "",
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    });
  const planning: PlanOptions = {
    rename: options.rename ?? {},
    allFacets: options.allFacets ?? ["brand", "category", "color", "material", "availability", "price"],
    hitsPerPage: options.hitsPerPage ?? 24,
  };
  const lifetime = options.remember ?? 60_000;
  const listeners = new Set<() => void>();
  const memory = new Map<string, Kept>();
  /** Recording -> what was heard, so that a page turn does not listen again. */
  const heard = new WeakMap<Blob, string>();
  let inputs: Inputs = {};
  let progress: Progress = { reading: [], answer: null, problem: null };
  let run: Run | null = null;
  let latest: SearchBody | null = null;
  /** Answers that came after an early page was shown; the refresh that follows takes them, once. */
  let refined: { key: string; answers: Answer[] } | null = null;

  function report(change: Partial<Progress>): void {
    progress = { ...progress, ...change };
    for (const listener of [...listeners]) listener();
  }

  function keep(key: string, answers: Answer[]): void {
    if (!lifetime) return;
    memory.delete(key);
    memory.set(key, { answers, until: Date.now() + lifetime });
    for (const oldest of memory.keys()) {
      if (memory.size <= KEPT_ANSWERS) break;
      memory.delete(oldest);
    }
  }

  function kept(key: string): Answer[] | null {
    if (refined?.key === key) {
      const { answers } = refined;
      refined = null;
      return answers;
    }
    const found = memory.get(key);
    return found && found.until > Date.now() ? found.answers : null;
  }

  function responses(requests: readonly SearchRequest[], calls: readonly Call[], answers: readonly Answer[]): SearchResponses {
    const results = requests.map((request, index) => {
      const call = calls.findIndex((c) => c.answers.includes(index));
      return resultOf(request, answers[Math.min(call, answers.length - 1)] as Answer, answers, planning);
    });
    return { results };
  }

  function effectiveInputs(): Inputs {
    const known = inputs.recording ? heard.get(inputs.recording) : undefined;
    return known !== undefined && (inputs.transcript ?? null) === null ? { ...inputs, transcript: known } : inputs;
  }

  function learnTranscript(answer: Answer): void {
    const { recording } = inputs;
    if (recording && answer.complete !== false && answer.understood.transcript) heard.set(recording, answer.understood.transcript);
  }

  /** The counts for other facets, once the recording is known as words, so that it is listened to only once. */
  async function rest(calls: readonly Call[], first: Answer, signal: AbortSignal): Promise<Answer[]> {
    const said = first.understood.transcript;
    return Promise.all(
      calls.slice(1).map(({ body }) => {
        const { audio, ...plain } = body;
        return transport.search(audio && said ? { ...plain, transcript: said } : body, signal);
      }),
    );
  }

  async function atOnce(now: Run): Promise<Answer[]> {
    const answers = await Promise.all(now.calls.map(({ body }) => transport.search(body, now.abort.signal)));
    return answers;
  }

  /** Resolves with the first page worth showing; a later, complete one is announced by `onRefined`. */
  function asItGrows(now: Run): Promise<Answer[]> {
    const { body } = now.calls[0] as Call;
    const { signal } = now.abort;
    return new Promise((resolve, reject) => {
      let early = false;
      const read = async (): Promise<void> => {
        let last: Answer | null = null;
        for await (const page of transport.stream(body, signal)) {
          last = page;
          if (signal.aborted) return;
          if (page.complete === false) {
            report({ answer: page, reading: unread(body, page) });
            // A page of which no input has been read is the shop's own order: not worth showing.
            if (!page.hits.length || !page.understood.modalities.length) continue;
            if (early) options.onRefined?.();
            else resolve([page]);
            early = true;
          }
        }
        if (!last) throw new OmnishelfProblem("The shop's answer broke off.", "network", 0, "Try again.");
        learnTranscript(last);
        const answers = [last, ...(await rest(now.calls, last, signal))];
        if (signal.aborted) return;
        finish(now, answers);
        if (early) {
          refined = { key: keyAfter(now, last), answers };
          options.onRefined?.();
        } else resolve(answers);
      };
      read().catch((error: unknown) => {
        if (signal.aborted) return;
        report({ reading: [], problem: early && error instanceof OmnishelfProblem ? error : null });
        if (!early) reject(error);
      });
    });
  }

  /** The key that the refresh will ask with: the recording has become a transcript by then. */
  function keyAfter(now: Run, last: Answer): string {
    const said = last.understood.transcript;
    return now.calls
      .map(({ body }) => {
        const { audio, ...plain } = body;
        return keyOf(audio && said ? { ...plain, transcript: said } : body);
      })
      .join("\n");
  }

  function finish(now: Run, answers: Answer[]): void {
    keep(keyAfter(now, answers[0] as Answer), answers);
    if (run === now) run = null;
    report({ reading: [], answer: answers[0] ?? null, problem: null });
  }

  return {
    get inputs() {
      return inputs;
    },
    get progress() {
      return progress;
    },
    setInputs(next) {
      inputs = next;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clearCache() {
      memory.clear();
    },

    async search(requests) {
      const calls = plan(requests, effectiveInputs(), planning);
      const first = calls[0];
      if (!first) return { results: [] };
      const key = calls.map(({ body }) => keyOf(body)).join("\n");
      latest = first.body;
      if (run && run.key === key && progress.answer && progress.answer.complete === false) {
        return responses(requests, calls, [progress.answer]);
      }
      const known = kept(key);
      run?.abort.abort();
      run = null;
      if (known) {
        report({ reading: [], answer: known[0] ?? null, problem: null });
        return responses(requests, calls, known);
      }
      const now: Run = { key, calls, abort: new AbortController() };
      run = now;
      report({ reading: unread(first.body, null), answer: null, problem: null });
      try {
        const slow = first.body.audio || first.body.image;
        const answers = await (slow ? asItGrows(now) : atOnce(now));
        if (!slow) finish(now, answers);
        return responses(requests, calls, answers);
      } catch (error) {
        // A newer search has taken this one's place: its answer is awaited, not this one's failure.
        if (now.abort.signal.aborted) return new Promise(() => undefined);
        report({ reading: [], problem: error instanceof OmnishelfProblem ? error : null });
        if (run === now) run = null;
        throw error;
      }
    },

    async searchForFacetValues(requests) {
      return Promise.all(
        requests.map(async (request) => {
          const params = request.params ?? {};
          const name = params.facetName ?? "";
          const query = (params.facetQuery ?? "").toLowerCase();
          const asked = { ...request, params: { ...params, facets: [name], hitsPerPage: 0 } };
          const answer = await transport.search(bodyOf(asked, effectiveInputs(), planning));
          const facet = answer.facets.find((f) => f.field === fieldOf(name, planning.rename).field);
          const values = (facet?.values ?? []).filter((v) => `${v.label} ${v.value}`.toLowerCase().includes(query));
          return {
            facetHits: values.slice(0, params.maxFacetHits ?? 10).map(({ value, count }) => ({
              value,
              count,
              highlighted: highlight(value, query, params.highlightPreTag, params.highlightPostTag).value,
            })),
            exhaustiveFacetsCount: answer.total_exact,
            processingTimeMS: Math.round(answer.took_ms["total"] ?? 0),
          };
        }),
      );
    },

    async explain() {
      if (!latest) return new Map();
      const { facets: _facets, ...body } = latest;
      const { audio, ...plain } = body;
      const said = audio ? heard.get(audio) : undefined;
      const answer = await transport.search({ ...(said === undefined ? body : { ...plain, transcript: said }), explain: true });
      return new Map(answer.hits.map((hit) => [hit.id, hit.why ?? []]));
    },
  };
}

/** Inputs that were sent but do not show in the page's readings yet. */
function unread(body: SearchBody, page: Answer | null): Modality[] {
  const sent: Modality[] = [...(body.image ? (["photo"] as const) : []), ...(body.audio ? (["voice"] as const) : [])];
  return sent.filter((modality) => !page?.understood.modalities.some((r) => r.modality === modality));
}

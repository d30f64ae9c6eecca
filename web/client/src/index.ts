export type {
  AlgoliaHit,
  FacetHits,
  OmnishelfExtras,
  SearchParams,
  SearchRequest,
  SearchResponses,
  SearchResult,
} from "./algolia.js";
export { PATH_SEPARATOR } from "./answer.js";
export { type ClientOptions, createSearchClient, type OmnishelfClient, type Progress } from "./client.js";
export { highlight } from "./highlight.js";
export type * from "./omnishelf.js";
export type { Inputs } from "./plan.js";
export { OmnishelfProblem, problemFromFetch, problemFromJson, problemFromResponse } from "./problem.js";
export { parseEvent, readEvents, type ServerEvent } from "./sse.js";
export { encode, httpTransport, type Transport, type TransportOptions } from "./transport.js";

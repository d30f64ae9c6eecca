/** The JSON of Omnishelf's HTTP surface (docs/http.md), as types. */

export type Modality = "words" | "photo" | "voice";
export type SortOrder = "relevance" | "price_asc" | "price_desc" | "newest" | "rating";

/** Minor units (cents, fen) of an ISO 4217 currency. */
export interface Money {
  amount: number;
  currency: string;
}

export interface Wording {
  title?: string;
  description?: string;
  category?: string[];
  attributes?: Record<string, string[]>;
}

export interface Product {
  id: string;
  title: string;
  description: string;
  brand: string;
  category: string[];
  attributes: Record<string, string[]>;
  language: string;
  translations: Record<string, Wording>;
  price: Money | null;
  sale_price: Money | null;
  availability: "in_stock" | "out_of_stock" | "preorder" | "backorder";
  stock: number | null;
  images: string[];
  group_id: string;
  gtin: string;
  link: string;
  rating: number | null;
  rating_count: number;
  launched_at: string | null;
}

/** One addend of a hit's score; a hit's values sum to its score. */
export interface Contribution {
  source: Modality | "shop" | "you";
  signal: string;
  value: number;
  detail: string;
}

export interface Hit {
  id: string;
  score: number;
  product: Product;
  why?: Contribution[];
  /** Further products of its group that this hit stands for. */
  variants?: { count: number; ids: string[] };
}

export interface Reading {
  modality: Modality;
  text: string;
  language: string;
  /** 0..1 */
  confidence: number;
  /** This input's share of the query; the shares of all inputs sum to 1. */
  weight: number;
  guesses: { label: string; probability: number }[];
}

export interface Constraint {
  key: string;
  kind: string;
  label: string;
  hard: boolean;
  source: Modality;
  confidence: number;
}

export interface Understood {
  text: string;
  transcript: string | null;
  language: string;
  modalities: Reading[];
  constraints: Constraint[];
  /** The understood price limit, minor units; null leaves an end open. */
  price?: { min: number | null; max: number | null; currency: string } | null;
}

export interface Facet {
  field: string;
  values: { value: string; count: number; label: string }[];
  low: number | null;
  high: number | null;
}

export interface Notice {
  code: string;
  /** In English. */
  message: string;
  modality: Modality | null;
  /** What the message names. */
  about?: Record<string, string>;
}

export interface Recovery {
  kind: "correct" | "relax" | "related";
  label: string;
  /** What to ask instead; "" to ask the same again. */
  text: string;
  /** Key of the constraint to drop; "" for none. */
  dropped: string;
  /** How many products that finds; 0 when it was not counted. */
  total: number;
}

/** A tracking number in what was asked, and who may carry it, the likeliest first. */
export interface ParcelNumber {
  number: string;
  carriers: { carrier: string; name: string; probability: number; checked: boolean }[];
  /** Two carriers fit about as well. */
  ambiguous: boolean;
  confidence: number;
  read_from: "text" | "voice" | "bars" | "print";
}

export interface Answer {
  query_id: string;
  understood: Understood;
  hits: Hit[];
  total: number;
  total_exact: boolean;
  facets: Facet[];
  suggestions: string[];
  /** Ways on, when nothing was found. */
  recovery: Recovery[];
  notices: Notice[];
  cursor: string;
  /** A path of the shop's site to go to instead of showing the hits. */
  redirect?: string | null;
  /** They lead to parcels, and not to products. */
  parcels?: ParcelNumber[];
  banners?: { text: string; link: string }[];
  /** Ids of the shop's rules that had a say. */
  rules?: string[];
  took_ms: Record<string, number>;
  /** In a stream: false until every input has been read. */
  complete?: boolean;
}

/** Part of a photo, in fractions 0..1 of its width and height. */
export interface Crop {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** `{"min": 1000, "max": 6000}`, any of, or none of. */
export type Condition = string | string[] | { not: string[] } | { min?: number; max?: number };
export type Filters = Record<string, Condition>;

export interface SearchBody {
  text: string;
  image?: Blob;
  image_product?: string;
  crop?: Crop;
  audio?: Blob;
  transcript?: string;
  filters?: Filters;
  not?: string[];
  dropped?: string[];
  weights?: Partial<Record<Modality, number>>;
  language?: string;
  labels?: string;
  sort?: SortOrder;
  facets?: string[];
  size?: number;
  offset?: number;
  explain?: boolean;
  shopper_id?: string;
  session_id?: string;
}

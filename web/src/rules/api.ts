/** Calls of the rules' page (docs/merchandising.md). */

import { call } from "../owner/call";
import type { Caution, Preview, Rule } from "./rule";

const RULES = "/v1/rules";

export const fetchRules = async (): Promise<Rule[]> => (await call<{ rules: Rule[] }>("GET", RULES)).rules;
export const putRule = async (rule: Rule): Promise<Caution[]> =>
  (await call<{ warnings: Caution[] }>("PUT", RULES, { rules: [rule] })).warnings;
export const deleteRule = (id: string): Promise<null> => call("DELETE", `${RULES}/${encodeURIComponent(id)}`);
export const previewRule = (rule: Rule, text: string, at: string): Promise<Preview> =>
  call("POST", `${RULES}/preview`, { rules: [rule], query: { text, size: 12 }, ...(at ? { at } : {}) });

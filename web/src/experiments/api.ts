/** Calls of the experiments' page (docs/experiments.md). */

import { call } from "../owner/call";
import type { Experiment, Findings, Plan } from "./experiment";

const EXPERIMENTS = "/v1/experiments";
const one = (id: string): string => `${EXPERIMENTS}/${encodeURIComponent(id)}`;

export const fetchExperiments = async (): Promise<Experiment[]> =>
  (await call<{ experiments: Experiment[] }>("GET", EXPERIMENTS)).experiments;
export const fetchFindings = (id: string): Promise<Findings> => call("GET", `${one(id)}/results`);
export const putExperiment = (id: string, plan: Plan): Promise<Experiment> => call("PUT", one(id), plan);
export const startExperiment = (id: string): Promise<Experiment> => call("POST", `${one(id)}/start`);
export const stopExperiment = (id: string): Promise<Experiment> => call("POST", `${one(id)}/stop`);
export const deleteExperiment = (id: string): Promise<null> => call("DELETE", one(id));

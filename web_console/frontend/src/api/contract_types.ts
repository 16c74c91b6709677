// SPDX-License-Identifier: Apache-2.0
/** The part of the API that the server's schema does not have yet, by hand. Shrinks as endpoints arrive. */

interface Ok<T> {
  200: { headers: Record<string, unknown>; content: { "application/json": T } };
}
interface Op<T, P = { path?: never; query?: never }> {
  parameters: P;
  responses: Ok<T>;
}
interface OpWith<B, T, P = { path?: never; query?: never }> extends Op<T, P> {
  requestBody: { content: { "application/json": B } };
}
interface ById<K extends string = "id"> {
  path: Record<K, string>;
  query?: never;
}
export interface CriterionScore {
  name: string;
  check: string;
  points: number;
  max_points: number;
  reason: string;
}
export interface Scorecard {
  score: number;
  max_score: number;
  passed: boolean;
  verdict: string;
  ending_reason: string;
  sim_time_s: number;
  criteria: CriterionScore[];
  message: string;
  hint: string;
  failure: { kind: string; message: string; hint: string; line: number | null; source_line: string } | null;
}
export interface SubmissionScorecard {
  score: number;
  max_score: number;
  pass_mark: number;
  passed: boolean;
  verdict: string;
  criteria: (CriterionScore & { least_points: number; least_number: number })[];
  worst: number;
  failed: number[];
  seeds: { number: number; scorecard: Scorecard }[];
  message: string;
  hint: string;
}
export interface Submission {
  id: string;
  program_id: string;
  program_name: string;
  version: number;
  mission: string;
  state: "queued" | "running" | "graded" | "failed";
  done: number;
  total: number;
  left_s: number | null;
  score: number | null;
  max_score: number | null;
  passed: boolean | null;
  problem: string;
  created_at: string;
}
export interface SubmissionDetail extends Submission {
  scorecard: SubmissionScorecard | null;
  episodes: { id: string; seed_name: string; score: number | null; passed: boolean | null }[];
  worst_episode_id: string | null;
}

interface MissionQuery {
  path?: never;
  query?: { mission?: string; program_id?: string };
}

export interface ContractPaths {
  "/api/submissions": {
    get: Op<{ submissions: Submission[] }, MissionQuery>;
    post: OpWith<{ program_id: string; version: number }, SubmissionDetail>;
  };
  "/api/submissions/{submission_id}": { get: Op<SubmissionDetail, ById<"submission_id">> };
}

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
interface ByNumber {
  path: { program_id: string; number: number };
  query?: never;
}

export interface Person {
  id: string;
  nickname: string;
  role: string;
}
export interface Team {
  id: string;
  name: string;
  class_name: string;
  institution: string;
}
export interface Session {
  person: Person | null;
  team: Team | null;
  csrf_token: string;
  demo: boolean;
}
export interface JoinedSession extends Session {
  key: string;
}
export interface ClassTeam {
  id: string;
  name: string;
  members: string[];
}
export interface ClassByCode {
  name: string;
  institution: string;
  teams: ClassTeam[];
}
export interface Criterion {
  name: string;
  check: string;
  points: number;
}
export interface RobotChoice {
  name: string;
  title: string;
  summary: string;
}
export interface MissionDetail {
  name: string;
  title: Record<string, string>;
  summary: Record<string, string>;
  strand: string;
  tiers: string[];
  expected_minutes: number;
  max_score: number;
  pass_mark: number;
  brief: Record<string, string>;
  robots: RobotChoice[];
  robot: string;
  public_seeds: number[];
  control_rate_hz: number;
  time_limit_s: number;
  hidden_seed_count: number;
  criteria: Criterion[];
  starter: Record<string, string>;
}
export interface Author {
  id: string;
  nickname: string;
}
export interface VersionCard {
  id: string;
  number: number;
  parent_number: number | null;
  kind: string;
  label: string;
  tier: string;
  author: Author | null;
  saved_at: string;
  is_head: boolean;
}
export interface Version extends VersionCard {
  text: string;
  blocks: string | null;
}
export interface ProgramCard {
  id: string;
  mission: string;
  name: string;
  head: number;
  tier: string;
  author: Author | null;
  created_at: string;
  saved_at: string;
}
export interface Program extends ProgramCard {
  document: Version;
}
export interface DocumentToSave {
  base: number;
  tier: "blocks" | "code";
  text: string;
  blocks?: string | null;
  kind: "autosave" | "kept";
  label?: string;
  writer?: string;
}
export interface CheckProblem {
  line: number;
  column: number;
  end_column: number;
  severity: "error" | "warning";
  message: string;
  hint: string;
}
export interface RobotApiEntry {
  name: string;
  kind: "method" | "property" | "function";
  signature: string;
  doc_markdown: string;
  fields: string[];
}
export interface Episode {
  id: string;
  program_id: string;
  program_name: string;
  version: number;
  mission: string;
  seed: number | null;
  seed_name: string;
  robot: string;
  target: string;
  pace: number;
  state: string;
  score: number | null;
  max_score: number | null;
  passed: boolean | null;
  verdict: string;
  author: string;
  created_at: string;
  submission_id: string | null;
}
export interface SubmissionEpisode {
  id: string;
  seed_name: string;
  score: number | null;
  passed: boolean | null;
}
export interface Submission {
  id: string;
  program_id: string;
  program_name: string;
  version: number;
  mission: string;
  state: string;
  done: number;
  total: number;
  left_s: number | null;
  score: number | null;
  max_score: number | null;
  passed: boolean | null;
  created_at: string;
  author: string;
  problem: string;
}
export interface SubmissionWithEpisodes extends Submission {
  scorecard: unknown;
  episodes: SubmissionEpisode[];
  worst_episode_id: string | null;
}
export interface Target {
  name: string;
  kind: string;
  title: string;
  available: boolean;
  why_not: string;
}

type MissionQuery = { path?: never; query?: { mission?: string; program_id?: string } };

export interface ContractPaths {
  "/api/session": { get: Op<Session>; delete: Op<Session> };
  "/api/session/join": {
    post: OpWith<{ class_code: string; nickname: string; team_id?: string; team_name?: string }, JoinedSession>;
  };
  "/api/session/log-in": { post: OpWith<{ login_name: string; password: string }, Session> };
  "/api/session/rejoin": { post: OpWith<{ key: string }, Session> };
  "/api/classes/by-code/{code}": { get: Op<ClassByCode, ById<"code">> };
  "/api/admin-link": {
    post: OpWith<{ token: string; login_name: string; password: string; nickname: string }, Session>;
  };
  "/api/missions/{name}": { get: Op<MissionDetail, ById<"name">> };
  "/api/missions/{name}/programs": {
    get: Op<{ programs: ProgramCard[] }, ById<"name">>;
    post: OpWith<
      { name?: string; tier: "blocks" | "code"; text?: string; blocks?: string; from_version_id?: string },
      Program,
      ById<"name">
    >;
  };
  "/api/programs/{program_id}": {
    get: Op<Program, ById<"program_id">>;
    patch: OpWith<{ name: string }, Program, ById<"program_id">>;
  };
  "/api/programs/{program_id}/document": { put: OpWith<DocumentToSave, VersionCard, ById<"program_id">> };
  "/api/programs/{program_id}/versions": {
    get: Op<{ versions: VersionCard[]; older: boolean }, { path: { program_id: string }; query?: { before?: number } }>;
  };
  "/api/programs/{program_id}/versions/{number}": { get: Op<Version, ByNumber> };
  "/api/programs/{program_id}/versions/{number}/restore": { post: Op<Version, ByNumber> };
  "/api/programs/check": {
    post: OpWith<{ text: string; mission?: string }, { problems: CheckProblem[]; complete: boolean }>;
  };
  "/api/robot-api": { get: Op<RobotApiEntry[]> };
  "/api/episodes": {
    get: Op<{ episodes: Episode[] }, MissionQuery>;
    post: OpWith<
      { program_id: string; version: number; seed: number; robot?: string; target: string; pace: number },
      Episode
    >;
  };
  "/api/episodes/{id}": { get: Op<Episode, ById> };
  "/api/episodes/{id}/control": { post: OpWith<{ action: string; pace?: number }, { state: string }, ById> };
  "/api/submissions": {
    get: Op<{ submissions: Submission[] }, MissionQuery>;
    post: OpWith<{ program_id: string; version: number }, SubmissionWithEpisodes>;
  };
  "/api/submissions/{id}": { get: Op<SubmissionWithEpisodes, ById> };
  "/api/targets": { get: Op<{ targets: Target[] }, { path?: never; query: { mission: string } }> };
}

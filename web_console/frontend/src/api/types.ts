// SPDX-License-Identifier: Apache-2.0
/** What the API's things are called in the front end. */
import type { components } from "@/api/schema";

export type MissionCard = components["schemas"]["MissionCard"];
export type {
  Author,
  ClassByCode,
  ClassTeam,
  Episode,
  JoinedSession,
  MissionDetail,
  Program,
  ProgramCard,
  RobotApiEntry,
  Session,
  Submission,
  SubmissionWithEpisodes,
  Target,
  Version,
  VersionCard,
} from "@/api/contract_types";

// SPDX-License-Identifier: Apache-2.0
/** What the API's things are called in the front end. */
import type { components } from "@/api/schema";

export type MissionCard = components["schemas"]["MissionCard"];
export type {
  CheckProblem,
  ClassByCode,
  ClassTeam,
  Episode,
  JoinedSession,
  MissionDetails,
  Program,
  ProgramDocument,
  ProgramWithDocument,
  RobotApiEntry,
  Session,
  Submission,
  SubmissionWithEpisodes,
  Target,
  Version,
  VersionWithDocument,
} from "@/api/contract_types";

// SPDX-License-Identifier: Apache-2.0
/** What the API's things are called in the front end. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type MissionCard = Schemas["MissionCard"];
/** Zones come with the scene, in its own words. */
export type MissionDetail = Omit<Schemas["MissionDetail"], "zones">;
export type Session = Schemas["SessionBody"];
export type JoinedSession = Schemas["JoinedBody"];
export type ClassByCode = Schemas["ClassSeen"];
export type Program = Schemas["Program"];
export type ProgramCard = Schemas["ProgramCard"];
export type Version = Schemas["Version"];
export type VersionCard = Schemas["VersionCard"];
export type RobotApiEntry = Schemas["RobotApiEntry"];
export type Target = Schemas["Target"];
export type Episode = Schemas["Episode"];
export type Scorecard = Schemas["Scorecard"];
export type Submission = Schemas["SubmissionCard"];
export type SubmissionDetail = Schemas["SubmissionDetail"];
export type SubmissionScorecard = NonNullable<SubmissionDetail["scorecard"]>;

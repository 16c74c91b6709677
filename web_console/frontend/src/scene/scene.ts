// SPDX-License-Identifier: Apache-2.0
/** Scenes: what a world looks like at the start of an episode, and what is needed to draw it. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Scene = Schemas["Scene"];
export type SceneEntity = Schemas["SceneEntity"];
export type SceneLink = Schemas["SceneLink"];
export type SceneVisual = Schemas["SceneVisual"];
export type SceneCamera = Schemas["SceneCamera"];
export type SceneWheel = Schemas["SceneWheel"];
export type SceneZone = Scene["zones"][number];
export type Shape = SceneVisual["geometry"];

/** Which scene: that of an episode, or of a mission with a public seed. */
export type SceneOf =
  | { readonly episodeId: string }
  | { readonly mission: string; readonly seed: number; readonly robot?: string };

/** Where the scene is to be had. */
export function scenePath(of: SceneOf): string {
  if ("episodeId" in of) return `/api/episodes/${encodeURIComponent(of.episodeId)}/scene`;
  const query = new URLSearchParams({ seed: String(of.seed), ...(of.robot === undefined ? {} : { robot: of.robot }) });
  return `/api/missions/${encodeURIComponent(of.mission)}/scene?${query.toString()}`;
}

async function fetchScene(path: string): Promise<Scene> {
  const response = await fetch(path, { credentials: "same-origin" });
  if (response.ok) return (await response.json()) as Scene;
  const said = (await response.json().catch(() => ({}))) as { message?: string; hint?: string; kind?: string };
  throw new ApiError(said.message ?? response.statusText, said.hint ?? "", response.status, said.kind ?? "");
}

/** A scene for React; it does not change once it is there. */
export function useScene(of: SceneOf | null): UseQueryResult<Scene> {
  const path = of === null ? "" : scenePath(of);
  return useQuery({
    queryKey: ["scene", path],
    queryFn: () => fetchScene(path),
    enabled: of !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

// SPDX-License-Identifier: Apache-2.0
/** What the robot can do, as the server reads it from the docstrings. */
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "@/api/client";
import type { RobotApiEntry } from "@/api/types";

const NOTHING: readonly RobotApiEntry[] = [];

/** The entries; none until they are there. They don't change while the lab runs. */
export function useRobotApi() {
  const query = useQuery({
    queryKey: ["robot-api"],
    queryFn: async () => answered(await api.GET("/api/robot-api")),
    staleTime: Infinity,
  });
  return { entries: query.data ?? NOTHING, error: query.error, isPending: query.isPending, retry: () => void query.refetch() };
}

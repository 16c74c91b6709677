// SPDX-License-Identifier: Apache-2.0
/** Problems of a program while it is written, from the server's check. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { answered, api } from "@/api/client";
import type { CodeProblem } from "@/code/problem";

const REST_MS = 500;
const NONE: readonly CodeProblem[] = [];

/** What is known of a text. */
export interface ProgramCheck {
  readonly problems: readonly CodeProblem[];
  /** `checked`: the problems are those of this very text. */
  readonly state: "checking" | "checked" | "failed";
}

/** Checks a text whenever one rests from typing; null is not checked. */
export function useProgramCheck(text: string | null, mission: string): ProgramCheck {
  const [rested] = useDebouncedValue(text, REST_MS);
  const check = useQuery({
    queryKey: ["check", mission, rested],
    enabled: rested !== null,
    queryFn: async ({ signal }) =>
      answered(await api.POST("/api/programs/check", { body: { text: rested ?? "", mission }, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: 0,
  });
  const found = check.data?.problems;
  const problems = useMemo(
    () => found?.map(({ end_column, ...problem }) => ({ ...problem, endColumn: end_column })) ?? NONE,
    [found],
  );
  const current = rested === text && !check.isPlaceholderData && check.isSuccess;
  return { problems: text === null ? NONE : problems, state: check.isError ? "failed" : current ? "checked" : "checking" };
}

// SPDX-License-Identifier: Apache-2.0
/** The API, with the types that the server's own schema gives (`npm run api` makes `schema.d.ts`). */
import createClient from "openapi-fetch";
import { guardedFetch } from "@/api/guarded_fetch";
import type { paths } from "@/api/schema";

export const api = createClient<paths>({
  baseUrl: "/",
  credentials: "same-origin",
  fetch: guardedFetch,
});

/** What the server says when something is wrong: what, and what to do. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly hint: string,
    readonly status: number,
    readonly kind: string,
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The answer's data, or an `ApiError`. */
export function answered<T>(result: { data?: T; error?: unknown; response: Response }): T {
  if (result.response.ok) return result.data as T;
  const body = (typeof result.error === "object" ? (result.error ?? {}) : {}) as Record<string, unknown>;
  const said = (key: string): string => (typeof body[key] === "string" ? body[key] : "");
  const { status, statusText } = result.response;
  throw new ApiError(said("message") || statusText, said("hint"), status, said("kind"), body);
}

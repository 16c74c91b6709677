// SPDX-License-Identifier: Apache-2.0
/** The API, with the types that the server's own schema gives (`npm run api` makes `schema.d.ts`). */
import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "@/api/schema";

let csrfToken = "";

/** The token that the server wants to see with every change; it comes with the session. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

const withToken: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(withToken);

/** What the server says when something is wrong: what, and what to do. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly hint: string,
    readonly status: number,
    readonly kind: string,
  ) {
    super(message);
  }
}

/** The answer's data, or an `ApiError`. */
export function answered<T>(result: { data?: T; error?: unknown; response: Response }): T {
  if (result.response.ok) return result.data as T;
  const said = (result.error ?? {}) as { message?: string; hint?: string; kind?: string };
  throw new ApiError(said.message ?? result.response.statusText, said.hint ?? "", result.response.status, said.kind ?? "");
}

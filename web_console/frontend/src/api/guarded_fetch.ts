// SPDX-License-Identifier: Apache-2.0
/** `fetch` for the API: it bears the session's token, renews it once if it is out of date, and tells of a lost session. */

let csrfToken = "";

/** The token that the server wants to see with every change; it comes with the session. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

type Listener = () => void;
const loggedOut = new Set<Listener>();
const begun = new Set<Listener>();

function subscribe(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Calls back when the server answers that nobody is logged in (any more). Returns what ends that. */
export function onLoggedOut(listener: Listener): () => void {
  return subscribe(loggedOut, listener);
}

/** Calls back when somebody has logged in again in place of a session that was lost. Returns what ends that. */
export function onSessionBegun(listener: Listener): () => void {
  return subscribe(begun, listener);
}

/** Tells that somebody has logged in. */
export function sessionBegun(): void {
  for (const listener of begun) listener();
}

async function kindOf(response: Response): Promise<string> {
  try {
    const body: unknown = await response.clone().json();
    return typeof body === "object" && body !== null && "kind" in body ? String(body.kind) : "";
  } catch {
    return "";
  }
}

/** Asks for the session anew: after a log-in in another tab the token is another one. */
async function renewToken(): Promise<boolean> {
  try {
    const response = await fetch("/api/session", { credentials: "same-origin" });
    const session = (await response.json()) as { csrf_token?: unknown };
    if (typeof session.csrf_token !== "string" || session.csrf_token === csrfToken) return false;
    csrfToken = session.csrf_token;
    return true;
  } catch {
    return false;
  }
}

/** Sends a request of the API. */
export async function guardedFetch(request: Request): Promise<Response> {
  if (request.method === "GET") return told(await fetch(request));
  const again = request.clone();
  request.headers.set("X-CSRF-Token", csrfToken);
  const response = await fetch(request);
  if (response.status === 403 && (await kindOf(response)) === "csrf" && (await renewToken())) {
    again.headers.set("X-CSRF-Token", csrfToken);
    return told(await fetch(again));
  }
  return told(response);
}

async function told(response: Response): Promise<Response> {
  if (response.status === 401 && (await kindOf(response)) === "log_in") for (const listener of loggedOut) listener();
  return response;
}

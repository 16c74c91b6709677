// SPDX-License-Identifier: Apache-2.0
/** Whether the dialog to log in again is asked for: by an answer of the server, or by somebody's click. */
import { useSyncExternalStore } from "react";
import { onLoggedOut } from "@/api/guarded_fetch";

let asked = false;
const listeners = new Set<() => void>();

function set(value: boolean): void {
  asked = value;
  for (const listener of listeners) listener();
}

/** Asks for the dialog. */
export function askToLogIn(): void {
  set(true);
}

/** It was answered, or put off. */
export function loggedInOrNot(): void {
  set(false);
}

onLoggedOut(askToLogIn);

/** Whether the dialog is asked for. */
export function useAskedToLogIn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
}

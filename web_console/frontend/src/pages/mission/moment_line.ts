// SPDX-License-Identifier: Apache-2.0
/** The line that the program is at in the moment that is looked at. It changes often, so only the editor looks at it. */
import { useSyncExternalStore } from "react";

export class MomentLine {
  #line: number | null = null;
  readonly #listeners = new Set<() => void>();

  readonly set = (line: number | null): void => {
    if (line === this.#line) return;
    this.#line = line;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly get = (): number | null => this.#line;
}

/** The line now. */
export function useMomentLine(moment: MomentLine): number | null {
  return useSyncExternalStore(moment.subscribe, moment.get);
}

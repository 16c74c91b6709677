// SPDX-License-Identifier: Apache-2.0
/** Choices that a browser remembers: widths of panes, the program that was open, seed and pace. */
import { useCallback, useState } from "react";

const PREFIX = "valence.choice";

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as unknown;
  } catch {
    return null;
  }
}

/**
 * A choice that is remembered.
 *
 * @param name of the choice.
 * @param otherwise what holds until something was chosen.
 * @param allowed whether something that was remembered may still be chosen.
 */
export function useKeptChoice<T>(name: string, otherwise: T, allowed: (value: unknown) => value is T): [T, (value: T) => void] {
  const key = `${PREFIX}.${name}`;
  const [value, setValue] = useState<T>(() => {
    const kept = read(key);
    return allowed(kept) ? kept : otherwise;
  });
  const choose = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // It holds until the page is left.
      }
    },
    [key],
  );
  return [value, choose];
}

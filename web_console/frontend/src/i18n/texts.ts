// SPDX-License-Identifier: Apache-2.0
/** One part of the catalogue: every text in every language, or it is a type error. */

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Tree {
  readonly [key: string]: string | Tree;
}

/** The same keys, any texts. */
type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> };

/**
 * Declares a part of the catalogue.
 *
 * @param both English texts, and the German ones under exactly the same keys.
 */
export function texts<const T extends Tree>(both: { en: T; de: Translated<T> }): { en: T; de: Translated<T> } {
  return both;
}

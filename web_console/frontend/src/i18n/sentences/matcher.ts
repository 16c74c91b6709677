// SPDX-License-Identifier: Apache-2.0
/**
 * Finds an English sentence of the lab in a list of pairs and says it anew. `docs/console.md` tells how a pair is
 * written.
 *
 * A pattern holds placeholders `{name:kind}`; in the German one the kind may be left out. Kinds are those of `KINDS`
 * below, `sentences` (any number of whole sentences, said anew themselves), and the names of the pieces that come with
 * the pairs: clauses that stand there or not, or in one of several forms.
 */

/** An English pattern and the German one. */
export interface Pair {
  readonly en: string;
  readonly de: string;
}

/** Clauses by the kind of the placeholders they stand for; an empty pair means that nothing may stand there. */
export type Pieces = Readonly<Record<string, readonly Pair[]>>;

/** How something is said. */
export interface Voice {
  readonly language: keyof Pair;
  /** What a criterion of that name is called. */
  readonly titleOf: (name: string) => string;
}

/** Says a text anew, or null if it can't. */
export type Retell = (text: string, voice: Voice) => string | null;

interface Kind {
  readonly source: string;
  readonly say: (found: string, voice: Voice) => string;
}

const NAME = "[A-Za-z_][\\w-]*";
const AND_OR = { en: { and: " and ", or: " or " }, de: { and: " und ", or: " oder " } } as const;

const asItIs = (found: string): string => found;

const KINDS: Readonly<Record<string, Kind>> = {
  /** A number; with as many decimals as it came with. */
  number: { source: "[-+]?(?:\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?|inf|nan)", say: spokenNumber },
  /** A whole number that counts nothing, such as that of a line. */
  figure: { source: "\\d+", say: asItIs },
  /** The name of a zone, a thing, a variable. */
  name: { source: NAME, say: asItIs },
  /** Names with commas between them. */
  names: { source: `${NAME}(?:, ${NAME})*`, say: asItIs },
  /** “a and b and c”. */
  all: { source: `${NAME}(?: and ${NAME})*`, say: (found, { language }) => found.replaceAll(" and ", AND_OR[language].and) },
  /** “a or b or c”. */
  any: { source: `${NAME}(?: or ${NAME})*`, say: (found, { language }) => found.replaceAll(" or ", AND_OR[language].or) },
  /** The name of a criterion, for which its title is said. */
  criterion: { source: "\\w+", say: (found, { titleOf }) => titleOf(found) },
  /** Anything, said as it is: a piece of a program, what Python says. */
  text: { source: "[^]*?", say: asItIs },
};

function spokenNumber(found: string, { language }: Voice): string {
  const value = Number(found);
  if (language === "en" || !Number.isFinite(value)) return found;
  const digits = /\.(\d+)/.exec(found)?.[1]?.length ?? 0;
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: "min2" }).format(value);
}

type Part = string | { readonly name: string; readonly kind: string };

/** Cuts a pattern at its placeholders. */
export function partsOf(pattern: string): Part[] {
  return pattern.split(/(\{\w+(?::\w+)?\})/).flatMap((one): Part[] => {
    const [, name, kind] = /^\{(\w+)(?::(\w+))?\}$/.exec(one) ?? [];
    if (name !== undefined) return [{ name, kind: kind ?? "" }];
    return one === "" ? [] : [one];
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** A regular expression for a pattern, without names. */
function sourceOf(pattern: string, pieces: Pieces, named: boolean): string {
  return partsOf(pattern)
    .map((part) => {
      if (typeof part === "string") return escaped(part);
      const source = sourceOfKind(part.kind, pieces);
      return named ? `(?<${part.name}>${source})` : `(?:${source})`;
    })
    .join("");
}

function sourceOfKind(kind: string, pieces: Pieces): string {
  if (kind === "sentences") return "[^]+";
  const known = KINDS[kind];
  if (known !== undefined) return known.source;
  const alternatives = pieces[kind];
  if (alternatives === undefined) throw new Error(`There is no kind “${kind}” of placeholder.`);
  // The first alternative that fits is taken, and nothing always fits.
  const sources = alternatives.map(({ en }) => sourceOf(en, pieces, false));
  return [...sources.filter((one) => one !== ""), ...sources.filter((one) => one === "")].join("|");
}

/** Makes of pairs what says one of their sentences anew. */
export function retellerOf(pairs: readonly Pair[], pieces: Pieces, sentences: Retell): Retell {
  const compiled = pairs.map((pair) => ({
    pair,
    expression: new RegExp(`^${sourceOf(pair.en, pieces, true)}$`),
    kinds: new Map(partsOf(pair.en).flatMap((part) => (typeof part === "string" ? [] : [[part.name, part.kind] as const]))),
  }));
  const tellers = new Map<string, Retell>();
  const tellKind = (kind: string, found: string, voice: Voice): string | null => {
    if (kind === "sentences") return sentences(found, voice) ?? (voice.language === "en" ? found : null);
    const known = KINDS[kind];
    if (known !== undefined) return known.say(found, voice);
    let tell = tellers.get(kind);
    if (tell === undefined) tellers.set(kind, (tell = retellerOf(pieces[kind] ?? [], pieces, sentences)));
    return tell(found, voice);
  };
  return (text, voice) => {
    for (const { pair, expression, kinds } of compiled) {
      const groups = expression.exec(text);
      if (groups === null) continue;
      let whole: string | null = "";
      for (const part of partsOf(pair[voice.language])) {
        const said: string | null = typeof part === "string" ? part : tellKind(kinds.get(part.name) ?? "", groups.groups?.[part.name] ?? "", voice);
        whole = said === null || whole === null ? null : whole + said;
      }
      if (whole !== null) return whole;
    }
    return null;
  };
}

// SPDX-License-Identifier: Apache-2.0
/** Names for Python, made from what learners call their variables and functions. */

/** What a program must not call something: Python's words and functions, and what a program is given. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    // Keywords, the soft ones too.
    "False None True and as assert async await break class continue def del elif else except finally for from global if " +
    "import in is lambda nonlocal not or pass raise return try while with yield _ case match type " +
    // The functions and classes of `builtins`.
    "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright " +
    "credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash " +
    "help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open " +
    "ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple " +
    "vars zip Ellipsis NotImplemented " +
    // What a program is given, and what blocks use.
    "robot cm deg lab data drive learn math random numpy np seen"
  ).split(" "),
);

const SPELLED: Readonly<Record<string, string>> = {
  ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", œ: "oe", ø: "o", å: "a", đ: "d", ł: "l", þ: "th", ð: "d", ı: "i",
};

// Letters that Python 3.10 and every browser take for letters alike; newer ones would depend on the version.
const KEPT = /[a-z0-9\u03b1-\u03c9\u0430-\u045f\u05d0-\u05ea\u0620-\u064a\u0904-\u0939\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3]/u;

/**
 * A valid Python name that comes close to what a person wrote: “Größe 2” → `groesse_2`, “2nd” → `n2nd`.
 *
 * @param name what the person wrote; anything at all.
 * @param otherwise the name to take when nothing of it is left.
 */
export function pythonName(name: string, otherwise = "x"): string {
  let plain = "";
  for (const sign of name.normalize("NFC").toLowerCase()) plain += SPELLED[sign] ?? sign;
  plain = plain.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase();
  let made = "";
  for (const sign of plain) made += KEPT.test(sign) ? sign : "_";
  made = made.replace(/_+/g, "_").replace(/^_|_$/g, "").slice(0, 60).replace(/_$/, "");
  if (made === "") return otherwise;
  if (/^[0-9]/.test(made)) made = `n${made}`;
  return RESERVED.has(made) ? `${made}_` : made;
}

/** Gives everything a name of its own. */
export class Names {
  private readonly taken = new Set<string>();
  private readonly given = new Map<string, string>();

  /** The name for a thing; always the same for the same `id`, and never one that another thing has. */
  nameFor(id: string, wanted: string, otherwise?: string): string {
    const before = this.given.get(id);
    if (before !== undefined) return before;
    const base = pythonName(wanted, otherwise);
    let name = base;
    for (let count = 2; this.taken.has(name); count++) name = `${base.replace(/_$/, "")}_${count}`;
    this.taken.add(name);
    this.given.set(id, name);
    return name;
  }
}

// SPDX-License-Identifier: Apache-2.0
/** Numbers, with and without units. In Python all lengths are metres, all angles radians. */
import { value } from "@/blocks/definition/block_definition";
import { menu } from "@/blocks/definition/parts";
import { atom, numberLiteral, type Expression } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

/** What `cm(50)` and `deg(90)` are made of; 0 is 0 in every unit. */
function converted(by: "cm" | "deg", amount: number): Expression {
  return amount === 0 ? numberLiteral(0) : atom(`${by}(${numberLiteral(amount).text})`);
}

export const number = value({
  type: "number",
  output: "Number",
  words: texts({
    en: { message: "{NUMBER}", tooltip: "A number.", search: "number" },
    de: { message: "{NUMBER}", tooltip: "Eine Zahl.", search: "Zahl" },
  }),
  parts: { NUMBER: { kind: "number", value: 1 } },
  python: (block) => numberLiteral(Number(block.getFieldValue("NUMBER"))),
});

export const length = value({
  type: "length",
  output: "Number",
  words: texts({
    en: { message: "{NUMBER} {UNIT}", tooltip: "A length. In Python it is metres; cm(…) translates.", search: "length distance centimetres metres" },
    de: { message: "{NUMBER} {UNIT}", tooltip: "Eine Länge. Python rechnet in Metern; cm(…) übersetzt.", search: "Länge Strecke Zentimeter Meter" },
  }),
  parts: { NUMBER: { kind: "number", value: 50 }, UNIT: menu("cm", "m") },
  python(block) {
    const amount = Number(block.getFieldValue("NUMBER"));
    return block.getFieldValue("UNIT") === "cm" ? converted("cm", amount) : numberLiteral(amount);
  },
});

export const angle = value({
  type: "angle",
  output: "Number",
  words: texts({
    en: { message: "{DEGREES}", tooltip: "An angle in degrees; left is positive. In Python it is radians; deg(…) translates.", search: "angle degrees direction" },
    de: { message: "{DEGREES}", tooltip: "Ein Winkel in Grad; links ist positiv. Python rechnet im Bogenmaß; deg(…) übersetzt.", search: "Winkel Grad Richtung" },
  }),
  parts: { DEGREES: { kind: "angle", value: 90 } },
  python: (block) => converted("deg", Number(block.getFieldValue("DEGREES"))),
});

export const speed = value({
  type: "speed",
  output: "Number",
  words: texts({
    en: { message: "{NUMBER} {UNIT}", tooltip: "A speed. In Python it is metres a second; cm(…) translates.", search: "speed velocity" },
    de: { message: "{NUMBER} {UNIT}", tooltip: "Eine Geschwindigkeit. Python rechnet in Metern pro Sekunde; cm(…) übersetzt.", search: "Geschwindigkeit Tempo" },
  }),
  parts: { NUMBER: { kind: "number", value: 15 }, UNIT: menu("cm/s", "m/s") },
  python(block) {
    const amount = Number(block.getFieldValue("NUMBER"));
    return block.getFieldValue("UNIT") === "cm/s" ? converted("cm", amount) : numberLiteral(amount);
  },
});

export const turnSpeed = value({
  type: "turn_speed",
  output: "Number",
  words: texts({
    en: { message: "{NUMBER} {UNIT}", tooltip: "How fast something turns; left is positive. In Python it is radians a second; deg(…) translates.", search: "turning speed rate" },
    de: { message: "{NUMBER} {UNIT}", tooltip: "Wie schnell sich etwas dreht; links ist positiv. Python rechnet im Bogenmaß pro Sekunde; deg(…) übersetzt.", search: "Drehgeschwindigkeit Tempo" },
  }),
  parts: { NUMBER: { kind: "number", value: 30 }, UNIT: menu("°/s", "rad/s") },
  python(block) {
    const amount = Number(block.getFieldValue("NUMBER"));
    return block.getFieldValue("UNIT") === "°/s" ? converted("deg", amount) : numberLiteral(amount);
  },
});

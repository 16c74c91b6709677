// SPDX-License-Identifier: Apache-2.0
/** What the camera sees: whether, how many, and where. */
import type { Block } from "blockly/core";
import { statement, value } from "@/blocks/definition/block_definition";
import { body, colour, menu, numberSocket, textSocket, variable } from "@/blocks/definition/parts";
import { atom, operation, ORDER } from "@/blocks/python/expression";
import type { PythonWriter } from "@/blocks/python/python_writer";
import { texts } from "@/i18n/texts";

const PROPERTIES = ["bearing_rad", "x_px", "y_px", "width_px", "height_px", "score"];
const en = { bearing_rad: "direction", x_px: "x in the picture", y_px: "y in the picture", width_px: "width in the picture", height_px: "height in the picture", score: "certainty" };
const de = { bearing_rad: "Richtung", x_px: "x im Bild", y_px: "y im Bild", width_px: "Breite im Bild", height_px: "Höhe im Bild", score: "Sicherheit" };
const explainedEn = "Directions in radians: 0 is ahead, left is positive. x counts pixels from the left edge, y from the top one.";
const explainedDe = "Richtungen im Bogenmaß: 0 ist vorn, links ist positiv. x zählt Pixel vom linken Rand, y vom oberen.";

function label(block: Block, py: PythonWriter): string {
  return py.value(block, "LABEL", ORDER.sum);
}

export const sees = value({
  type: "sees",
  output: "Boolean",
  words: texts({
    en: { message: "the camera sees {LABEL}", tooltip: "Whether the camera sees something of this colour or label now.", search: "detect find colour marker line is there" },
    de: { message: "die Kamera sieht {LABEL}", tooltip: "Ob die Kamera gerade etwas von dieser Farbe oder Bezeichnung sieht.", search: "erkennen finden Farbe Marker Linie" },
  }),
  parts: { LABEL: textSocket(colour("red")) },
  python: (block, py) => atom(`any(seen.label == ${label(block, py)} for seen in ${py.robot}.detections)`),
});

export const seenProperty = value({
  type: "seen_property",
  output: "Number",
  words: texts({
    en: { message: "{PROPERTY} of the {WHICH} {LABEL} if none {OTHERWISE}", tooltip: `Where the camera sees it. The nearest is the largest patch of a colour, or the piece of the line right before the robot. ${explainedEn}`, menus: { PROPERTY: en, WHICH: { first: "nearest", last: "farthest" } }, search: "bearing detection colour line position size" },
    de: { message: "{PROPERTY} für {WHICH} {LABEL} sonst {OTHERWISE}", tooltip: `Wo die Kamera es sieht. Am nächsten heißt: der größte Farbfleck, oder das Stück der Linie gleich vor dem Roboter. ${explainedDe}`, menus: { PROPERTY: de, WHICH: { first: "nächstes", last: "fernstes" } }, search: "Peilung erkennen Farbe Linie Position Größe" },
  }),
  parts: { PROPERTY: menu(...PROPERTIES), WHICH: menu("first", "last"), LABEL: textSocket(colour("red")), OTHERWISE: numberSocket(0) },
  python(block, py) {
    const all = `${py.robot}.detections`;
    const order = block.getFieldValue("WHICH") === "last" ? `reversed(${all})` : all;
    const property = String(block.getFieldValue("PROPERTY"));
    return atom(`next((seen.${property} for seen in ${order} if seen.label == ${label(block, py)}), ${py.value(block, "OTHERWISE")})`);
  },
});

export const seenCount = value({
  type: "seen_count",
  output: "Number",
  words: texts({
    en: { message: "how many {LABEL} the camera sees", tooltip: "The number of things of this colour or label in the picture.", search: "count detections" },
    de: { message: "wie viele {LABEL} die Kamera sieht", tooltip: "Die Anzahl der Dinge von dieser Farbe oder Bezeichnung im Bild.", search: "zählen Anzahl" },
  }),
  parts: { LABEL: textSocket(colour("red")) },
  python: (block, py) => atom(`sum(seen.label == ${label(block, py)} for seen in ${py.robot}.detections)`, { whole: true }),
});

export const allSeen = value({
  type: "all_seen",
  output: "Array",
  words: texts({
    en: { message: "everything the camera sees", tooltip: "A list of all that the camera's node finds in the picture.", search: "detections list" },
    de: { message: "alles, was die Kamera sieht", tooltip: "Eine Liste von allem, was der Kamera-Node im Bild findet.", search: "Erkennungen Liste" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.detections`),
});

export const forEachSeen = statement({
  type: "for_each_seen",
  words: texts({
    en: { message: "for each {LABEL} the camera sees as {THING}\n{DO}", tooltip: "Does this once for each thing of this colour or label that is in the picture now.", defaults: { THING: "thing" }, search: "loop detections" },
    de: { message: "für jedes gesehene {LABEL} als {THING}\n{DO}", tooltip: "Macht das einmal für jedes Ding dieser Farbe oder Bezeichnung, das gerade im Bild ist.", defaults: { THING: "Ding" }, search: "Schleife Erkennungen" },
  }),
  parts: { LABEL: textSocket(colour("red")), THING: variable, DO: body },
  python(block, py) {
    const wanted = label(block, py);
    const before = py.assigned();
    const thing = py.assign(block, "THING");
    py.line(`for ${thing} in ${py.robot}.detections:`);
    py.deeper(() => {
      py.line(`if ${thing}.label == ${wanted}:`);
      py.body(block, "DO", { loop: true });
    });
    // Perhaps there was none.
    py.forget(before);
  },
});

export const nearestThing = value({
  type: "nearest_thing",
  output: "Detection",
  words: texts({
    en: { message: "the nearest {LABEL}", tooltip: "The nearest thing of this colour or label: the first in the list of what the camera sees. Put it in a variable, and ask whether it was found.", search: "detection" },
    de: { message: "das nächste {LABEL}", tooltip: "Das nächste Ding dieser Farbe oder Bezeichnung: das erste in der Liste von dem, was die Kamera sieht. Lege es in eine Variable und frage, ob es gefunden wurde.", search: "Erkennung" },
  }),
  parts: { LABEL: textSocket(colour("red")) },
  python: (block, py) => atom(`next((seen for seen in ${py.robot}.detections if seen.label == ${label(block, py)}), None)`),
});

export const setThing = statement({
  type: "set_thing",
  words: texts({
    en: { message: "call {THING} {VALUE}", tooltip: "Keeps a seen thing in a variable, so that you can ask about it.", defaults: { THING: "thing" }, search: "detection variable" },
    de: { message: "nenne {THING} {VALUE}", tooltip: "Merkt sich ein gesehenes Ding in einer Variable, damit du danach fragen kannst.", defaults: { THING: "Ding" }, search: "Erkennung Variable" },
  }),
  parts: { THING: variable, VALUE: { kind: "socket", accepts: ["Detection"], filling: { type: "nearest_thing", inputs: { LABEL: { shadow: colour("red") } } } } },
  python(block, py) {
    const seen = py.value(block, "VALUE");
    py.expect(block, "THING", "thing");
    py.line(`${py.assign(block, "THING")} = ${seen}`);
  },
});

export const thingFound = value({
  type: "thing_found",
  output: "Boolean",
  words: texts({
    en: { message: "{THING} was found", tooltip: "Whether there was such a thing when the variable was set.", defaults: { THING: "thing" }, search: "detection none" },
    de: { message: "{THING} wurde gefunden", tooltip: "Ob es so ein Ding gab, als die Variable gesetzt wurde.", defaults: { THING: "Ding" }, search: "Erkennung" },
  }),
  parts: { THING: variable },
  python(block, py) {
    py.expect(block, "THING", "thing");
    return operation(`${py.read(block, "THING").text} is not None`, ORDER.comparison);
  },
});

export const thingProperty = value({
  type: "thing_property",
  output: "Number",
  words: texts({
    en: { message: "{PROPERTY} of {THING}", tooltip: `Where the camera saw this thing. ${explainedEn}`, menus: { PROPERTY: en }, defaults: { THING: "thing" }, search: "bearing detection" },
    de: { message: "{PROPERTY} von {THING}", tooltip: `Wo die Kamera dieses Ding gesehen hat. ${explainedDe}`, menus: { PROPERTY: de }, defaults: { THING: "Ding" }, search: "Peilung Erkennung" },
  }),
  parts: { PROPERTY: menu(...PROPERTIES), THING: variable },
  python(block, py) {
    py.expect(block, "THING", "thing");
    return atom(`${py.read(block, "THING").text}.${String(block.getFieldValue("PROPERTY"))}`);
  },
});

export const thingLabel = value({
  type: "thing_label",
  output: "String",
  words: texts({
    en: { message: "label of {THING}", tooltip: "The colour or label of a seen thing, such as red or line.", defaults: { THING: "thing" }, search: "label detection" },
    de: { message: "Bezeichnung von {THING}", tooltip: "Die Farbe oder Bezeichnung eines gesehenen Dings, etwa red oder line.", defaults: { THING: "Ding" }, search: "Bezeichnung Erkennung" },
  }),
  parts: { THING: variable },
  python(block, py) {
    py.expect(block, "THING", "thing");
    return atom(`${py.read(block, "THING").text}.label`);
  },
});

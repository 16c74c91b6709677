// SPDX-License-Identifier: Apache-2.0
/** From data to a model: the chain that hangs below “learn from data”. */
import type { Block } from "blockly/core";
import { statement, value, type Filling, type Part } from "@/blocks/definition/block_definition";
import { menu, textField, variable } from "@/blocks/definition/parts";
import { atom } from "@/blocks/python/expression";
import type { PythonWriter } from "@/blocks/python/python_writer";
import { texts } from "@/i18n/texts";

const data: Filling = { type: "lab_data" };
const dataSocket: Part = { kind: "socket", accepts: ["Data"], filling: data };
/** A variable of this name, from the words of the block. */
const kept = (accepts: "Data" | "Model", part: string): Part => ({
  kind: "socket",
  accepts: [accepts],
  filling: (words) => ({ type: "get_variable", fields: { VARIABLE: { name: words.defaults?.[part] ?? part } } }),
});

/** A text for Python, as it stands in quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text.trim());
}

/** Names that are written with commas between them, each in quotes. */
function names(block: Block, field: string): string[] {
  return String(block.getFieldValue(field)).split(",").map((one) => one.trim()).filter((one) => one !== "").map(quoted);
}

export const learn = statement({
  type: "learn",
  shape: { kind: "top" },
  words: texts({
    en: { message: "learn from data", tooltip: "What hangs below is done once, before the robot drives. It ends with “use”: that model is what the robot drives with. Of the variables in it, nothing else comes along.", search: "learn train machine learning model data" },
    de: { message: "lerne aus Daten", tooltip: "Was darunter hängt, geschieht einmal, bevor der Roboter fährt. Es endet mit „verwende“: Mit diesem Modell fährt der Roboter. Von den Variablen darin kommt sonst nichts mit.", search: "lernen trainieren maschinelles Lernen Modell Daten" },
  }),
  parts: {},
  prepare(block) {
    block.setNextStatement(true);
  },
  python() {
    throw new Error("The block is written as the function learn.");
  },
});

/** The mission's data, which only `learn` is given. */
function missionData(block: Block, py: PythonWriter): string {
  if (!py.inLearn) py.trouble(block, "outside_learn");
  return py.inLearn ? "data" : "None";
}

export const labData = value({
  type: "lab_data",
  output: "Data",
  words: texts({
    en: { message: "the mission's data", tooltip: "What this mission brings along to learn from. The brief says what is in it.", search: "data dataset load" },
    de: { message: "die Daten der Mission", tooltip: "Was diese Mission zum Lernen mitbringt. In der Aufgabe steht, was darin ist.", search: "Daten Datensatz laden" },
  }),
  parts: {},
  python: (block, py) => atom(missionData(block, py)),
});

export const labLoad = value({
  type: "lab_load",
  output: "Data",
  words: texts({
    en: { message: "load “{NAME}”", tooltip: "Opens a dataset by its name.", defaults: { NAME: "feel_the_ground" }, search: "dataset open" },
    de: { message: "lade „{NAME}“", tooltip: "Öffnet einen Datensatz mit seinem Namen.", defaults: { NAME: "feel_the_ground" }, search: "Datensatz öffnen" },
  }),
  parts: { NAME: textField },
  python: (block) => atom(`lab.load(${quoted(String(block.getFieldValue("NAME")))})`),
});

export const labSelect = value({
  type: "lab_select",
  output: "Data",
  words: texts({
    en: { message: "of {DATA} {WHICH} the columns {COLUMNS}", tooltip: "Chooses which columns to learn from, with commas between their names. A column that tells the answer must be left out.", menus: { WHICH: { only: "only", without: "all but" } }, defaults: { COLUMNS: "speed_mps" }, search: "select features columns without" },
    de: { message: "von {DATA} {WHICH} die Spalten {COLUMNS}", tooltip: "Wählt aus, aus welchen Spalten gelernt wird, mit Kommas zwischen den Namen. Eine Spalte, die die Antwort verrät, muss weg.", menus: { WHICH: { only: "nur", without: "alle außer" } }, defaults: { COLUMNS: "speed_mps" }, search: "auswählen Merkmale Spalten ohne" },
  }),
  parts: { DATA: dataSocket, WHICH: menu("only", "without"), COLUMNS: textField },
  python(block, py) {
    const chosen = names(block, "COLUMNS");
    const of = py.value(block, "DATA");
    if (chosen.length === 0) return atom(`lab.select(${of})`);
    return atom(block.getFieldValue("WHICH") === "without" ? `lab.select(${of}, without=[${chosen.join(", ")}])` : `lab.select(${of}, ${chosen.join(", ")})`);
  },
});

export const labClean = value({
  type: "lab_clean",
  output: "Data",
  words: texts({
    en: { message: "clean {DATA} gaps: {MISSING} outliers: {OUTLIERS}", tooltip: "Does something about missing numbers and about numbers that are far from all others. What is put in is found in the training rows alone.", menus: { MISSING: { fill: "fill with the median", drop: "leave the row out" }, OUTLIERS: { keep: "keep", clip: "bring to the border", drop: "leave the row out" } }, search: "missing values outliers median" },
    de: { message: "räume {DATA} auf Lücken: {MISSING} Ausreißer: {OUTLIERS}", tooltip: "Kümmert sich um fehlende Zahlen und um Zahlen, die weit weg von allen anderen liegen. Was eingesetzt wird, kommt nur aus den Trainingszeilen.", menus: { MISSING: { fill: "mit dem Median füllen", drop: "Zeile weglassen" }, OUTLIERS: { keep: "behalten", clip: "an den Rand holen", drop: "Zeile weglassen" } }, search: "fehlende Werte Ausreißer Median aufräumen" },
  }),
  parts: { DATA: dataSocket, MISSING: menu("fill", "drop"), OUTLIERS: menu("keep", "clip", "drop") },
  python(block, py) {
    const missing = String(block.getFieldValue("MISSING"));
    const outliers = String(block.getFieldValue("OUTLIERS"));
    const options = [...(missing === "fill" ? [] : [`missing="${missing}"`]), ...(outliers === "keep" ? [] : [`outliers="${outliers}"`])];
    return atom(`lab.clean(${[py.value(block, "DATA"), ...options].join(", ")})`);
  },
});

export const labFeel = value({
  type: "lab_feel",
  output: "Data",
  words: texts({
    en: { message: "what the ground feels like in {DATA}", tooltip: "Turns each second of shaking into numbers: how it is spread over frequencies, however strong it is. For data of an IMU.", search: "features spectrum vibration imu" },
    de: { message: "wie der Boden sich anfühlt in {DATA}", tooltip: "Macht aus jeder Sekunde Rütteln Zahlen: wie es sich auf Frequenzen verteilt, egal wie stark es ist. Für Daten einer IMU.", search: "Merkmale Spektrum Rütteln IMU" },
  }),
  parts: { DATA: dataSocket },
  python: (block, py) => atom(`lab.feel(${py.value(block, "DATA")})`),
});

export const labSplit = statement({
  type: "lab_split",
  words: texts({
    en: { message: "split {DATA} into {TRAIN} {VALIDATION} {TEST}", tooltip: "Whole episodes go into one of the three: to learn from, to choose by, and to examine with at the very end.", defaults: { TRAIN: "train", VALIDATION: "validation", TEST: "test", ROWS: "rows" }, search: "train test split validation" },
    de: { message: "teile {DATA} auf in {TRAIN} {VALIDATION} {TEST}", tooltip: "Ganze Episoden kommen in einen der drei Teile: zum Lernen, zum Auswählen und zum Prüfen ganz am Ende.", defaults: { TRAIN: "train", VALIDATION: "validation", TEST: "test", ROWS: "Zeilen" }, search: "aufteilen Training Test Validierung" },
  }),
  parts: { DATA: dataSocket, TRAIN: variable, VALIDATION: variable, TEST: variable },
  python(block, py) {
    const of = py.value(block, "DATA");
    const parts = ["TRAIN", "VALIDATION", "TEST"].map((field) => py.assign(block, field));
    py.line(`${parts.join(", ")} = lab.split(${of})`);
  },
});

const KINDS = ["forest", "tree", "nearest_neighbours", "gradient_boosting", "logistic_regression", "svm", "mlp", "cnn"];
const kindsEn = { forest: "forest", tree: "tree", nearest_neighbours: "nearest neighbours", gradient_boosting: "gradient boosting", logistic_regression: "logistic regression", svm: "support vector machine", mlp: "small net (mlp)", cnn: "net for pictures (cnn)" };
const kindsDe = { forest: "Wald", tree: "Baum", nearest_neighbours: "nächste Nachbarn", gradient_boosting: "Gradient Boosting", logistic_regression: "logistische Regression", svm: "Support-Vektor-Maschine", mlp: "kleines Netz (mlp)", cnn: "Netz für Bilder (cnn)" };

export const labTrain = value({
  type: "lab_train",
  output: "Model",
  words: texts({
    en: { message: "train a {KIND} with {DATA}", tooltip: "Makes a model that tells the answer from the columns. Trees and neighbours are quick; nets take longer, and pictures need them.", menus: { KIND: kindsEn }, defaults: { DATA: "train" }, search: "fit learn classifier forest neural network" },
    de: { message: "trainiere {KIND} mit {DATA}", tooltip: "Macht ein Modell, das aus den Spalten die Antwort sagt. Bäume und Nachbarn sind schnell; Netze brauchen länger, und für Bilder braucht man sie.", menus: { KIND: kindsDe }, defaults: { DATA: "train" }, search: "lernen Klassifikator Wald neuronales Netz" },
  }),
  parts: { KIND: menu(...KINDS), DATA: kept("Data", "DATA") },
  python: (block, py) => atom(`lab.train("${String(block.getFieldValue("KIND"))}", ${py.value(block, "DATA")})`),
});

export const labEvaluate = statement({
  type: "lab_evaluate",
  words: texts({
    en: { message: "examine {MODEL} with {DATA}", tooltip: "Asks the model about samples that it has not learned from, and writes into the log and the report what it gets right and wrong.", defaults: { MODEL: "model", DATA: "test" }, search: "evaluate test accuracy confusion report" },
    de: { message: "prüfe {MODEL} mit {DATA}", tooltip: "Fragt das Modell nach Beispielen, aus denen es nicht gelernt hat, und schreibt ins Log und in den Bericht, was es richtig und falsch macht.", defaults: { MODEL: "Modell", DATA: "test" }, search: "auswerten Test Genauigkeit Bericht" },
  }),
  parts: { MODEL: kept("Model", "MODEL"), DATA: kept("Data", "DATA") },
  python(block, py) {
    py.line(`print(lab.evaluate(${py.value(block, "MODEL")}, ${py.value(block, "DATA")}))`);
  },
});

export const labScore = value({
  type: "lab_score",
  output: "Number",
  words: texts({
    en: { message: "share that {MODEL} gets right in {DATA}", tooltip: "From 0 to 1. To choose between models, take the validation part; the test part is for the very end.", defaults: { MODEL: "model", DATA: "validation" }, search: "accuracy score evaluate" },
    de: { message: "Anteil, den {MODEL} richtig hat in {DATA}", tooltip: "Von 0 bis 1. Um zwischen Modellen zu wählen, nimm den Teil „validation“; der Teil „test“ ist für ganz am Ende.", defaults: { MODEL: "Modell", DATA: "validation" }, search: "Genauigkeit Ergebnis prüfen" },
  }),
  parts: { MODEL: kept("Model", "MODEL"), DATA: kept("Data", "DATA") },
  python: (block, py) => atom(`lab.evaluate(${py.value(block, "MODEL")}, ${py.value(block, "DATA")}).score`),
});

export const labUse = statement({
  type: "lab_use",
  shape: { kind: "last" },
  words: texts({
    en: { message: "use {MODEL}", tooltip: "Ends the learning: with this model the robot drives.", defaults: { MODEL: "model" }, search: "return deploy model" },
    de: { message: "verwende {MODEL}", tooltip: "Beendet das Lernen: Mit diesem Modell fährt der Roboter.", defaults: { MODEL: "Modell" }, search: "Modell einsetzen zurückgeben" },
  }),
  parts: { MODEL: kept("Model", "MODEL") },
  python(block, py) {
    if (py.inLearn) py.line(`return ${py.value(block, "MODEL")}`);
    else py.trouble(block, "outside_learn");
  },
});

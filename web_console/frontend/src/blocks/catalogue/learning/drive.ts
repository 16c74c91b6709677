// SPDX-License-Identifier: Apache-2.0
/** What was learned, while the robot drives: asked about pictures and about the ground, or let drive; and new samples. */
import { statement, value, type Filling } from "@/blocks/definition/block_definition";
import { text, textField, textSocket } from "@/blocks/definition/parts";
import { atom, operation, ORDER } from "@/blocks/python/expression";
import { quoted } from "@/blocks/catalogue/learning/learn";
import { texts } from "@/i18n/texts";

const label = textSocket(text("LABEL"));
const ground = textSocket((words): Filling => ({ type: "text", fields: { TEXT: words.defaults?.["GROUND"] ?? "" } }));

export const collect = statement({
  type: "collect",
  words: texts({
    en: { message: "collect a picture as {LABEL} in “{NAME}”", tooltip: "Keeps what the robot senses now, and what it shows, as a sample to learn from later. ./valence data collect makes a dataset of the recording.", defaults: { LABEL: "crate", NAME: "pictures" }, search: "sample label dataset record" },
    de: { message: "sammle ein Bild als {LABEL} in „{NAME}“", tooltip: "Merkt sich, was der Roboter jetzt sieht und fühlt und was es zeigt, als Beispiel zum späteren Lernen. ./valence data collect macht aus der Aufzeichnung einen Datensatz.", defaults: { LABEL: "Kiste", NAME: "bilder" }, search: "Beispiel Bezeichnung Datensatz aufnehmen" },
  }),
  parts: { LABEL: label, NAME: textField },
  python(block, py) {
    py.line(`${py.robot}.collect(${quoted(String(block.getFieldValue("NAME")))}, label=${py.value(block, "LABEL")})`);
  },
});

export const modelSees = value({
  type: "model_sees",
  output: "Boolean",
  words: texts({
    en: { message: "the model sees {LABEL}", tooltip: "Whether the model that was learned from pictures says this of the camera's picture.", defaults: { LABEL: "crate" }, search: "predict classify picture camera" },
    de: { message: "das Modell sieht {LABEL}", tooltip: "Ob das Modell, das aus Bildern gelernt wurde, das über das Bild der Kamera sagt.", defaults: { LABEL: "Kiste" }, search: "vorhersagen erkennen Bild Kamera" },
  }),
  parts: { LABEL: label },
  python: (block, py) => operation(`${py.robot}.model.predict(${py.robot}.image) == ${py.value(block, "LABEL", ORDER.sum)}`, ORDER.comparison),
});

export const modelPicture = value({
  type: "model_picture",
  output: "String",
  words: texts({
    en: { message: "what the model sees", tooltip: "What the model that was learned from pictures says of the camera's picture.", search: "predict classify picture camera" },
    de: { message: "was das Modell sieht", tooltip: "Was das Modell, das aus Bildern gelernt wurde, über das Bild der Kamera sagt.", search: "vorhersagen erkennen Bild Kamera" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.model.predict(${py.robot}.image)`),
});

export const groundFeels = value({
  type: "ground_feels",
  output: "String",
  words: texts({
    en: { message: "what the ground feels like", tooltip: "Which ground the model takes the last second of shaking for. It must have learned from “what the ground feels like in …”.", search: "predict imu vibration terrain" },
    de: { message: "wie der Boden sich anfühlt", tooltip: "Für welchen Boden das Modell die letzte Sekunde Rütteln hält. Es muss aus „wie der Boden sich anfühlt in …“ gelernt haben.", search: "vorhersagen IMU Rütteln Untergrund" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.model.predict(lab.feel(${py.robot}))`),
});

export const groundChance = value({
  type: "ground_chance",
  output: "Number",
  words: texts({
    en: { message: "how much the ground feels like {GROUND}", tooltip: "How sure the model is that the last second of shaking was this ground: from 0 (surely not) to 1 (surely).", defaults: { GROUND: "gravel" }, search: "probability sure predict" },
    de: { message: "wie sehr der Boden sich anfühlt wie {GROUND}", tooltip: "Wie sicher das Modell ist, dass die letzte Sekunde Rütteln von diesem Boden kam: von 0 (sicher nicht) bis 1 (sicher).", defaults: { GROUND: "gravel" }, search: "Wahrscheinlichkeit sicher vorhersagen" },
  }),
  parts: { GROUND: ground },
  python: (block, py) => atom(`lab.chance(${py.robot}.model, lab.feel(${py.robot}), ${py.value(block, "GROUND")})`),
});

export const policyDrives = statement({
  type: "policy_drives",
  words: texts({
    en: { message: "let the policy drive", tooltip: "Hands the robot over to a policy that was trained, until the mission is over.", search: "policy ppo cloning reinforcement learning" },
    de: { message: "lass die Strategie fahren", tooltip: "Übergibt den Roboter an eine trainierte Strategie (Policy), bis die Mission zu Ende ist.", search: "Policy PPO Nachahmen bestärkendes Lernen" },
  }),
  parts: {},
  python(_block, py) {
    py.line(`lab.drive(${py.robot}, ${py.robot}.model)`);
  },
});

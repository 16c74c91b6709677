// SPDX-License-Identifier: Apache-2.0
/** What some missions give besides: a fast IMU's shaking, sound, a task of each episode, and questions to answer. */
import { statement, value } from "@/blocks/definition/block_definition";
import { anySocket, numberSocket, text, textField } from "@/blocks/definition/parts";
import { atom } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const imuWindow = value({
  type: "imu_window",
  output: "Array",
  words: texts({
    en: { message: "shaking of the last {SECONDS} seconds", tooltip: "What a fast IMU felt: a list of samples, each with turning rates about x, y, z and accelerations along them. Not every robot has one.", search: "imu window vibration" },
    de: { message: "Rütteln der letzten {SECONDS} Sekunden", tooltip: "Was eine schnelle IMU gefühlt hat: eine Liste von Messungen, jede mit Drehraten um x, y, z und Beschleunigungen entlang dieser Achsen. Nicht jeder Roboter hat eine.", search: "IMU Fenster Vibration" },
  }),
  parts: { SECONDS: numberSocket(1) },
  python: (block, py) => atom(`${py.robot}.imu_window(${py.value(block, "SECONDS")})`),
});

export const sound = value({
  type: "sound",
  output: "Array",
  words: texts({
    en: { message: "sound of the last second", tooltip: "What the microphones heard: a list of samples, newest last, each with the sound pressure at every microphone. Not every robot has one.", search: "microphone hear tone" },
    de: { message: "Ton der letzten Sekunde", tooltip: "Was die Mikrofone gehört haben: eine Liste von Messungen, die neueste zuletzt, jede mit dem Schalldruck an jedem Mikrofon. Nicht jeder Roboter hat welche.", search: "Mikrofon hören Klang" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.sound.samples`),
});

export const task = value({
  type: "task",
  output: null,
  words: texts({
    en: { message: "the task of this episode", tooltip: "What some missions hand over at the start of each episode; the brief says what it is.", search: "task orders" },
    de: { message: "die Aufgabe dieser Episode", tooltip: "Was manche Missionen am Anfang jeder Episode übergeben; in der Aufgabenstellung steht, was es ist.", search: "Aufgabe Aufträge" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.task`),
});

export const answer = statement({
  type: "answer",
  words: texts({
    en: { message: "answer “{NAME}” with {VALUE}", tooltip: "Answers a question of the mission; the last answer counts. The brief says which questions there are.", defaults: { NAME: "late", VALUE: "yes" }, search: "answer question" },
    de: { message: "beantworte „{NAME}“ mit {VALUE}", tooltip: "Beantwortet eine Frage der Mission; die letzte Antwort zählt. In der Aufgabenstellung steht, welche Fragen es gibt.", defaults: { NAME: "late", VALUE: "yes" }, search: "Antwort Frage" },
  }),
  parts: { NAME: textField, VALUE: anySocket(text("VALUE")) },
  python(block, py) {
    py.line(`${py.robot}.answer(${JSON.stringify(String(block.getFieldValue("NAME")).trim())}, ${py.value(block, "VALUE")})`);
  },
});

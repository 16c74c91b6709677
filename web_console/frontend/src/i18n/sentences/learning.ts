// SPDX-License-Identifier: Apache-2.0
/** What goes wrong while a program learns: `missions/learning/`, `valence_nodes/programs/`. */
import type { SentencePart } from "./sentences.ts";

export const learning: SentencePart = {
  pairs: [
    { en: "There is no function learn in this program.", de: "In diesem Programm gibt es keine Funktion learn." },
    {
      en: "What is learned stands below “def learn(data):”, indented, and ends with “return model”.",
      de: "Was gelernt wird, steht eingerückt unter „def learn(data):“ und endet mit „return model“.",
    },
    {
      en: "The function learn must not be async or hold “yield”: it would do nothing at all.",
      de: "Die Funktion learn darf nicht async sein und kein „yield“ enthalten: Sie täte gar nichts.",
    },
    { en: "Write “def learn(data):”, and end it with “return model”.", de: "Schreib „def learn(data):“, und lass es mit „return model“ enden." },
    { en: "Learning took more than {limit:number} s.", de: "Das Lernen hat mehr als {limit} s gedauert." },
    {
      en: "Take fewer rows, fewer trees or epochs, or a smaller net.",
      de: "Nimm weniger Zeilen, weniger Bäume oder Epochen, oder ein kleineres Netz.",
    },
    { en: "learn(data) returned nothing, so there is no model.", de: "learn(data) hat nichts zurückgegeben, also gibt es kein Modell." },
    { en: "Is the last line of learn missing? Write “return model”.", de: "Fehlt die letzte Zeile von learn? Schreib „return model“." },
    {
      en: "The model has {size:number} MB; at most {limit:number} are kept.",
      de: "Das Modell hat {size} MB; höchstens {limit} werden aufgehoben.",
    },
    {
      en: "Take fewer or smaller trees, fewer neighbours or a smaller net.",
      de: "Nimm weniger oder kleinere Bäume, weniger Nachbarn oder ein kleineres Netz.",
    },
    {
      en: "What learn(data) returned (a {kind:text}) can't be kept: {said:text}",
      de: "Was learn(data) zurückgegeben hat ({kind}), lässt sich nicht aufheben: {said}",
    },
    {
      en: "Return numbers, lists, arrays or a model of lab.train(...); no open file, no lambda, no generator.",
      de: "Gib Zahlen, Listen, Arrays oder ein Modell von lab.train(...) zurück; keine offene Datei, kein lambda, keinen Generator.",
    },
    { en: "The model can't be read: {kind:text}: {said:text}", de: "Das Modell lässt sich nicht lesen: {kind}: {said}" },
    {
      en: "Was it made by this very program? If a class or function has another name now, learn again.",
      de: "Wurde es von genau diesem Programm gemacht? Wenn eine Klasse oder Funktion jetzt anders heißt, lerne neu.",
    },
    { en: "robot.model is not there: this program has learned nothing yet.", de: "robot.model ist nicht da: Dieses Programm hat noch nichts gelernt." },
    {
      en: "Write a function learn(data) that returns a model, or choose a model with --model NAME.",
      de: "Schreib eine Funktion learn(data), die ein Modell zurückgibt, oder wähle ein Modell mit --model NAME.",
    },
    { en: "It is there in missions where something is learned.", de: "Es ist in Missionen da, in denen etwas gelernt wird." },
    {
      en: "Nothing is learned in the mission {mission:text}: it has no data for learn(data).",
      de: "In der Mission {mission} wird nichts gelernt: Sie hat keine Daten für learn(data).",
    },
    {
      en: "Choose a dataset of yours with --data NAME, or leave the function learn out.",
      de: "Wähle mit --data NAME einen eigenen Datensatz, oder lass die Funktion learn weg.",
    },
    { en: "What was learned can't be kept ({reason:text}).", de: "Was gelernt wurde, lässt sich nicht aufheben ({reason})." },
    { en: "Is the disk full? Make room, and try again.", de: "Ist die Festplatte voll? Schaff Platz, und versuch es noch einmal." },
    {
      en: "Your program called lab.evaluate more than {most:number} times.",
      de: "Dein Programm hat lab.evaluate mehr als {most}-mal aufgerufen.",
    },
    {
      en: "Examine less often; to choose, look at the score that lab.train tells with validation=….",
      de: "Prüfe seltener; zum Auswählen sieh auf das Ergebnis, das lab.train mit validation=… nennt.",
    },
    { en: "Say less.", de: "Sag weniger." },
  ],
};

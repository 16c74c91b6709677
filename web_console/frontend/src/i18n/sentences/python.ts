// SPDX-License-Identifier: Apache-2.0
/** What is wrong in a program's text or with its values: `valence_nodes/programs/learner_errors.py`, `program_check.py`. */
import { python_syntax } from "./python_syntax.ts";
import { python_words } from "./python_words.ts";
import type { SentencePart } from "./sentences.ts";

export const python: SentencePart = {
  pairs: [
    ...python_syntax,
    ...python_words,
    // Names.
    { en: "A robot has no “{name:text}”.", de: "Ein Roboter hat kein „{name}“." },
    { en: "A robot has: {names:names}.", de: "Ein Roboter hat: {names}." },
    { en: "There is nothing called “{name:text}”.", de: "Nichts heißt „{name}“." },
    { en: "Did you mean “{name:text}”?", de: "Meintest du „{name}“?" },
    {
      en: "Is it spelt as where it was made? A text needs quotes.",
      de: "Ist es so geschrieben wie dort, wo es entstand? Ein Text braucht Anführungszeichen.",
    },
    { en: "Write “import {module:text}” in the first line.", de: "Schreib „import {module}“ in die erste Zeile." },
    { en: "“A name” is used before it has a value.", de: "Ein Name wird benutzt, bevor er einen Wert hat." },
    { en: "“{name:text}” is used before it has a value.", de: "„{name}“ wird benutzt, bevor es einen Wert hat." },
    {
      en: "Give it a value before this line; inside a function, names from outside can be read but not set.",
      de: "Gib ihm vor dieser Zeile einen Wert; in einer Funktion kann man Namen von außen lesen, aber nicht setzen.",
    },
    { en: "There is no “{name:text}” in it; it has: {names:names}.", de: "Darin gibt es kein „{name}“; es hat: {names}." },
    { en: "“{name:text}” can't be read from a function.", de: "„{name}“ lässt sich nicht aus einer Funktion lesen." },
    { en: "Is a pair of brackets () missing before the point?", de: "Fehlt vor dem Punkt ein Paar Klammern ()?" },
    { en: "There is nothing to read “{name:text}” from: the value is None.", de: "„{name}“ lässt sich hier nicht lesen: Der Wert ist None." },
    { en: "Has it been given a value?", de: "Hat er einen Wert bekommen?" },
    // drive.
    { en: "The function drive must take the robot.", de: "Die Funktion drive muss den Roboter bekommen." },
    { en: "Write “def drive(robot):”.", de: "Schreib „def drive(robot):“." },
    { en: "There is no function drive in this program.", de: "In diesem Programm gibt es keine Funktion drive." },
    {
      en: "A program starts with “def drive(robot):”, and what the robot does stands below it, indented.",
      de: "Ein Programm beginnt mit „def drive(robot):“, und was der Roboter tut, steht eingerückt darunter.",
    },
    {
      en: "The function drive must not be async or hold “yield”: it would do nothing at all.",
      de: "Die Funktion drive darf weder async sein noch „yield“ enthalten: Sie täte gar nichts.",
    },
    {
      en: "Write “def drive(robot):”, and let time pass with robot.wait(...) or robot.move(...).",
      de: "Schreib „def drive(robot):“, und lass mit robot.wait(...) oder robot.move(...) Zeit vergehen.",
    },
    { en: "The function drive can't be async.", de: "Die Funktion drive darf nicht async sein." },
    {
      en: "The function drive is given the robot and nothing else, but it wants more.",
      de: "Die Funktion drive bekommt den Roboter und sonst nichts, will aber mehr.",
    },
    // Calls.
    { en: "robot.{name:name} is a value, not a function.", de: "robot.{name} ist ein Wert, keine Funktion." },
    { en: "Write “robot.{name:name}” without brackets.", de: "Schreib „robot.{name}“ ohne Klammern." },
    { en: "robot.{name:name} can be read, but not set.", de: "robot.{name} kann man lesen, aber nicht setzen." },
    { en: "robot.{name:name} is a function; “=” does not call it.", de: "robot.{name} ist eine Funktion; „=“ ruft sie nicht auf." },
    {
      en: "Write “robot.{name:name}(…)”, with the value between the brackets.",
      de: "Schreib „robot.{name}(…)“ mit dem Wert zwischen den Klammern.",
    },
    {
      en: "robot.{name:name} is a function, and without brackets it is not called.",
      de: "robot.{name} ist eine Funktion, und ohne Klammern wird sie nicht aufgerufen.",
    },
    { en: "Write “robot.{name:name}(…)”.", de: "Schreib „robot.{name}(…)“." },
    { en: "{function:function}(…) needs a value for {names:values}.", de: "{function}(…) braucht einen Wert für {names}." },
    { en: "Put it between the brackets.", de: "Schreib ihn zwischen die Klammern." },
    { en: "Too many values between the brackets ({said:too_many}).", de: "Zu viele Werte zwischen den Klammern ({said})." },
    { en: "A decimal number has a point (0.5), not a comma.", de: "Eine Dezimalzahl schreibt man mit Punkt (0.5), nicht mit Komma." },
    { en: "There is no value called “{name:name}” for this function.", de: "Diese Funktion hat keinen Wert namens „{name}“." },
    {
      en: "{function:function}() got an unexpected keyword argument '{name:name}'{meant:meant}.",
      de: "{function}() kennt kein „{name}“{meant}.",
    },
    { en: "robot.{function:name}(…): {what:bound}.", de: "robot.{function}(…): {what}." },
    { en: "A function is used here as if it were its answer.", de: "Hier wird eine Funktion benutzt, als wäre sie ihre Antwort." },
    { en: "Is a pair of brackets () missing behind its name?", de: "Fehlt hinter ihrem Namen ein Paar Klammern ()?" },
    // Values.
    { en: "A value is used here that is None, that is, nothing.", de: "Hier wird ein Wert benutzt, der None ist, also nichts." },
    { en: "Has the function before it a return line?", de: "Hat die Funktion davor eine Zeile mit return?" },
    { en: "A text and a number don't go together here.", de: "Ein Text und eine Zahl passen hier nicht zusammen." },
    { en: "Use float(…) to make a number of a text.", de: "Mit float(…) machst du aus einem Text eine Zahl." },
    { en: "A number is divided by zero here.", de: "Hier wird durch null geteilt." },
    { en: "Check with “if” that it is not 0 before you divide.", de: "Prüf mit „if“, dass die Zahl nicht 0 ist, bevor du teilst." },
    { en: "There is no entry with that number.", de: "Einen Eintrag mit dieser Nummer gibt es nicht." },
    {
      en: "Entries are counted from 0: a list of 3 has 0, 1 and 2. Is the list perhaps empty?",
      de: "Einträge zählt man ab 0: Eine Liste mit 3 Einträgen hat 0, 1 und 2. Ist die Liste vielleicht leer?",
    },
    { en: "There is no such entry.", de: "Diesen Eintrag gibt es nicht." },
    { en: "There is no entry {key:text}.", de: "Einen Eintrag {key} gibt es nicht." },
    { en: "Check its spelling.", de: "Prüf, wie er geschrieben ist." },
    { en: "A whole array can't be true or false.", de: "Ein ganzes Array kann nicht wahr oder falsch sein." },
    {
      en: "Compare one entry, or use .min(), .max(), .any() or .all().",
      de: "Vergleich einen Eintrag, oder nimm .min(), .max(), .any() oder .all().",
    },
    // Modules, input, recursion.
    { en: "There is no module “{name:text}” in the box.", de: "In der Box gibt es kein Modul „{name}“." },
    {
      en: "A program needs no import; math, random and numpy are there if you want them.",
      de: "Ein Programm braucht kein import; math, random und numpy sind da, wenn du sie willst.",
    },
    {
      en: "A program needs no ROS: the lab's program node talks to the topics. Use the robot object.",
      de: "Ein Programm braucht kein ROS: Der Programmknoten des Labors spricht mit den Topics. Nimm das Objekt robot.",
    },
    { en: "robot.image is a numpy array already.", de: "robot.image ist schon ein numpy-Array." },
    { en: "A program has no network.", de: "Ein Programm hat kein Netz." },
    {
      en: "A program has no window; use robot.say(...) and robot.plot(...).",
      de: "Ein Programm hat kein Fenster; nimm robot.say(...) und robot.plot(...).",
    },
    { en: "Nobody can type an answer while the robot drives.", de: "Während der Roboter fährt, kann niemand eine Antwort tippen." },
    { en: "Leave input() out; give the value in the program.", de: "Lass input() weg; schreib den Wert ins Programm." },
    {
      en: "A function calls itself again and again without end.",
      de: "Eine Funktion ruft sich ohne Ende immer wieder selbst auf.",
    },
    { en: "Use a loop (while or for) instead.", de: "Nimm stattdessen eine Schleife (while oder for)." },
    {
      en: "No time passes in this loop, so the robot does nothing in it and the loop does not end.",
      de: "In dieser Schleife vergeht keine Zeit; der Roboter tut darin nichts, und sie endet nicht.",
    },
    // What a program raises itself, in its own words.
    { en: "Your program raised an error that can't be told.", de: "Dein Programm hat einen Fehler ausgelöst, der sich nicht beschreiben lässt." },
    { en: "Your program raised {kind:name}.", de: "Dein Programm hat {kind} ausgelöst." },
    { en: "{kind:name}: {text:text}", de: "{kind}: {text}" },
  ],
  pieces: {
    function: [{ en: "{name:dotted}", de: "{name}" }],
    dotted: [
      { en: "{name:name}", de: "{name}" },
      { en: "{owner:name}.{name:dotted_rest}", de: "{owner}.{name}" },
    ],
    dotted_rest: [
      { en: "{name:name}", de: "{name}" },
      { en: "<locals>.{name:name}", de: "<locals>.{name}" },
    ],
    values: [
      { en: "{one:quoted}", de: "{one}" },
      { en: "{one:quoted} and {two:quoted}", de: "{one} und {two}" },
      { en: "{some:text}, and {last:quoted}", de: "{some} und {last}" },
    ],
    quoted: [{ en: "'{name:name}'", de: "„{name}“" }],
    too_many: [
      {
        en: "{function:function}() takes {most:figure} positional argument{s:s} but {given:figure} {were:were} given",
        de: "{function}() nimmt {most}, gegeben sind {given}",
      },
      {
        en: "{function:function}() takes from {least:figure} to {most:figure} positional argument{s:s} but {given:figure} {were:were} given",
        de: "{function}() nimmt {least} bis {most}, gegeben sind {given}",
      },
    ],
    s: [
      { en: "", de: "" },
      { en: "s", de: "" },
    ],
    were: [
      { en: "was", de: "" },
      { en: "were", de: "" },
    ],
    meant: [
      { en: "", de: "" },
      { en: ". Did you mean '{name:name}'?", de: "; meintest du „{name}“?" },
    ],
    bound: [
      { en: "missing a required argument: '{name:name}'", de: "Es fehlt ein Wert für „{name}“" },
      { en: "too many positional arguments", de: "Das sind zu viele Werte" },
      { en: "got an unexpected keyword argument '{name:name}'", de: "Es gibt keinen Wert namens „{name}“" },
      { en: "multiple values for argument '{name:name}'", de: "„{name}“ bekommt zwei Werte" },
    ],
  },
};

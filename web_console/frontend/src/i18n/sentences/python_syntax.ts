// SPDX-License-Identifier: Apache-2.0
/** Why a text is not Python: `explain_syntax` in `valence_nodes/programs/learner_errors.py`. */
import type { Pair } from "./matcher.ts";

export const python_syntax: readonly Pair[] = [
  { en: "Tabs and spaces are mixed at the start of lines.", de: "Am Zeilenanfang sind Tabulatoren und Leerzeichen gemischt." },
  { en: "Use four spaces for each step inwards.", de: "Nimm für jede Stufe nach innen vier Leerzeichen." },
  { en: "An indented line is missing here.", de: "Hier fehlt eine eingerückte Zeile." },
  {
    en: "The lines that belong to the line above must start four spaces further in.",
    de: "Die Zeilen, die zur Zeile darüber gehören, müssen vier Leerzeichen weiter innen beginnen.",
  },
  { en: "This line starts too far in or too far out.", de: "Diese Zeile beginnt zu weit innen oder zu weit außen." },
  {
    en: "Lines of the same block start at the same column; each block is four spaces further in.",
    de: "Zeilen desselben Blocks beginnen in derselben Spalte; jeder Block steht vier Leerzeichen weiter innen.",
  },
  { en: "A colon is missing at the end of this line.", de: "Am Ende dieser Zeile fehlt ein Doppelpunkt." },
  {
    en: "Write “:” after if, while, for, else and def.",
    de: "Schreib „:“ hinter if, while, for, else und def.",
  },
  {
    en: "A bracket is opened here and never closed ('{bracket:text}' was never closed).",
    de: "Hier geht die Klammer „{bracket}“ auf und nie wieder zu.",
  },
  { en: "Count the brackets in this line.", de: "Zähl die Klammern in dieser Zeile." },
  {
    en: "The brackets do not fit together (unmatched '{bracket:text}').",
    de: "Die Klammern passen nicht zusammen: Zu „{bracket}“ fehlt die andere.",
  },
  {
    en: "The brackets do not fit together (closing parenthesis '{closing:text}' does not match opening parenthesis '{opening:text}').",
    de: "Die Klammern passen nicht zusammen: „{closing}“ schließt nicht „{opening}“.",
  },
  {
    en: "The brackets do not fit together (closing parenthesis '{closing:text}' does not match opening parenthesis '{opening:text}' on line {line:figure}).",
    de: "Die Klammern passen nicht zusammen: „{closing}“ schließt nicht „{opening}“ in Zeile {line}.",
  },
  { en: "A text is opened here and never closed.", de: "Hier beginnt ein Text, der nie endet." },
  {
    en: 'A text starts and ends with the same sign: "…".',
    de: 'Ein Text beginnt und endet mit demselben Zeichen: "…".',
  },
  { en: "“=” gives a name to a value; it does not compare.", de: "„=“ gibt einem Wert einen Namen; es vergleicht nicht." },
  { en: "To compare two values, write “==”.", de: "Um zwei Werte zu vergleichen, schreib „==“." },
  {
    en: "Is a comma missing, or does a decimal number have a comma where a point belongs (0.5)?",
    de: "Fehlt ein Komma, oder steht in einer Dezimalzahl ein Komma statt eines Punkts (0.5)?",
  },
  { en: "Invalid decimal literal.", de: "Das ist weder eine Zahl noch ein Name." },
  { en: "Invalid syntax.", de: "Das versteht Python nicht." },
  { en: "Invalid syntax. Perhaps you forgot a comma?", de: "Das versteht Python nicht. Fehlt vielleicht ein Komma?" },
  { en: "This is not Python.", de: "Das ist kein Python." },
  { en: "Unexpected EOF while parsing.", de: "Das Programm hört mitten in etwas auf." },
  { en: "Invalid character '{sign:text}' (U+{code:text}).", de: "Das Zeichen „{sign}“ (U+{code}) gehört nicht in ein Programm." },
  { en: "Invalid non-printable character U+{code:text}.", de: "Hier steht ein unsichtbares Zeichen (U+{code})." },
  { en: "Unexpected character after line continuation character.", de: "Hinter „\\“ darf in dieser Zeile nichts mehr stehen." },
  { en: "'{word:text}' outside function.", de: "„{word}“ steht außerhalb einer Funktion." },
  { en: "'{word:text}' outside loop.", de: "„{word}“ steht außerhalb einer Schleife." },
  { en: "'{word:text}' not properly in loop.", de: "„{word}“ steht außerhalb einer Schleife." },
  { en: "Break long formulas into several lines.", de: "Teile lange Formeln auf mehrere Zeilen auf." },
  {
    en: "The program is nested too deeply, or holds too long a number.",
    de: "Das Programm ist zu tief verschachtelt oder enthält eine zu lange Zahl.",
  },
];

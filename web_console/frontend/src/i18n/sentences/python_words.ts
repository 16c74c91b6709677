// SPDX-License-Identifier: Apache-2.0
/** What Python itself says most often; `learner_errors.py` hands it on as a sentence. */
import type { Pair } from "./matcher.ts";

export const python_words: readonly Pair[] = [
  { en: "'{kind:text}' object has no attribute '{name:text}'.", de: "Ein Wert der Art „{kind}“ hat kein „{name}“." },
  { en: "Type object '{kind:text}' has no attribute '{name:text}'.", de: "„{kind}“ hat kein „{name}“." },
  { en: "Module '{module:text}' has no attribute '{name:text}'.", de: "Das Modul „{module}“ hat kein „{name}“." },
  {
    en: "Unsupported operand type(s) for {sign:text}: '{one:text}' and '{other:text}'.",
    de: "„{sign}“ geht nicht zwischen „{one}“ und „{other}“.",
  },
  {
    en: "'{sign:text}' not supported between instances of '{one:text}' and '{other:text}'.",
    de: "„{sign}“ kann „{one}“ und „{other}“ nicht vergleichen.",
  },
  { en: "'{kind:text}' object is not callable.", de: "Ein Wert der Art „{kind}“ lässt sich nicht aufrufen." },
  { en: "'{kind:text}' object is not iterable.", de: "Ein Wert der Art „{kind}“ lässt sich nicht durchgehen." },
  { en: "'{kind:text}' object is not subscriptable.", de: "Ein Wert der Art „{kind}“ hat keine Einträge in […]." },
  {
    en: "'{kind:text}' object does not support item assignment.",
    de: "In einem Wert der Art „{kind}“ lassen sich keine Einträge ändern.",
  },
  {
    en: "'{kind:text}' object cannot be interpreted as an integer.",
    de: "Hier gehört eine ganze Zahl hin, nicht ein Wert der Art „{kind}“.",
  },
  {
    en: "{container:text} indices must be integers or slices, not {kind:text}.",
    de: "Einträge haben ganze Zahlen als Nummern, nicht „{kind}“ ({container}).",
  },
  {
    en: 'Can only concatenate {kind:text} (not "{other:text}") to {again:text}.',
    de: "„+“ hängt an „{kind}“ nur „{again}“ an, nicht „{other}“.",
  },
  {
    en: "{function:function}() got multiple values for argument '{name:text}'.",
    de: "{function}() bekommt für „{name}“ zwei Werte.",
  },
  { en: "Cannot unpack non-iterable {kind:text} object.", de: "Ein Wert der Art „{kind}“ lässt sich nicht auf mehrere Namen verteilen." },
  {
    en: "Not enough values to unpack (expected {wanted:text}, got {given:figure}).",
    de: "Zu wenige Werte zum Verteilen: {given} statt {wanted}.",
  },
  { en: "Too many values to unpack (expected {wanted:figure}).", de: "Zu viele Werte zum Verteilen: Es sollten {wanted} sein." },
  {
    en: "Too many values to unpack (expected {wanted:figure}, got {given:figure}).",
    de: "Zu viele Werte zum Verteilen: {given} statt {wanted}.",
  },
  { en: "Could not convert string to float: {text:text}.", de: "Aus dem Text {text} lässt sich keine Zahl machen." },
  {
    en: "Invalid literal for int() with base {base:figure}: {text:text}.",
    de: "Aus dem Text {text} lässt sich keine ganze Zahl machen (Basis {base}).",
  },
  { en: "Bad operand type for {what:text}: '{kind:text}'.", de: "{what} nimmt keinen Wert der Art „{kind}“." },
  { en: "Math domain error.", de: "Damit lässt sich das nicht rechnen." },
];

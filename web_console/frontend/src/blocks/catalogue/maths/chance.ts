// SPDX-License-Identifier: Apache-2.0
/** Numbers by chance; in the lab they fall alike whenever the same program meets the same seed. */
import { value } from "@/blocks/definition/block_definition";
import { numberSocket } from "@/blocks/definition/parts";
import { atom } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const randomWhole = value({
  type: "random_whole",
  output: "Number",
  words: texts({
    en: { message: "random whole number from {FROM} to {TO}", tooltip: "A whole number by chance; both ends can come.", search: "dice chance integer" },
    de: { message: "zufällige ganze Zahl von {FROM} bis {TO}", tooltip: "Eine zufällige ganze Zahl; beide Enden können kommen.", search: "Würfel Zufall" },
  }),
  parts: { FROM: numberSocket(1), TO: numberSocket(6) },
  python: (block, py) => atom(`${py.module("random")}.randint(${py.whole(block, "FROM")}, ${py.whole(block, "TO")})`, { whole: true }),
});

export const randomBetween = value({
  type: "random_between",
  output: "Number",
  words: texts({
    en: { message: "random number from {FROM} to {TO}", tooltip: "Any number between the two by chance, with digits after the point.", search: "chance uniform fraction" },
    de: { message: "Zufallszahl von {FROM} bis {TO}", tooltip: "Irgendeine Zahl zwischen den beiden, mit Stellen nach dem Komma.", search: "Zufall Bruch" },
  }),
  parts: { FROM: numberSocket(0), TO: numberSocket(1) },
  python: (block, py) => atom(`${py.module("random")}.uniform(${py.value(block, "FROM")}, ${py.value(block, "TO")})`),
});

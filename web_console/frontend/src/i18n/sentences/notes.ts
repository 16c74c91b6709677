// SPDX-License-Identifier: Apache-2.0
/** What the lab itself writes into a program's log: `valence_nodes/programs/robot.py` and `inside/link.py`. */
import type { SentencePart } from "./sentences.ts";

export const notes: SentencePart = {
  pairs: [
    { en: "Note: {note:note}", de: "Hinweis: {note}" },
    {
      en: "robot.forward: something blocks the way, {left:number} m are left.",
      de: "robot.forward: Etwas versperrt den Weg, {left} m fehlen noch.",
    },
    {
      en: "robot.turn: something blocks the robot, {left:number} degrees are left.",
      de: "robot.turn: Etwas versperrt den Weg, {left} Grad fehlen noch.",
    },
    { en: "The log is full; nothing more is kept.", de: "Das Protokoll ist voll; mehr wird nicht behalten." },
    { en: "… (more was said in this step than is kept)", de: "… (in diesem Schritt wurde mehr gesagt, als behalten wird)" },
    { en: "This is the last of {count:number} curves; no other is drawn.", de: "Das ist die letzte von {count} Kurven; mehr werden nicht gezeichnet." },
  ],
  pieces: {
    note: [
      {
        en: "robot.forward, speed {asked:number}: this robot reaches {most:number} m/s, no more.",
        de: "robot.forward mit Tempo {asked}: Dieser Roboter schafft {most} m/s, mehr nicht.",
      },
      {
        en: "robot.forward({given:text}) is {metres:number} metres. Meant cm({meant:text})?",
        de: "robot.forward({given}) sind {metres} Meter. Meintest du cm({meant})?",
      },
      {
        en: "robot.turn({given:text}) is {turns:number} full turns. Meant deg(…)?",
        de: "robot.turn({given}) sind {turns} ganze Drehungen. Meintest du deg(…)?",
      },
      {
        en: "robot.distance({given:text}): angles are radians. Did you mean deg({meant:text})?",
        de: "robot.distance({given}): Winkel sind im Bogenmaß. Meintest du deg({meant})?",
      },
      {
        en: "robot.move({given:text}): this robot reaches {most:number} m/s and drives no faster.",
        de: "robot.move({given}): Dieser Roboter schafft {most} m/s und fährt nicht schneller.",
      },
      {
        en: "A turn of {asked:number} rad/s: this robot reaches {most:number}.",
        de: "Drehen mit {asked} rad/s: Dieser Roboter schafft {most}.",
      },
      {
        en: "the program is over after {time:number} s, and the robot stops. To let it drive on, write robot.wait(2) after robot.move(...), or a loop.",
        de: "Das Programm ist nach {time} s zu Ende, und der Roboter hält an. Damit er weiterfährt, schreib robot.wait(2) hinter robot.move(...), oder eine Schleife.",
      },
    ],
  },
};

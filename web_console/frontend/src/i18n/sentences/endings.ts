// SPDX-License-Identifier: Apache-2.0
/** How an episode ended, or why it can't be played at all: `missions/episode/`, `missions/referee.py`, the console. */
import type { SentencePart } from "./sentences.ts";

export const endings: SentencePart = {
  pairs: [
    { en: "The program came to its end.", de: "Das Programm kam an sein Ende." },
    { en: "The time limit of {limit:number} s was reached.", de: "Das Zeitlimit von {limit} s war erreicht." },
    { en: "The robot reached {zone:name}, the last of {count:number}.", de: "Der Roboter erreichte {zone}, die letzte von {count} Zonen." },
    { en: "The robot fell out of the world.", de: "Der Roboter fiel aus der Welt." },
    { en: "The robot tipped over (it leans by {tilt:number}°).", de: "Der Roboter ist umgekippt (er neigt sich um {tilt}°)." },
    { en: "It was stopped by its team.", de: "Sie wurde vom eigenen Team angehalten." },
    { en: "It was paused for more than {minutes:number} minutes.", de: "Sie stand mehr als {minutes} Minuten auf Pause." },
    // Which variation of the world it took place in.
    { en: "seed {seed:figure}", de: "Seed {seed}" },
    { en: "hidden seed {seed:figure}", de: "geheimer Seed {seed}" },
    // The lab's own troubles.
    { en: "The node {node:name} {what:what}.", de: "Der Knoten {node} {what}." },
    { en: "The lab was closed while this episode ran.", de: "Das Labor wurde geschlossen, während diese Episode lief." },
    { en: "Run it again.", de: "Starte sie noch einmal." },
    {
      en: "The lab was interrupted {count:number} times while it graded this.",
      de: "Das Labor wurde beim Bewerten {count} Mal unterbrochen.",
    },
    // Why one can't run a program on something.
    {
      en: "{title:text} does not work on this machine: {said:text}. `./valence doctor` says what to do.",
      de: "{title} läuft auf diesem Rechner nicht: {said}. `./valence doctor` sagt, was zu tun ist.",
    },
    {
      en: "This lab has no engine for {title:text} yet; it comes with a later version.",
      de: "Dieses Labor hat für {title} noch keine Engine; sie kommt mit einer späteren Version.",
    },
    { en: "This mission is for other robots: {robots:text}.", de: "Diese Mission ist für andere Roboter: {robots}." },
    {
      en: "No real {title:text} is connected; a later version of the lab can drive one.",
      de: "Es ist kein echter {title} verbunden; eine spätere Version des Labors kann einen fahren.",
    },
  ],
  pieces: {
    what: [
      { en: "ended", de: "ist zu Ende gegangen" },
      { en: "was ended by signal {number:figure}", de: "wurde durch Signal {number} beendet" },
      { en: "ended with exit code {code:figure}", de: "ging mit Exit-Code {code} zu Ende" },
      { en: "has no robot", de: "hat keinen Roboter" },
      { en: "has no control channel", de: "hat keinen Steuerkanal" },
      { en: "closed its channel", de: "hat seinen Kanal geschlossen" },
      { en: "was not found on {topics:text}", de: "war auf {topics} nicht zu finden" },
      { en: "got nothing on {topics:text}", de: "bekam auf {topics} nichts" },
      { en: "did not end its program within {limit:number} s", de: "hat sein Programm nicht innerhalb von {limit} s beendet" },
      { en: "sent a command that is not a finite number", de: "sandte einen Befehl, der keine endliche Zahl ist" },
      {
        en: "gave no command for {time:number} s within {limit:number} s",
        de: "gab innerhalb von {limit} s keinen Befehl für {time} s",
      },
      {
        en: "did not answer on {topic:text} for {time:number} s within {limit:number} s",
        de: "antwortete auf {topic} innerhalb von {limit} s nicht für {time} s",
      },
    ],
  },
};

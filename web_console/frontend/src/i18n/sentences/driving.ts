// SPDX-License-Identifier: Apache-2.0
/** Reasons of checks of how the robot drove: `missions/checks/` and `missions/headway.py`. */
import type { SentencePart } from "./sentences.ts";

export const driving: SentencePart = {
  pairs: [
    // Headway.
    {
      en: "These points are for a robot that gets on: in the measure of {what:measure}.",
      de: "Diese Punkte gibt es nur, wenn der Roboter vorankommt: {what}.",
    },
    {
      en: "{share:number}% of these points can be won with the way driven.",
      de: "Mit dem gefahrenen Weg sind {share} % dieser Punkte zu holen.",
    },
    // Energy.
    {
      en: "There are points for little energy only when {done:done}.",
      de: "Für wenig Energie gibt es nur Punkte, wenn {done}.",
    },
    {
      en: "The battery gave {used:number} J; all points are for {full:number} J or less{none:none_j}.",
      de: "Der Akku gab {used} J ab; alle Punkte gibt es bis {full} J{none}.",
    },
    // Smoothness.
    {
      en: "Smooth driving counts only for a robot that gets on.",
      de: "Ruhiges Fahren zählt nur, wenn der Roboter vorankommt.",
    },
    {
      en: "A metre took {changes:number} changes of command from nothing to the utmost (turning {turning:number}, speed {speed:number}); all points are for {full:number} or less{none:none_changes}.",
      de: "Auf einen Meter kamen {changes} Wechsel des Befehls von nichts auf das Äußerste (Drehen {turning}, Tempo {speed}); alle Punkte gibt es bis {full}{none}.",
    },
    // Speed limit.
    {
      en: "There are points for keeping to the limit only for a robot that drives in {zones:world_or_zones}.",
      de: "Punkte für das Tempolimit gibt es nur, wenn der Roboter in {zones} fährt.",
    },
    {
      en: "The robot kept to the {limit:number} m/s allowed{where:where}.",
      de: "Der Roboter hielt die erlaubten {limit} m/s{where} ein.",
    },
    {
      en: "The robot was faster than the {limit:number} m/s allowed{where:where} for {over:number} s, first at {time:number} s, by up to {excess:number} m/s.",
      de: "Der Roboter war {over} s lang schneller als die erlaubten {limit} m/s{where}, zuerst nach {time} s, um bis zu {excess} m/s.",
    },
    // Distance kept.
    {
      en: "The robot kept {low:number} to {high:number} m from the nearest thing{side:side} on {share:number}% of its {of:of}{scale:scale}.",
      de: "Der Roboter hielt auf {share} % {of} {low} bis {high} m Abstand vom nächsten Ding{side}{scale}.",
    },
    {
      en: "It was out of there for longest from {from:number} to {to:number} s.",
      de: "Am längsten hielt er ihn von {from} bis {to} s nicht ein.",
    },
  ],
  pieces: {
    measure: [
      { en: "the zones reached", de: "je mehr Zonen erreicht sind, desto mehr" },
      { en: "the way driven", de: "je weiter er fährt, desto mehr" },
    ],
    done: [
      { en: "all zones are reached", de: "alle Zonen erreicht sind" },
      { en: "{way:number} m are driven", de: "{way} m gefahren sind" },
    ],
    none_j: [
      { en: "", de: "" },
      { en: ", none from {none:number} J on", de: ", keine ab {none} J" },
    ],
    none_changes: [
      { en: "", de: "" },
      { en: ", none from {none:number} on", de: ", keine ab {none}" },
    ],
    world_or_zones: [
      { en: "this world", de: "dieser Welt" },
      { en: "{zones:any}", de: "{zones}" },
    ],
    where: [
      { en: "", de: "" },
      { en: " in {zones:any}", de: " in {zones}" },
    ],
    side: [
      { en: "", de: "" },
      { en: " to its left", de: " links von ihm" },
      { en: " to its right", de: " rechts von ihm" },
    ],
    of: [
      { en: "way", de: "seines Wegs" },
      { en: "time", de: "seiner Zeit" },
    ],
    scale: [
      { en: "", de: "" },
      {
        en: "; all points are for {full:number}%, none up to {none:number}%",
        de: "; alle Punkte gibt es für {full} %, keine bis {none} %",
      },
    ],
  },
};

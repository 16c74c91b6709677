// SPDX-License-Identifier: Apache-2.0
/** Reasons of checks of where the robot was and what it touched: `missions/checks/` and `missions/zones.py`. */
import type { SentencePart } from "./sentences.ts";

export const places: SentencePart = {
  pairs: [
    // Zones in order.
    { en: "Reached {zones:names} in this order.", de: "In dieser Reihenfolge erreicht: {zones}." },
    { en: "Reached none of {missing:names}; {near:near}.", de: "Keine der Zonen {missing} erreicht; {near}." },
    { en: "Reached {zones:names}, but not {missing:names}; {near:near}.", de: "Erreicht: {zones}, aber nicht {missing}; {near}." },
    // Collisions.
    { en: "Touched nothing.", de: "Nirgends angestoßen." },
    { en: "Touched things {often:often}: {first:touches}{more:more}.", de: "{often} angestoßen: {first}{more}." },
    { en: "{count:number} of them hard, which counts twice.", de: "Davon {count} Mal heftig, das zählt doppelt." },
    { en: "These points begin with the first zone reached.", de: "Diese Punkte gibt es erst ab der ersten Zone, die erreicht ist." },
    {
      en: "{share:number}% of these points can be won with the zones reached.",
      de: "Mit den erreichten Zonen sind {share} % dieser Punkte zu holen.",
    },
    // Upright.
    {
      en: "The robot leaned by {most:most}{tilt:number}°; {allowed:number}° are allowed.",
      de: "Der Roboter neigte sich um {most}{tilt}°; erlaubt sind {allowed}°.",
    },
    // Load kept.
    {
      en: "The load slid by {slid:number} cm in all; {free:number} cm cost nothing, and it falls off at {room:number} cm.",
      de: "Die Last ist insgesamt {slid} cm gerutscht; {free} cm kosten nichts, und bei {room} cm fällt sie herunter.",
    },
    {
      en: "The load slid by {slid:number} cm and fell off the tray, at {time:number} s.",
      de: "Die Last ist {slid} cm gerutscht und vom Tablett gefallen, bei {time} s.",
    },
    {
      en: "There is no load on this robot, or no uneven ground in this world.",
      de: "Dieser Roboter trägt keine Last, oder in dieser Welt ist kein unebener Boden.",
    },
    // Time.
    {
      en: "There are points for time only when all zones are reached.",
      de: "Für die Zeit gibt es nur Punkte, wenn alle Zonen erreicht sind.",
    },
    {
      en: "It took {time:number} s; all points are for {full:number} s or less{none:none_s}.",
      de: "Es dauerte {time} s; alle Punkte gibt es bis {full} s{none}.",
    },
    // Way.
    {
      en: "There are points for a short way only when all zones are reached.",
      de: "Für einen kurzen Weg gibt es nur Punkte, wenn alle Zonen erreicht sind.",
    },
    { en: "The way was {way:number} m long.", de: "Der Weg war {way} m lang." },
    {
      en: "The way was {way:number} m long, {ratio:number} times the shortest ({shortest:number} m){full:full_times}.",
      de: "Der Weg war {way} m lang, das {ratio}-Fache des kürzesten ({shortest} m){full}.",
    },
    // Coverage.
    {
      en: "The robot passed over {share:number}% of the floor of {zones:all}{full:full_share}.",
      de: "Der Roboter fuhr über {share} % des Bodens von {zones}{full}.",
    },
    // Stayed in a zone.
    { en: "The robot stayed in {zones:any}.", de: "Der Roboter blieb in {zones}." },
    {
      en: "The robot was in {zones:any} for {share:number}% of its {of:of}, first outside at {time:number} s{full:full_share}.",
      de: "Der Roboter war {share} % {of} in {zones}, zuerst draußen nach {time} s{full}.",
    },
    // Things in zones.
    { en: "The robot has not moved anything.", de: "Der Roboter hat nichts bewegt." },
    { en: "There is nothing in this world that belongs somewhere.", de: "In dieser Welt gibt es nichts, was irgendwo hingehört." },
    { en: "All {count:number} of them rest in a zone.", de: "Alle {count} liegen in einer Zone." },
    {
      en: "{brought:number} of {count:number} rest in a zone; not there: {missing:text}.",
      de: "{brought} von {count} liegen in einer Zone; es fehlen: {missing}.",
    },
    { en: "The {kind:text} rests in {zone:name}, where it belongs.", de: "Die {kind} liegt in {zone}, wo sie hingehört." },
    { en: "The {kind:text} rests in {zone:name}, but belongs in {home:name}.", de: "Die {kind} liegt in {zone}, gehört aber nach {home}." },
    {
      en: "The {kind:text} was still moving at the end; it belongs in {home:name}.",
      de: "Die {kind} war am Ende noch in Bewegung; sie gehört nach {home}.",
    },
    { en: "The {kind:text} is in no zone; it belongs in {home:name}.", de: "Die {kind} liegt in keiner Zone; sie gehört nach {home}." },
    // What the program answered.
    { en: "There is no answer “{question:text}”, or it is no list.", de: "Eine Antwort „{question}“ fehlt, oder sie ist keine Liste." },
    { en: "There is no answer “{question:text}”, or it is no map.", de: "Eine Antwort „{question}“ fehlt, oder sie ist kein Dictionary." },
    {
      en: "{hits:figure} of {wanted:figure} were named, and {wrong:figure} of {others:figure} others by mistake: a balanced accuracy of {balanced:number}.",
      de: "{hits} von {wanted} wurden genannt, und {wrong} von {others} anderen zu Unrecht: eine ausgewogene Genauigkeit von {balanced}.",
    },
    { en: "{unknown:figure} of the names mean nothing.", de: "{unknown} der Namen gibt es nicht." },
    {
      en: "It makes a difference for {matter:figure} of {all:figure}, and for {good:figure} of these the choice was a good one ({share:number}%).",
      de: "Bei {matter} von {all} kommt es darauf an, und bei {good} von diesen war die Wahl gut ({share} %).",
    },
    { en: "{out:figure} were not chosen for.", de: "Für {out} wurde nichts gewählt." },
    { en: "{order:name} did not come to {zone:name}.", de: "{order} kam nicht nach {zone}." },
    {
      en: "{order:name} came to {zone:name} at {time:number} s, too late: it was due at {due:number} s.",
      de: "{order} kam nach {time} s zu {zone}, zu spät: Bis {due} s war Zeit.",
    },
    {
      en: "{order:name} came to {zone:name} at {time:number} s, in time, and needed it.",
      de: "{order} kam nach {time} s zu {zone}, rechtzeitig, und das war nötig.",
    },
    {
      en: "{order:name} came to {zone:name} at {time:number} s, but would have been in time without help, too.",
      de: "{order} kam nach {time} s zu {zone}, wäre aber auch ohne Hilfe pünktlich gewesen.",
    },
    {
      en: "Only {chosen:figure} of {count:figure} were chosen: each must be there, and go to another zone.",
      de: "Nur {chosen} von {count} wurden gewählt: Jede muss es geben, und jede muss in eine andere Zone gehen.",
    },
    // Distance to a line.
    {
      en: "The robot did not get along the line; there are points only for following it in its direction.",
      de: "Der Roboter kam auf der Linie nicht voran; Punkte gibt es nur, wenn er ihr in ihrer Richtung folgt.",
    },
    {
      en: "The robot's middle was {distance:number} cm from the line on average{scale:line_scale}; it strayed farthest, by {most:number} m, at {time:number} s.",
      de: "Die Mitte des Roboters war im Mittel {distance} cm von der Linie entfernt{scale}; am weitesten kam er nach {time} s ab, um {most} m.",
    },
    {
      en: "The robot's middle was within {distance:number} cm of the line for 95 % of its way{scale:line_scale}; it strayed farthest, by {most:number} m, at {time:number} s.",
      de: "Die Mitte des Roboters war auf 95 % seines Wegs höchstens {distance} cm von der Linie entfernt{scale}; am weitesten kam er nach {time} s ab, um {most} m.",
    },
    {
      en: "It followed {followed:number} m of {wanted:number} m in the right direction, and can win {share:number}% of these points.",
      de: "Er folgte ihr {followed} m von {wanted} m in der richtigen Richtung und kann {share} % dieser Punkte holen.",
    },
  ],
  pieces: {
    near: [
      {
        en: "the nearest you came to {zone:name} was {metres:number} m from its edge",
        de: "am knappsten fehlten {metres} m bis zum Rand von {zone}",
      },
      { en: "{zone:name} was next", de: "als Nächstes war {zone} dran" },
    ],
    often: [
      { en: "once", de: "1 Mal" },
      { en: "{count:number} times", de: "{count} Mal" },
    ],
    touches: [
      { en: "{a:touch}", de: "{a}" },
      { en: "{a:touch}, {b:touch}", de: "{a}, {b}" },
      { en: "{a:touch}, {b:touch}, {c:touch}", de: "{a}, {b}, {c}" },
    ],
    touch: [{ en: "{thing:name} at {time:number} s", de: "{thing} nach {time} s" }],
    more: [
      { en: "", de: "" },
      { en: " and {count:number} more", de: " und {count} weitere" },
    ],
    most: [
      { en: "", de: "" },
      { en: "at most ", de: "höchstens " },
    ],
    none_s: [
      { en: "", de: "" },
      { en: ", none from {none:number} s on", de: ", keine ab {none} s" },
    ],
    full_times: [
      { en: "", de: "" },
      { en: "; all points are for {full:number} times or less", de: "; alle Punkte gibt es bis zum {full}-Fachen" },
    ],
    full_share: [
      { en: "", de: "" },
      { en: "; all points are for {full:number}%", de: "; alle Punkte gibt es für {full} %" },
    ],
    of: [
      { en: "way", de: "seines Wegs" },
      { en: "time", de: "seiner Zeit" },
    ],
    line_scale: [
      { en: "", de: "" },
      {
        en: " (all points are for {full:number} cm or less, none from {none:number} cm on)",
        de: " (alle Punkte gibt es bis {full} cm, keine ab {none} cm)",
      },
    ],
  },
};

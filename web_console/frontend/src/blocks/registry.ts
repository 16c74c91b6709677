// SPDX-License-Identifier: Apache-2.0
/** All blocks, in the order of the toolbox: one line a block. */
import { andOr, between, boolean, choose, compare, not } from "@/blocks/catalogue/deciding/conditions";
import { ifBlock } from "@/blocks/catalogue/deciding/if";
import { callForValue, callFunction, defineFunction, endFunction, giveBack } from "@/blocks/catalogue/functions/functions";
import { collect, groundChance, groundFeels, modelPicture, modelSees, policyDrives } from "@/blocks/catalogue/learning/drive";
import { labClean, labData, labEvaluate, labFeel, labLoad, labScore, labSelect, labSplit, labTrain, labUse, learn } from "@/blocks/catalogue/learning/learn";
import { listAdd, listContains, listItem, listOf, listSet, listSummary } from "@/blocks/catalogue/lists/lists";
import { arithmetic, calculate, constant, convert, limit, minMax, negative, round, roundDigits, withUnit } from "@/blocks/catalogue/maths/arithmetic";
import { randomBetween, randomWhole } from "@/blocks/catalogue/maths/chance";
import { directionTo, lengthOf, wrapped } from "@/blocks/catalogue/maths/geometry";
import { angle, length, number, speed, turnSpeed } from "@/blocks/catalogue/maths/number";
import { forward, forwardAtSpeed } from "@/blocks/catalogue/moving/forward";
import { move, stop } from "@/blocks/catalogue/moving/move";
import { turn, turnAtSpeed } from "@/blocks/catalogue/moving/turn";
import { count, forEach, forever, leave, repeat, repeatWhile } from "@/blocks/catalogue/repeating/loops";
import { plot, print, say, sayValue } from "@/blocks/catalogue/saying/say";
import { join, text } from "@/blocks/catalogue/saying/text";
import { colour, line } from "@/blocks/catalogue/seeing/labels";
import { allSeen, forEachSeen, nearestThing, seenCount, seenProperty, sees, setThing, thingFound, thingLabel, thingProperty } from "@/blocks/catalogue/seeing/seen";
import { closerThan, distance, distanceAtAngle, distanceInFan, scan } from "@/blocks/catalogue/sensing/distance";
import { answer, imuWindow, sound, task } from "@/blocks/catalogue/sensing/given";
import { heading, imu, odometry } from "@/blocks/catalogue/sensing/odometry";
import { brightness, pixel } from "@/blocks/catalogue/sensing/picture";
import { battery, running, time } from "@/blocks/catalogue/sensing/state";
import { start } from "@/blocks/catalogue/start/start";
import { wait, waitUntil } from "@/blocks/catalogue/start/wait";
import { changeVariable, getVariable, setVariable } from "@/blocks/catalogue/variables/variables";
import type { BlockDefinition } from "@/blocks/definition/block_definition";
import { register } from "@/blocks/definition/blockly_block";
import { texts, type Language } from "@/i18n/texts";

export type CategoryName = keyof typeof CATEGORIES;

/** A part of the toolbox. */
export interface Category {
  readonly words: Record<Language, { readonly name: string }>;
  readonly blocks: readonly BlockDefinition[];
}

export const CATEGORIES = {
  start: {
    words: texts({ en: { name: "Start, wait" }, de: { name: "Start, Warten" } }),
    blocks: [
      start,
      wait,
      waitUntil,
    ],
  },
  moving: {
    words: texts({ en: { name: "Moving" }, de: { name: "Bewegen" } }),
    blocks: [
      forward,
      turn,
      stop,
      forwardAtSpeed,
      turnAtSpeed,
      move,
    ],
  },
  sensing: {
    words: texts({ en: { name: "Sensing" }, de: { name: "Fühlen" } }),
    blocks: [
      closerThan,
      distance,
      distanceAtAngle,
      distanceInFan,
      odometry,
      heading,
      time,
      battery,
      running,
      imu,
      imuWindow,
      sound,
      task,
      scan,
      brightness,
      pixel,
    ],
  },
  seeing: {
    words: texts({ en: { name: "Seeing" }, de: { name: "Sehen" } }),
    blocks: [
      sees,
      seenProperty,
      seenCount,
      colour,
      line,
      forEachSeen,
      setThing,
      thingFound,
      thingProperty,
      thingLabel,
      nearestThing,
      allSeen,
    ],
  },
  learning: {
    words: texts({ en: { name: "Learning" }, de: { name: "Lernen" } }),
    blocks: [
      learn,
      labData,
      labLoad,
      labSelect,
      labClean,
      labFeel,
      labSplit,
      labTrain,
      labEvaluate,
      labScore,
      labUse,
      groundFeels,
      groundChance,
      modelSees,
      modelPicture,
      policyDrives,
      collect,
    ],
  },
  deciding: {
    words: texts({ en: { name: "Deciding" }, de: { name: "Entscheiden" } }),
    blocks: [
      ifBlock,
      compare,
      between,
      andOr,
      not,
      boolean,
      choose,
    ],
  },
  repeating: {
    words: texts({ en: { name: "Repeating" }, de: { name: "Wiederholen" } }),
    blocks: [
      forever,
      repeat,
      repeatWhile,
      count,
      forEach,
      leave,
    ],
  },
  maths: {
    words: texts({ en: { name: "Maths" }, de: { name: "Rechnen" } }),
    blocks: [
      number,
      length,
      angle,
      speed,
      turnSpeed,
      arithmetic,
      negative,
      round,
      roundDigits,
      minMax,
      limit,
      calculate,
      withUnit,
      convert,
      directionTo,
      lengthOf,
      wrapped,
      constant,
      randomWhole,
      randomBetween,
    ],
  },
  variables: {
    words: texts({ en: { name: "Variables" }, de: { name: "Variablen" } }),
    blocks: [
      setVariable,
      changeVariable,
      getVariable,
    ],
  },
  lists: {
    words: texts({ en: { name: "Lists" }, de: { name: "Listen" } }),
    blocks: [
      listOf,
      listAdd,
      listSet,
      listItem,
      listSummary,
      listContains,
    ],
  },
  functions: {
    words: texts({ en: { name: "Functions" }, de: { name: "Funktionen" } }),
    blocks: [
      defineFunction,
      giveBack,
      endFunction,
      callFunction,
      callForValue,
    ],
  },
  saying: {
    words: texts({ en: { name: "Log, plots" }, de: { name: "Log, Kurven" } }),
    blocks: [
      say,
      sayValue,
      print,
      plot,
      answer,
      text,
      join,
    ],
  },
} as const satisfies Record<string, Category>;

export const CATEGORY_NAMES = Object.keys(CATEGORIES) as CategoryName[];

/** Every block there is. */
export const ALL_BLOCKS: readonly BlockDefinition[] = CATEGORY_NAMES.flatMap((name): readonly BlockDefinition[] => CATEGORIES[name].blocks);

let registered = false;

/** Makes all blocks known to Blockly; once is enough. */
export function registerBlocks(): void {
  if (registered) return;
  registered = true;
  for (const name of CATEGORY_NAMES) for (const block of CATEGORIES[name].blocks) register(block, name);
}

// SPDX-License-Identifier: Apache-2.0
/** Battery, time, and whether the episode goes on. */
import { value } from "@/blocks/definition/block_definition";
import { menu } from "@/blocks/definition/parts";
import { atom } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const battery = value({
  type: "battery",
  output: "Number",
  words: texts({
    en: { message: "battery {FIELD}", tooltip: "How full the battery is, from 0 (empty) to 1 (full), or its voltage.", menus: { FIELD: { fraction: "charge (0 to 1)", voltage_v: "voltage (V)" } }, search: "power energy" },
    de: { message: "Akku: {FIELD}", tooltip: "Wie voll der Akku ist, von 0 (leer) bis 1 (voll), oder seine Spannung.", menus: { FIELD: { fraction: "Ladung (0 bis 1)", voltage_v: "Spannung (V)" } }, search: "Batterie Strom Energie" },
  }),
  parts: { FIELD: menu("fraction", "voltage_v") },
  python: (block, py) => atom(`${py.robot}.battery.${String(block.getFieldValue("FIELD"))}`),
});

export const time = value({
  type: "time",
  output: "Number",
  words: texts({
    en: { message: "time", tooltip: "Seconds since the episode began.", search: "clock seconds" },
    de: { message: "Zeit", tooltip: "Sekunden seit Beginn der Episode.", search: "Uhr Sekunden" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.time_s`),
});

export const running = value({
  type: "running",
  output: "Boolean",
  words: texts({
    en: { message: "the mission is running", tooltip: "True while the episode goes on.", search: "episode over" },
    de: { message: "die Mission läuft", tooltip: "Wahr, solange die Episode weitergeht.", search: "Episode vorbei" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.running`),
});

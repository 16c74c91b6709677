// SPDX-License-Identifier: Apache-2.0
/** Looking at the camera's picture itself, pixel by pixel. */
import { value } from "@/blocks/definition/block_definition";
import { menu, numberSocket } from "@/blocks/definition/parts";
import { atom } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const brightness = value({
  type: "brightness",
  output: "Number",
  words: texts({
    en: { message: "brightness of the picture", tooltip: "How bright the camera's picture is, from 0 (black) to 255 (white).", search: "camera image light dark" },
    de: { message: "Helligkeit des Bilds", tooltip: "Wie hell das Kamerabild ist, von 0 (schwarz) bis 255 (weiß).", search: "Kamera Licht dunkel" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.image.mean()`),
});

export const pixel = value({
  type: "pixel",
  output: "Number",
  words: texts({
    en: {
      message: "{CHANNEL} of the pixel at x {X} y {Y}",
      tooltip: "How much of a colour a pixel of the camera's picture has, from 0 to 255. x counts from the left edge, y from the top one.",
      menus: { CHANNEL: { red: "red", green: "green", blue: "blue" } },
      search: "camera image picture",
    },
    de: {
      message: "{CHANNEL} im Pixel bei x {X} y {Y}",
      tooltip: "Wie viel von einer Farbe ein Pixel des Kamerabilds hat, von 0 bis 255. x zählt vom linken Rand, y vom oberen.",
      menus: { CHANNEL: { red: "Rot", green: "Grün", blue: "Blau" } },
      search: "Kamera Bild Bildpunkt",
    },
  }),
  parts: { CHANNEL: menu("red", "green", "blue"), X: numberSocket(160), Y: numberSocket(120) },
  python(block, py) {
    const channel = ["red", "green", "blue"].indexOf(String(block.getFieldValue("CHANNEL")));
    // int(…): NumPy's bytes would overflow as soon as somebody reckons with them.
    return atom(`int(${py.robot}.image[${py.whole(block, "Y")}, ${py.whole(block, "X")}, ${channel}])`, { whole: true });
  },
});

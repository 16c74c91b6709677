// SPDX-License-Identifier: Apache-2.0
/** Whether this browser can draw in 3D. */

let known: boolean | null = null;

/** Looks once: asking makes a drawing context, of which there are few. */
export function hasWebgl(): boolean {
  if (known === null) {
    try {
      const context = document.createElement("canvas").getContext("webgl2");
      known = context !== null;
      context?.getExtension("WEBGL_lose_context")?.loseContext();
    } catch {
      known = false;
    }
  }
  return known;
}

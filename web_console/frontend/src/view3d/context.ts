// SPDX-License-Identifier: Apache-2.0
/** The drawing context of a view, and whether a graphics card is behind it. */

/**
 * Opens a context.
 *
 * It hides what is behind it (`alpha: false`), for putting pages together is dear without a graphics card; and without
 * one it does without smooth edges, which cost a third of a picture there.
 *
 * @throws Error if the browser has none.
 */
export function openContext(canvas: HTMLCanvasElement): { context: WebGL2RenderingContext; software: boolean } {
  const software = isSoftware();
  const context = canvas.getContext("webgl2", {
    alpha: false,
    antialias: !software,
    depth: true,
    stencil: false,
    powerPreference: "high-performance",
  });
  if (context === null) throw new Error("this browser has no WebGL 2");
  return { context, software };
}

let known: boolean | null = null;

function isSoftware(): boolean {
  if (known !== null) return known;
  const context = document.createElement("canvas").getContext("webgl2");
  if (context === null) return false;
  const details = context.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = context.getParameter(details === null ? context.RENDERER : details.UNMASKED_RENDERER_WEBGL);
  known = typeof name === "string" && /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return known;
}

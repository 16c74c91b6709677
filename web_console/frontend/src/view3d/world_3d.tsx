// SPDX-License-Identifier: Apache-2.0
/** The world in 3D, for React. Loaded only where it is shown: three.js is large. */
import { useEffect, useRef } from "react";
import { attachGestures } from "@/stage/gestures";
import { useCanvas } from "@/stage/use_canvas";
import type { ViewProps } from "@/stage/view_props";
import { WorldView } from "@/view3d/world_view";

const TURN_PER_PX = 0.006;

export default function World3D(props: ViewProps) {
  const { scene, assets, tracks, clock, arrivals, palette, layers, camera, glides, texts } = props;
  const view = useRef<WorldView | null>(null);
  const frame = useCanvas(props, [scene, assets, texts], (canvas, latest) => {
    const { current } = latest;
    let made: WorldView;
    try {
      made = new WorldView(canvas, scene, assets, current.palette, current.layers, texts, current.glides);
    } catch {
      current.onUnable();
      return null;
    }
    view.current = made;
    made.rig.setMode(current.camera);
    const lost = (event: Event): void => {
      event.preventDefault();
      latest.current.onUnable();
    };
    canvas.addEventListener("webglcontextlost", lost);
    const release = attachGestures(canvas, {
      orbit: (right, down) => {
        made.rig.orbit(-right * TURN_PER_PX, down * TURN_PER_PX);
        made.ask();
      },
      pan: (right, down) => {
        made.rig.pan(right / canvas.clientHeight, -down / canvas.clientHeight);
        if (made.rig.mode !== latest.current.camera) latest.current.onCamera(made.rig.mode);
        made.ask();
      },
      zoom: (factor) => made.zoom(factor),
      reset: () => made.reset(),
      plainDrag: () => (made.rig.mode === "above" ? "pan" : "orbit"),
    });
    current.onView(made);
    return {
      resize: (width, height) => made.resize(width, height),
      dispose: () => {
        canvas.removeEventListener("webglcontextlost", lost);
        release();
        made.dispose();
        view.current = null;
      },
    };
  });

  useEffect(() => {
    const draw = (): void => view.current?.show({ tracks, t: clock.time, reached: arrivals.reachedAt(clock.time) });
    draw();
    const stops = [clock.subscribe(draw), tracks?.subscribe(draw)];
    return () => stops.forEach((stop) => stop?.());
  }, [scene, assets, texts, tracks, clock, arrivals]);

  useEffect(() => view.current?.setLook(palette, layers), [palette, layers]);
  useEffect(() => {
    const made = view.current;
    if (made === null) return;
    made.rig.glides = glides;
    made.rig.setMode(camera);
    made.ask();
  }, [camera, glides]);

  return <div ref={frame} className={props.className} />;
}

// SPDX-License-Identifier: Apache-2.0
/** The world from above, for React. */
import { useEffect, useRef } from "react";
import { attachGestures } from "@/stage/gestures";
import { useCanvas } from "@/stage/use_canvas";
import type { ViewProps } from "@/stage/view_props";
import { TopView } from "@/view2d/top_view";

export default function World2D(props: ViewProps) {
  const { scene, assets, tracks, clock, arrivals, palette, layers, camera, texts } = props;
  const view = useRef<TopView | null>(null);
  const frame = useCanvas(props, [scene, assets, texts], (canvas, latest) => {
    const { current } = latest;
    let made: TopView;
    try {
      made = new TopView(canvas, scene, assets, current.palette, current.layers, texts);
    } catch {
      current.onUnable();
      return null;
    }
    view.current = made;
    made.map.setMode(current.camera);
    const pan = (right: number, down: number): void => {
      made.map.pan(right, down);
      if (made.map.mode !== latest.current.camera) latest.current.onCamera(made.map.mode);
      made.ask();
    };
    const release = attachGestures(canvas, {
      orbit: pan,
      pan,
      zoom: (factor, at) => {
        made.map.zoom(factor, at);
        made.ask();
      },
      reset: () => made.reset(),
      plainDrag: () => "pan",
    });
    current.onView(made);
    return {
      resize: (width, height) => made.resize(width, height),
      dispose: () => {
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
    view.current?.map.setMode(camera);
    view.current?.ask();
  }, [camera]);

  return <div ref={frame} className={props.className} />;
}

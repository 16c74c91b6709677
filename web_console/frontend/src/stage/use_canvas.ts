// SPDX-License-Identifier: Apache-2.0
/** A canvas that something draws on which is not React's: made with it, sized with the page, gone with it. */
import { type RefObject, useEffect, useRef } from "react";
import type { ViewProps } from "@/stage/view_props";

/** What draws on a canvas. */
export interface Drawn {
  readonly resize: (width: number, height: number) => void;
  readonly dispose: () => void;
}

/**
 * Makes a canvas in an element, and another one when what it depends on changes: a canvas whose drawing context was
 * given back can't be drawn on again.
 *
 * @param props of the view.
 * @param dependsOn another canvas is made when one of these changes.
 * @param make begins to draw, and is given the newest props; null if it can't.
 * @returns the element that it is put into.
 */
export function useCanvas(
  props: ViewProps,
  dependsOn: readonly unknown[],
  make: (canvas: HTMLCanvasElement, latest: RefObject<ViewProps>) => Drawn | null,
): RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const latest = useRef(props);
  const { label, describedBy } = props;

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const made = document.createElement("canvas");
    made.tabIndex = 0;
    made.setAttribute("role", "img");
    canvas.current = made;
    element.append(made);
    const drawn = make(made, latest);
    const fit = (): void => drawn?.resize(element.clientWidth, element.clientHeight);
    const resized = new ResizeObserver(fit);
    resized.observe(element);
    fit();
    return () => {
      resized.disconnect();
      drawn?.dispose();
      made.remove();
      canvas.current = null;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, dependsOn);

  useEffect(() => {
    canvas.current?.setAttribute("aria-label", label);
    canvas.current?.setAttribute("aria-describedby", describedBy);
  }, [label, describedBy, ...dependsOn]); // eslint-disable-line react-hooks/exhaustive-deps

  return frame;
}

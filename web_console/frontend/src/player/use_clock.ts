// SPDX-License-Identifier: Apache-2.0
/** The clock for React: what draws at every frame subscribes by itself, what is made of HTML looks now and then. */
import { useCallback, useSyncExternalStore } from "react";
import type { ClockMode, EpisodeClock } from "@/player/episode_clock";

/** What of a clock changes seldom. */
export interface ClockSetting {
  readonly mode: ClockMode;
  readonly speed: number;
  readonly live: boolean;
}

/**
 * The clock's time, not more often than some times a second while it runs, and always right when it stands.
 *
 * @param hz how often at most.
 */
export function useClockTime(clock: EpisodeClock, hz = 10): number {
  const subscribe = useCallback(
    (changed: () => void) => {
      let timer: number | null = null;
      let last = 0;
      const tell = (): void => {
        timer = null;
        last = performance.now();
        changed();
      };
      const stop = clock.subscribe(() => {
        const wait = last + 1000 / hz - performance.now();
        if (wait <= 0 && timer === null) tell();
        else timer ??= window.setTimeout(tell, Math.max(0, wait));
      });
      return () => {
        stop();
        if (timer !== null) window.clearTimeout(timer);
      };
    },
    [clock, hz],
  );
  return useSyncExternalStore(subscribe, () => clock.time);
}

/** Whether the clock plays, how fast, and whether the episode is still running. */
export function useClockSetting(clock: EpisodeClock): ClockSetting {
  const text = useSyncExternalStore(clock.subscribeMode, () => `${clock.mode} ${clock.speed} ${String(clock.live)}`);
  const [mode, speed, live] = text.split(" ");
  return { mode: mode as ClockMode, speed: Number(speed), live: live === "true" };
}

// SPDX-License-Identifier: Apache-2.0
/** What one can do with an episode that is watched: play what is known of it, or hold the episode itself. */
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { type EpisodeClock, SPEEDS } from "@/player/episode_clock";
import type { PlayerOrder } from "@/player/shortcuts";

/** What the running episode itself is asked for. */
export type EpisodeOrder =
  | { readonly action: "pause" | "resume" | "step" | "stop" }
  /** Simulated seconds a second of the wall clock; 0 for as fast as it goes. */
  | { readonly action: "pace"; readonly pace: number };

const [SLOWEST, , , , FASTEST] = SPEEDS;

/** As fast as it goes. */
export const UNPACED = 0;

export class PlayerControl {
  /**
   * @param clock what is looked at.
   * @param tracks of the episode, by whose steps one goes on and back.
   * @param onControl asks the running episode; null if that can't be asked, or must not.
   */
  constructor(
    private readonly clock: EpisodeClock,
    private readonly tracks: EpisodeTracks,
    private readonly onControl: ((order: EpisodeOrder) => void) | null,
  ) {}

  /** The running episode itself is what pause, step and speed mean now: one sees what happens at this moment. */
  get holdsEpisode(): boolean {
    return this.onControl !== null && this.clock.live && this.clock.mode === "edge";
  }

  /** The running episode stands still. */
  get episodePaused(): boolean {
    return this.tracks.state?.state === "paused";
  }

  /** It plays, or it runs and one sees it as it does. */
  get isMoving(): boolean {
    return this.holdsEpisode ? !this.episodePaused : this.clock.mode !== "paused";
  }

  readonly toggle = (): void => {
    if (this.holdsEpisode) this.onControl?.({ action: this.episodePaused ? "resume" : "pause" });
    else if (this.clock.mode === "paused") this.clock.play();
    else this.clock.pause();
  };

  readonly stop = (): void => this.onControl?.({ action: "stop" });

  /** One step of the program back. */
  readonly stepBack = (): void => {
    const { steps } = this.tracks;
    this.clock.pause();
    const at = steps.indexAt(this.clock.time + 1e-9);
    this.clock.seek(steps.get(at - 1)?.t ?? 0);
  };

  /** One step of the program on; where there is none yet, the episode is asked for it. */
  readonly stepOn = (): void => {
    const { steps } = this.tracks;
    const next = this.holdsEpisode ? null : steps.get(steps.indexAt(this.clock.time + 1e-9) + 1);
    if (next !== null) {
      this.clock.pause();
      this.clock.seek(next.t);
    } else if (this.clock.live && this.onControl !== null) {
      this.clock.toEdge();
      this.onControl({ action: "step" });
    } else this.clock.seek(this.clock.end);
  };

  readonly setSpeed = (speed: number): void => {
    if (this.holdsEpisode) this.onControl?.({ action: "pace", pace: speed });
    else if (speed !== UNPACED) this.clock.setSpeed(speed);
  };

  /** How fast it goes: the running episode, or what is played. */
  get speed(): number {
    return this.holdsEpisode ? (this.tracks.state?.pace ?? 1) : this.clock.speed;
  }

  /** Does what a key means; `help` is the page's. */
  do(order: Exclude<PlayerOrder, "help">): void {
    this.orders[order]();
  }

  private readonly orders: Readonly<Record<Exclude<PlayerOrder, "help">, () => void>> = {
    toggle: () => this.toggle(),
    step_back: () => this.stepBack(),
    step_on: () => this.stepOn(),
    second_back: () => this.clock.seek(this.clock.time - 1),
    second_on: () => this.clock.seek(this.clock.time + 1),
    begin: () => this.clock.seek(0),
    end: () => this.clock.toEdge(),
    slower: () => this.setSpeed(SPEEDS.findLast((speed) => speed < (this.speed || Infinity)) ?? SLOWEST),
    faster: () => this.setSpeed(SPEEDS.find((speed) => speed > (this.speed || Infinity)) ?? FASTEST),
  };
}

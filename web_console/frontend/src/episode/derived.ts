// SPDX-License-Identifier: Apache-2.0
/** What is worked out of an episode's frames as they come: zones reached, distances, variables over time. */
import { useEffect, useMemo } from "react";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { yawOf } from "@/episode/poses";
import { ZoneArrivals } from "@/episode/zone_arrivals";
import { VariableTracks } from "@/moment/variable_tracks";
import { ScanDistances } from "@/plots/scan_distances";
import type { Scene } from "@/scene/scene";

export class Derived {
  readonly arrivals: ZoneArrivals;
  distances: ScanDistances;
  variables = new VariableTracks();
  private readonly lidarYaw: number;
  private steps: object | null = null;

  constructor(
    private readonly tracks: EpisodeTracks,
    scene: Scene | undefined,
  ) {
    this.arrivals = new ZoneArrivals(scene?.zones ?? []);
    this.lidarYaw = scene?.lidar == null ? 0 : yawOf(scene.lidar.pose);
    this.distances = new ScanDistances(this.lidarYaw);
    this.follow();
  }

  /** Looks at what is new. */
  readonly follow = (): void => {
    const { tracks } = this;
    // All of a live episode that is over came in place of what was seen of it.
    if (tracks.steps !== this.steps) {
      this.steps = tracks.steps;
      this.distances = new ScanDistances(this.lidarYaw);
      this.variables = new VariableTracks();
    }
    this.arrivals.follow(tracks.robot);
    this.distances.follow(tracks.scans);
    this.variables.follow(tracks.steps);
  };
}

/** Worked out once, however many parts of the page look at it. */
const known = new WeakMap<EpisodeTracks, { readonly scene: Scene | undefined; readonly derived: Derived }>();

function derivedOf(tracks: EpisodeTracks, scene: Scene | undefined): Derived {
  const found = known.get(tracks);
  if (found !== undefined && found.scene === scene) return found.derived;
  const derived = new Derived(tracks, scene);
  known.set(tracks, { scene, derived });
  return derived;
}

/** What is worked out of an episode, kept up with it while it is shown. */
export function useDerived(tracks: EpisodeTracks, scene: Scene | undefined): Derived {
  const derived = useMemo(() => derivedOf(tracks, scene), [tracks, scene]);
  useEffect(() => {
    derived.follow();
    return tracks.subscribe(derived.follow);
  }, [derived, tracks]);
  return derived;
}

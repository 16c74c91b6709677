// SPDX-License-Identifier: Apache-2.0
/** What both views of the world, in 3D and from above, are given. */
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { ZoneArrivals } from "@/episode/zone_arrivals";
import type { EpisodeClock } from "@/player/episode_clock";
import type { Layers } from "@/scene/layers";
import type { Palette } from "@/scene/palette";
import type { Scene } from "@/scene/scene";
import type { SceneAssets } from "@/scene/scene_assets";
import type { CameraMode } from "@/view3d/camera_rig";

/** Texts that are drawn into the picture, in the reader's language. */
export interface WorldTexts {
  readonly metre: string;
  readonly distance: (metres: number) => string;
}

/** What a view can be told to do by the buttons beside it. */
export interface ViewHandle {
  readonly zoom: (factor: number) => void;
  readonly reset: () => void;
}

export interface ViewProps {
  readonly scene: Scene;
  readonly assets: SceneAssets;
  readonly tracks: EpisodeTracks | null;
  readonly clock: EpisodeClock;
  readonly arrivals: ZoneArrivals;
  readonly palette: Palette;
  readonly layers: Layers;
  readonly camera: CameraMode;
  /** Moves of the camera are shown; else it jumps. */
  readonly glides: boolean;
  readonly texts: WorldTexts;
  readonly label: string;
  readonly describedBy: string;
  readonly className: string;
  /** The view is there. */
  readonly onView: (view: ViewHandle) => void;
  /** Moving the picture by hand left the way of looking that was chosen. */
  readonly onCamera: (camera: CameraMode) => void;
  /** This browser can't draw it, or can't any more. */
  readonly onUnable: () => void;
}

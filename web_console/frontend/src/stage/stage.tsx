// SPDX-License-Identifier: Apache-2.0
/** The stage: the world in 3D or as a map, with buttons for the camera and what is shown, and the same in words. */
import { ActionIcon, Alert, Button, Center, Checkbox, Group, Loader, Popover, SegmentedControl, Stack, Text, Tooltip } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { IconCube, IconFocusCentered, IconMap2, IconMinus, IconPlus, IconStack2 } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "@/components/lazy_part";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { ZoneArrivals } from "@/episode/zone_arrivals";
import type { EpisodeClock } from "@/player/episode_clock";
import { usePalette } from "@/scene/use_palette";
import { ALL_LAYERS, LAYERS, type Layers } from "@/scene/layers";
import type { Scene } from "@/scene/scene";
import { loadAssets, type SceneAssets } from "@/scene/scene_assets";
import { InWords } from "@/stage/in_words";
import classes from "@/stage/stage.module.css";
import type { ViewHandle, WorldTexts } from "@/stage/view_props";
import { hasWebgl } from "@/stage/webgl";
import type { CameraMode } from "@/view3d/camera_rig";

const WAITING = <Center h="100%"><Loader size="sm" /></Center>;
const World3D = lazyPart(() => import("@/view3d/world_3d"), WAITING);
const World2D = lazyPart(() => import("@/view2d/world_2d"), WAITING);

const ZOOM = 1.3;

interface Props {
  readonly scene: Scene | undefined;
  readonly error: Error | null;
  readonly onRetry: () => void;
  readonly tracks: EpisodeTracks | null;
  readonly arrivals: ZoneArrivals;
  readonly clock: EpisodeClock;
  /** Something small in the lower left corner, such as what the robot's camera sees. */
  readonly corner?: ReactNode;
}

export function Stage({ scene, error, onRetry, ...rest }: Props) {
  const { t } = useTranslation("world");
  const [assets, setAssets] = useState<{ of: Scene; assets: SceneAssets } | null>(null);
  useEffect(() => {
    if (scene === undefined) return undefined;
    let wanted = true;
    void loadAssets(scene).then((loaded) => {
      if (wanted) setAssets({ of: scene, assets: loaded });
    });
    return () => {
      wanted = false;
    };
  }, [scene]);
  if (error !== null) {
    return (
      <Center className={classes.stage}>
        <Alert color="red" title={t("failed")} maw={420}>
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{error.message}</Text>
            <Button size="xs" variant="default" onClick={onRetry}>{t("again")}</Button>
          </Stack>
        </Alert>
      </Center>
    );
  }
  if (scene === undefined || assets?.of !== scene) {
    return (
      <Center className={classes.stage}>
        <Group gap="sm" role="status"><Loader size="sm" /><Text size="sm" c="dimmed">{t("loading")}</Text></Group>
      </Center>
    );
  }
  return <OpenStage scene={scene} assets={assets.assets} {...rest} />;
}

function OpenStage({ scene, assets, tracks, arrivals, clock, corner }: Omit<Props, "scene" | "error" | "onRetry"> & { scene: Scene; assets: SceneAssets }) {
  const { t, i18n } = useTranslation("world");
  const palette = usePalette();
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const [able, setAble] = useState(hasWebgl);
  const [wantsMap, setWantsMap] = useState(false);
  const [camera, setCamera] = useState<CameraMode>("follow");
  const [layers, setLayers] = useState<Layers>(ALL_LAYERS);
  const view = useRef<ViewHandle | null>(null);
  const words = useId();
  const help = useId();
  const texts = useMemo<WorldTexts>(
    () => ({
      metre: t("metre"),
      distance: (metres) =>
        t("distance", { metres: new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(metres) }),
    }),
    [t, i18n.language],
  );
  const map = wantsMap || !able;
  const View = map ? World2D : World3D;
  return (
    <div className={classes.whole}>
      <div className={classes.stage}>
        <View
          scene={scene}
          assets={assets}
          tracks={tracks}
          clock={clock}
          arrivals={arrivals}
          palette={palette}
          layers={layers}
          camera={camera}
          glides={!still}
          texts={texts}
          label={map ? t("map") : t("picture")}
          describedBy={`${words} ${help}`}
          className={classes.canvas ?? ""}
          onView={(made) => {
            view.current = made;
          }}
          onCamera={setCamera}
          onUnable={() => setAble(false)}
        />
        <span id={help} hidden>{t("keys")}</span>
        <div className={classes.left}>
          <SegmentedControl
            size="xs"
            aria-label={t("camera")}
            value={camera}
            onChange={(value) => setCamera(value)}
            data={[
              { value: "follow", label: t("follow") },
              { value: "above", label: t("above") },
              { value: "free", label: t("free") },
            ]}
          />
        </div>
        <div className={classes.right}>
          <Tool label={map ? t("show3d") : t("show2d")} hidden={!able} onClick={() => setWantsMap(!map)}>
            {map ? <IconCube size={18} /> : <IconMap2 size={18} />}
          </Tool>
          <LayerChoice layers={layers} onChange={setLayers} />
          <Tool label={t("nearer")} onClick={() => view.current?.zoom(ZOOM)}><IconPlus size={18} /></Tool>
          <Tool label={t("farther")} onClick={() => view.current?.zoom(1 / ZOOM)}><IconMinus size={18} /></Tool>
          <Tool label={t("reset")} onClick={() => view.current?.reset()}><IconFocusCentered size={18} /></Tool>
        </div>
        {corner === undefined ? null : <div className={classes.corner}>{corner}</div>}
      </div>
      {able ? null : <Text size="xs" mt={4}>{t("noWebgl")}</Text>}
      <InWords id={words} scene={scene} assets={assets} tracks={tracks} arrivals={arrivals} clock={clock} className={classes.words ?? ""} />
    </div>
  );
}

function Tool({ label, onClick, hidden, children }: { label: string; onClick: () => void; hidden?: boolean; children: ReactNode }) {
  if (hidden === true) return null;
  return (
    <Tooltip label={label} position="left">
      <ActionIcon variant="default" size={30} aria-label={label} onClick={onClick}>{children}</ActionIcon>
    </Tooltip>
  );
}

function LayerChoice({ layers, onChange }: { layers: Layers; onChange: (layers: Layers) => void }) {
  const { t } = useTranslation("world");
  return (
    <Popover position="left-start" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label={t("layers")} title={t("layers")}><IconStack2 size={18} /></ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          label={t("layers")}
          value={LAYERS.filter((layer) => layers[layer])}
          onChange={(chosen) => onChange(Object.fromEntries(LAYERS.map((layer) => [layer, chosen.includes(layer)])) as Record<(typeof LAYERS)[number], boolean>)}
        >
          <Stack gap="xs" mt="xs">
            {LAYERS.map((layer) => <Checkbox key={layer} size="xs" value={layer} label={t(`layer.${layer}`)} />)}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

// SPDX-License-Identifier: Apache-2.0
/** The bar with which an episode is played, replayed, held and gone through step by step. */
import { ActionIcon, Button, Group, Kbd, Menu, Modal, Table, Text, Tooltip } from "@mantine/core";
import {
  IconBookmarks,
  IconKeyboard,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerStopFilled,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSaid } from "@/i18n/sentences/use_said";
import { type PlayerControl, UNPACED } from "@/player/control";
import { type EpisodeClock, SPEEDS } from "@/player/episode_clock";
import type { Mark } from "@/player/marks";
import { Scrubber } from "@/player/scrubber";
import { SHORTCUTS } from "@/player/shortcuts";
import { useTimeFormat } from "@/player/time_format";
import classes from "@/player/transport.module.css";
import { useClockSetting, useClockTime } from "@/player/use_clock";
import { thingName } from "@/stage/in_words";

interface Props {
  readonly clock: EpisodeClock;
  readonly control: PlayerControl;
  readonly marks: readonly Mark[];
  /** The episode is over. */
  readonly over: boolean;
  readonly helpOpen: boolean;
  readonly onHelp: (open: boolean) => void;
}

export function Transport({ clock, control, marks, over, helpOpen, onHelp }: Props) {
  const { t } = useTranslation("watching");
  const { mode, live } = useClockSetting(clock);
  const holds = control.holdsEpisode;
  const moving = control.isMoving;
  const playLabel = holds ? (moving ? t("pause_episode") : t("resume_episode")) : moving ? t("pause") : t("play");
  return (
    <div className={classes["transport"]} role="group" aria-label={t("player")}>
      <Group gap={4} wrap="nowrap">
        <Key label={t("step_back")} onClick={control.stepBack}><IconPlayerSkipBack size={17} aria-hidden /></Key>
        <Tooltip label={playLabel}>
          <ActionIcon size={36} radius="xl" aria-label={playLabel} onClick={control.toggle}>
            {moving ? <IconPlayerPauseFilled size={18} aria-hidden /> : <IconPlayerPlayFilled size={18} aria-hidden />}
          </ActionIcon>
        </Tooltip>
        <Key label={holds ? t("step_episode") : t("step_on")} onClick={control.stepOn}><IconPlayerSkipForward size={17} aria-hidden /></Key>
        {holds ? <Key label={t("stop_episode")} onClick={control.stop}><IconPlayerStopFilled size={17} aria-hidden /></Key> : null}
      </Group>
      <Times clock={clock} />
      <ScrubberOf clock={clock} marks={marks} />
      <Group gap={4} wrap="nowrap" className={classes["tail"] ?? ""}>
        {live && !over ? (
          <Tooltip label={t("go_live")} disabled={mode === "edge"}>
            <Button
              size="compact-sm"
              radius="xl"
              variant={mode === "edge" ? "light" : "default"}
              color={mode === "edge" ? "red" : "gray"}
              aria-pressed={mode === "edge"}
              leftSection={<span className={mode === "edge" ? classes["lamp"] : classes["lamp_off"]} aria-hidden />}
              onClick={() => clock.toEdge()}
            >
              {t("live")}
            </Button>
          </Tooltip>
        ) : null}
        <SpeedChoice control={control} />
        <MarkMenu clock={clock} marks={marks} />
        <Key label={t("keys")} onClick={() => onHelp(true)}><IconKeyboard size={18} aria-hidden /></Key>
      </Group>
      <KeyHelp open={helpOpen} onClose={() => onHelp(false)} />
    </div>
  );
}

function Key({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} onClick={onClick}>{children}</ActionIcon>
    </Tooltip>
  );
}

function Times({ clock }: { clock: EpisodeClock }) {
  const time = useTimeFormat();
  const now = useClockTime(clock, 10);
  return (
    <Text size="sm" className={classes["times"] ?? ""}>
      <b>{time(now)}</b> <Text span inherit c="dimmed">/ {time(clock.end)}</Text>
    </Text>
  );
}

function ScrubberOf({ clock, marks }: { clock: EpisodeClock; marks: readonly Mark[] }) {
  useClockTime(clock, 4);
  return <Scrubber clock={clock} end={clock.end} marks={marks} />;
}

function SpeedChoice({ control }: { control: PlayerControl }) {
  const { t, i18n } = useTranslation("watching");
  const number = new Intl.NumberFormat(i18n.language);
  const named = (speed: number): string => (speed === UNPACED ? t("unpaced") : t("times", { speed: number.format(speed) }));
  const speeds: readonly number[] = control.holdsEpisode ? [...SPEEDS, UNPACED] : SPEEDS;
  const now = control.speed;
  return (
    <Menu position="top-end" shadow="md">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" aria-label={t("speed_is", { speed: now === UNPACED ? `${t("unpaced_short")} (${named(now)})` : named(now) })}>
          {now === UNPACED ? t("unpaced_short") : named(now)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{control.holdsEpisode ? t("pace") : t("speed")}</Menu.Label>
        {speeds.map((speed) => (
          <Menu.Item key={speed} fw={speed === now ? 700 : 400} onClick={() => control.setSpeed(speed)}>{named(speed)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function MarkMenu({ clock, marks }: { clock: EpisodeClock; marks: readonly Mark[] }) {
  const { t } = useTranslation("watching");
  const time = useTimeFormat();
  const named = useMarkName();
  return (
    <Menu position="top-end" shadow="md" width={300}>
      <Menu.Target>
        <Tooltip label={t("marks")}>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={t("marks")}><IconBookmarks size={18} aria-hidden /></ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah={280} style={{ overflowY: "auto" }}>
        <Menu.Label>{marks.length === 0 ? t("marks_none") : t("marks")}</Menu.Label>
        {marks.map((mark, index) => (
          <Menu.Item
            key={index}
            leftSection={<Text size="sm" c="dimmed" className={classes["times"] ?? ""}>{time(mark.t)}</Text>}
            onClick={() => clock.seek(mark.t)}
          >
            {named(mark)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useMarkName(): (mark: Mark) => string {
  const { t, i18n } = useTranslation("watching");
  const { t: world } = useTranslation("world");
  const say = useSaid();
  return (mark) => {
    switch (mark.kind) {
      case "zone":
        return t("mark_zone", { zone: mark.subject });
      case "touch": {
        const force = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(mark.force);
        return t("mark_touch", { thing: thingName(mark.subject, world), force });
      }
      case "error":
        return t("mark_error", { what: say(mark.subject).text });
      case "end":
        return t("mark_end");
    }
  };
}

function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation("watching");
  return (
    <Modal opened={open} onClose={onClose} title={t("keys")} size="sm" closeButtonProps={{ "aria-label": t("close") }}>
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Tbody>
          {SHORTCUTS.map(([order, keys]) => (
            <Table.Tr key={order}>
              <Table.Td w={110}><Group gap={4}>{keys.map((key) => <Kbd key={key}>{key === "Space" ? t("space") : key}</Kbd>)}</Group></Table.Td>
              <Table.Td>{t(`key.${order}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="sm">{t("keys_note")}</Text>
    </Modal>
  );
}

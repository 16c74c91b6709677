// SPDX-License-Identifier: Apache-2.0
/** Which program is open: its tier, its name, and what can be done with it as a whole. */
import { ActionIcon, Menu, SegmentedControl, Select } from "@mantine/core";
import { IconBrandPython, IconCopy, IconDots, IconHistory, IconPencil, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ProgramCard } from "@/api/types";
import type { Tier } from "@/documents/document";
import classes from "@/pages/mission/program_picker.module.css";

export type ProgramAction = "new" | "rename" | "versions" | "copy" | "continue";

interface Props {
  readonly programs: readonly ProgramCard[];
  readonly open: ProgramCard;
  readonly tiers: readonly Tier[];
  readonly onOpen: (programId: string) => void;
  /** Asks for a program of another tier. */
  readonly onTier: (tier: Tier) => void;
  readonly onAction: (action: ProgramAction) => void;
}

export function ProgramPicker({ programs, open, tiers, onOpen, onTier, onAction }: Props) {
  const { t } = useTranslation("mission");
  const names = { blocks: t("tier_blocks"), code: t("tier_code") };
  const shown = programs.filter((program) => program.tier === open.tier);
  return (
    <div className={classes["picker"]}>
      {tiers.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t("tier")}
          value={open.tier}
          onChange={(tier) => onTier(tier === "blocks" ? "blocks" : "code")}
          data={tiers.map((tier) => ({ value: tier, label: names[tier] }))}
        />
      )}
      <Select
        size="xs"
        aria-label={t("program")}
        className={classes["name"] ?? ""}
        value={open.id}
        onChange={(id) => id !== null && onOpen(id)}
        data={shown.map((program) => ({ value: program.id, label: program.name }))}
        allowDeselect={false}
        comboboxProps={{ width: "max-content", position: "bottom-start" }}
      />
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t("program_menu")}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={() => onAction("new")}>
            {t("program_new")}
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onAction("rename")}>
            {t("program_rename")}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={() => onAction("versions")}>
            {t("program_versions")}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => onAction("copy")}>
            {t("program_copy")}
          </Menu.Item>
          {open.tier === "blocks" && tiers.includes("code") && (
            <Menu.Item leftSection={<IconBrandPython size={16} aria-hidden />} onClick={() => onAction("continue")}>
              {t("program_continue")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

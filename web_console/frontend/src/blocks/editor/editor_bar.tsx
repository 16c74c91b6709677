// SPDX-License-Identifier: Apache-2.0
/** The bar above the blocks: undo, zoom, contrast, help, Python. */
import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconArrowsMaximize, IconBrandPython, IconContrast2, IconKeyboard, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { useHighContrast } from "@/blocks/editor/contrast";

interface BarProps {
  readonly readOnly: boolean;
  readonly history: { readonly undo: boolean; readonly redo: boolean };
  readonly showPython: boolean;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onZoom: (by: number) => void;
  readonly onFit: () => void;
  readonly onHelp: () => void;
  readonly onPython: () => void;
}

export function EditorBar(props: BarProps) {
  const { t } = useTranslation("blocks");
  const [high, setHigh] = useHighContrast();
  return (
    <Group className="blocksBar" justify="space-between" gap="xs" wrap="nowrap">
      <Group gap={4} wrap="nowrap">
        {!props.readOnly && (
          <>
            <BarButton label={t("undo")} icon={IconArrowBackUp} disabled={!props.history.undo} onClick={props.onUndo} />
            <BarButton label={t("redo")} icon={IconArrowForwardUp} disabled={!props.history.redo} onClick={props.onRedo} />
          </>
        )}
        <BarButton label={t("zoomOut")} icon={IconZoomOut} onClick={() => props.onZoom(-1)} />
        <BarButton label={t("zoomIn")} icon={IconZoomIn} onClick={() => props.onZoom(1)} />
        <BarButton label={t("fit")} icon={IconArrowsMaximize} onClick={props.onFit} />
      </Group>
      <Group gap={4} wrap="nowrap">
        <BarButton label={t("keys")} icon={IconKeyboard} onClick={props.onHelp} />
        <BarButton label={t("contrast")} icon={IconContrast2} pressed={high} onClick={() => setHigh(!high)} />
        <Button
          size="xs"
          variant={props.showPython ? "light" : "default"}
          leftSection={<IconBrandPython size={16} aria-hidden />}
          aria-pressed={props.showPython}
          onClick={props.onPython}
        >
          {t("python")}
        </Button>
      </Group>
    </Group>
  );
}

interface BarButtonProps {
  readonly label: string;
  readonly icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

function BarButton({ label, icon: Icon, disabled = false, pressed, onClick }: BarButtonProps) {
  return (
    <Tooltip label={label} openDelay={400} position="bottom" withinPortal={false}>
      <ActionIcon
        variant={pressed === true ? "light" : "subtle"}
        {...(pressed === true ? {} : { color: "gray" })}
        size="md"
        aria-label={label}
        aria-pressed={pressed}
        // Not “disabled”: that would take the focus away from who has just undone the last change.
        aria-disabled={disabled}
        {...(disabled ? { "data-disabled": true } : {})}
        onClick={() => {
          if (!disabled) onClick();
        }}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

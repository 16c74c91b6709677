// SPDX-License-Identifier: Apache-2.0
/** Which keys do what. */
import { Kbd, Modal, Table, Text } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

type Named = "arrows" | "enter" | "shift" | "control" | "remove" | "escape";
type Key = { readonly named: Named } | { readonly sign: string };

const named = (name: Named): Key => ({ named: name });
const sign = (text: string): Key => ({ sign: text });

const ROWS = [
  { what: "toolbox", keys: [[sign("T")]] },
  { what: "workspace", keys: [[sign("W")]] },
  { what: "arrows", keys: [[named("arrows")]] },
  { what: "enter", keys: [[named("enter")]] },
  { what: "move", keys: [[sign("M")]] },
  { what: "stack", keys: [[named("shift"), sign("M")]] },
  { what: "detach", keys: [[sign("X")]] },
  { what: "duplicate", keys: [[sign("D")]] },
  { what: "remove", keys: [[named("remove")]] },
  { what: "copyPaste", keys: ["C", "X", "V"].map((letter) => [named("control"), sign(letter)]) },
  { what: "undoRedo", keys: [[named("control"), sign("Z")], [named("control"), named("shift"), sign("Z")]] },
  { what: "menu", keys: [[named("control"), named("enter")]] },
  { what: "tooltip", keys: [[named("control"), sign("J")]] },
  { what: "search", keys: [[named("control"), sign("F")]] },
  { what: "escape", keys: [[named("escape")]] },
] as const satisfies readonly { what: string; keys: readonly (readonly Key[])[] }[];

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("blocks");
  const label = (key: Key): string => ("named" in key ? t(`keysHelp.key.${key.named}`) : key.sign);
  return (
    <Modal opened={opened} onClose={onClose} title={t("keysHelp.title")} size="lg" closeButtonProps={{ "aria-label": t("close") }}>
      <Text size="sm" mb="sm">
        {t("keysHelp.intro")}
      </Text>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {ROWS.map((row) => (
            <Table.Tr key={row.what}>
              <Table.Td w={220}>
                {row.keys.map((keys, index) => (
                  <Fragment key={index}>
                    {index > 0 && ", "}
                    {keys.map((key, at) => (
                      <Fragment key={at}>
                        {at > 0 && " + "}
                        <Kbd>{label(key)}</Kbd>
                      </Fragment>
                    ))}
                  </Fragment>
                ))}
              </Table.Td>
              <Table.Td>{t(`keysHelp.${row.what}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

// SPDX-License-Identifier: Apache-2.0
/** Why what was just asked for did not work, and what to do. */
import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useErrorText } from "@/api/error_text";

/** Shows nothing without an error. */
export function Refusal({ error }: { error: unknown }) {
  const textOf = useErrorText();
  if (error === null || error === undefined) return null;
  const { message, hint } = textOf(error);
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={message}>
      {hint !== "" && <Text size="sm">{hint}</Text>}
    </Alert>
  );
}

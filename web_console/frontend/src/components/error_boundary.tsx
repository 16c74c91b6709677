// SPDX-License-Identifier: Apache-2.0
/** Stands around a page: if it breaks, the rest stays, and one learns that what was typed is kept. */
import { Anchor, Button, Code, Container, Group, Stack, Text, Title } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  readonly children: ReactNode;
  /** Another place forgets the error. */
  readonly place: string;
}

interface State {
  readonly error: Error | null;
  readonly place: string;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.place === state.place ? null : { error: null, place: props.place };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Broken error={this.state.error} />;
  }
}

function Broken({ error }: { error: Error }) {
  const { t } = useTranslation("shell");
  return (
    <Container size="sm" py="xl" w="100%">
      <Stack gap="md" role="alert">
        <Title order={1} size="h2">
          {t("broken_title")}
        </Title>
        <Text>{t("broken_lead")}</Text>
        <Group>
          <Button onClick={() => window.location.reload()}>{t("broken_reload")}</Button>
          <Anchor href="/missions">{t("broken_home")}</Anchor>
        </Group>
        <details>
          <summary>{t("broken_details")}</summary>
          <Code block mt="xs">
            {error.stack ?? error.message}
          </Code>
        </details>
      </Stack>
    </Container>
  );
}

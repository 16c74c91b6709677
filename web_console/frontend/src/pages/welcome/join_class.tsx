// SPDX-License-Identifier: Apache-2.0
/** Joining a class: code and nickname, then a team. */
import { Button, Group, Radio, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { answered, api } from "@/api/client";
import type { ClassByCode, JoinedSession } from "@/api/types";
import { Refusal } from "@/components/refusal";
import { enter } from "@/session/session";

interface Asked {
  readonly code: string;
  readonly nickname: string;
}

/** Of a code in the page's address, `/?class=KMRT-2W7H`. */
const LONGEST_CODE = 40;

/** Value of the choice that makes a team; ids of teams are never empty. */
const NEW = "";

export function JoinClass({ onJoined }: { onJoined: (joined: JoinedSession) => void }) {
  const [query] = useSearchParams();
  const [asked, setAsked] = useState<Asked>({ code: query.get("class")?.slice(0, LONGEST_CODE) ?? "", nickname: "" });
  const [found, setFound] = useState<ClassByCode | null>(null);
  return found === null ? (
    <AskForClass asked={asked} onAsked={setAsked} onFound={setFound} />
  ) : (
    <AskForTeam asked={asked} found={found} onBack={() => setFound(null)} onJoined={onJoined} />
  );
}

function AskForClass({
  asked,
  onAsked,
  onFound,
}: {
  asked: Asked;
  onAsked: (asked: Asked) => void;
  onFound: (found: ClassByCode) => void;
}) {
  const { t } = useTranslation("people");
  const look = useMutation({
    mutationFn: async (code: string) =>
      answered(await api.GET("/api/classes/by-code/{code}", { params: { path: { code } } })),
    onSuccess: onFound,
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    look.mutate(asked.code.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Title order={2} size="h3">
          {t("join_title")}
        </Title>
        <TextInput
          size="md"
          label={t("class_code")}
          description={t("class_code_help")}
          value={asked.code}
          onChange={(event) => onAsked({ ...asked, code: event.currentTarget.value })}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={100}
        />
        <TextInput
          size="md"
          label={t("nickname")}
          description={t("nickname_help")}
          value={asked.nickname}
          onChange={(event) => onAsked({ ...asked, nickname: event.currentTarget.value })}
          autoComplete="off"
          required
          withAsterisk={false}
          maxLength={40}
        />
        <Refusal error={look.error} />
        <Button type="submit" size="md" loading={look.isPending}>
          {t("next")}
        </Button>
      </Stack>
    </form>
  );
}

function AskForTeam({
  asked,
  found,
  onBack,
  onJoined,
}: {
  asked: Asked;
  found: ClassByCode;
  onBack: () => void;
  onJoined: (joined: JoinedSession) => void;
}) {
  const { t } = useTranslation("people");
  const queries = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const [team, setTeam] = useState(NEW);
  const [name, setName] = useState("");
  const join = useMutation({
    mutationFn: async () =>
      answered(
        await api.POST("/api/session/join", {
          body: {
            class_code: asked.code.trim(),
            nickname: asked.nickname,
            ...(team === NEW ? { team_name: name } : { team_id: team }),
          },
        }),
      ),
    onSuccess: (joined) => {
      onJoined(joined);
      enter(queries, joined);
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    join.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: "none" }}>
          {t("team_title", { class_name: found.name })}
        </Title>
        <Text size="sm" c="dimmed">
          {found.institution}
        </Text>
        <Text>{found.teams.length === 0 ? t("team_none") : t("team_lead")}</Text>
        <Radio.Group value={team} onChange={setTeam} aria-label={t("team_choose")}>
          <Stack gap="xs">
            {found.teams.map((one) => (
              <Radio.Card key={one.id} value={one.id} p="sm" aria-label={one.name}>
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator />
                  <div>
                    <Text fw={550}>{one.name}</Text>
                    <Text size="sm" c="dimmed">
                      {one.members.length === 0 ? t("team_empty") : one.members.join(", ")}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
            {found.teams.length > 0 && (
              <Radio.Card value={NEW} p="sm" aria-label={t("team_new")}>
                <Group wrap="nowrap">
                  <Radio.Indicator />
                  <Text fw={550}>{t("team_new")}</Text>
                </Group>
              </Radio.Card>
            )}
          </Stack>
        </Radio.Group>
        {team === NEW && (
          <TextInput
            size="md"
            label={t("team_name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="off"
            required
            withAsterisk={false}
            maxLength={40}
          />
        )}
        <Refusal error={join.error} />
        <Group grow preventGrowOverflow={false}>
          <Button variant="default" onClick={onBack}>
            {t("back")}
          </Button>
          <Button type="submit" loading={join.isPending}>
            {t("join", { name: asked.nickname.trim() })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

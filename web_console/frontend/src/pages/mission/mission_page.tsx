// SPDX-License-Identifier: Apache-2.0
/** The page of a mission, where learners live. */
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { LoadingOrError } from "@/components/loading_or_error";
import { MissionDesk } from "@/pages/mission/mission_desk";
import { useMission } from "@/pages/mission/mission_query";
import { useSession } from "@/session/session";

export default function MissionPage() {
  const { t } = useTranslation("mission");
  const { name = "" } = useParams();
  const mission = useMission(name);
  const session = useSession();
  if (mission.data === undefined || session.data === undefined) {
    const error = mission.error ?? session.error;
    const retry = (): void => {
      void mission.refetch();
      void session.refetch();
    };
    return <LoadingOrError whole error={error} what={t("failed")} onRetry={retry} />;
  }
  return <MissionDesk key={mission.data.name} mission={mission.data} session={session.data} />;
}

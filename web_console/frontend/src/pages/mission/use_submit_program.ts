// SPDX-License-Identifier: Apache-2.0
/** Submitting the program that is open: asked once more, sent, then looked at. */
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import type { DeskHandle } from "@/pages/mission/program_desk";
import { useSubmit } from "@/submissions/submission_queries";

export function useSubmitProgram(desk: RefObject<DeskHandle | null>) {
  const { t } = useTranslation("mission");
  const submission = useSubmit();
  const [asking, setAsking] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const [unsaved, setUnsaved] = useState<ApiError | null>(null);
  const [keeping, setKeeping] = useState(false);

  const submit = async (): Promise<void> => {
    const open = desk.current;
    if (open === null) return;
    setKeeping(true);
    const kept = await open.keep();
    setKeeping(false);
    if (kept === null) {
      setUnsaved(new ApiError(t("run_unsaved"), "", 0, "unsaved"));
      return;
    }
    setUnsaved(null);
    submission.mutate(
      { program_id: open.programId, version: kept.version },
      {
        onSuccess: ({ id }) => {
          setAsking(false);
          setOpened(id);
        },
      },
    );
  };
  return {
    asking,
    opened,
    busy: keeping || submission.isPending,
    error: unsaved ?? submission.error,
    ask: () => {
      submission.reset();
      setUnsaved(null);
      setAsking(true);
    },
    submit: () => void submit(),
    open: setOpened,
    close: () => {
      setAsking(false);
      setOpened(null);
    },
  };
}

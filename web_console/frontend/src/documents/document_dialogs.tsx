// SPDX-License-Identifier: Apache-2.0
/** What a document asks of its author: what of an earlier visit is to stay, and which of two versions. */
import { useTranslation } from "react-i18next";
import { ChooseVersion } from "@/documents/choose_version";
import type { OpenDocument } from "@/documents/use_document";
import { useFormats } from "@/i18n/formats";

export function DocumentDialogs({ open }: { open: OpenDocument }) {
  const { t } = useTranslation("documents");
  const formats = useFormats();
  const { recovered, state, document } = open;
  if (recovered !== null) {
    return (
      <ChooseVersion
        title={t("recover_title")}
        lead={t("recover_lead", { when: formats.ago(recovered.at) })}
        note={t("recover_sure")}
        left={{ title: t("recover_saved"), document, choose: t("recover_leave") }}
        right={{ title: t("recover_copy"), document: recovered.document, choose: t("recover_take") }}
        onChoose={(chosen, side) => open.recover(side === "left" ? null : chosen)}
      />
    );
  }
  if (state.kind === "conflict") {
    const { author, at } = state.theirs;
    return (
      <ChooseVersion
        title={t("conflict_title")}
        lead={t("conflict_lead", { who: author || t("conflict_somebody"), when: formats.ago(at) })}
        left={{
          title: author === "" ? t("conflict_theirs_nobody") : t("conflict_theirs", { who: author }),
          document: state.theirs.document,
          choose: t("take_theirs"),
        }}
        right={{ title: t("conflict_mine"), document, choose: t("keep_mine") }}
        onChoose={(chosen) => open.settle(chosen)}
      />
    );
  }
  return null;
}

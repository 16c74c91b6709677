// SPDX-License-Identifier: Apache-2.0
/** What a document asks of its author: what of an earlier visit is to stay, and which of two versions. */
import { useTranslation } from "react-i18next";
import { ChooseVersion } from "@/documents/choose_version";
import type { OpenDocument } from "@/documents/use_document";
import { useFormats } from "@/i18n/formats";

export function DocumentDialogs({ open, personId }: { open: OpenDocument; personId: string }) {
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
    const { author, authorId, at } = state.theirs;
    const when = formats.ago(at);
    const self = authorId === personId;
    return (
      <ChooseVersion
        title={self ? t("conflict_self_title") : t("conflict_title")}
        lead={self ? t("conflict_self_lead", { when }) : t("conflict_lead", { who: author || t("conflict_somebody"), when })}
        left={{
          title: self ? t("conflict_self_theirs") : author === "" ? t("conflict_theirs_nobody") : t("conflict_theirs", { who: author }),
          document: state.theirs.document,
          choose: self ? t("conflict_self_take") : t("take_theirs"),
        }}
        right={{
          title: self ? t("conflict_self_mine") : t("conflict_mine"),
          document,
          choose: self ? t("conflict_self_keep") : t("keep_mine"),
        }}
        onChoose={(chosen) => open.settle(chosen)}
      />
    );
  }
  return null;
}

// SPDX-License-Identifier: Apache-2.0
/** What to say of an error: the server's own words in English, else the catalogue's for its kind. */
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { refusals } from "@/i18n/catalogue/refusals";

type Kind = keyof typeof refusals.en.kinds;

export interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(refusals.en.kinds, kind);
}

/** The word for what is wrong: the server's, or by what failed. */
export function kindOf(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof TypeError ? "away" : "unknown";
  if (error.kind !== "") return error.kind;
  if (error.status === 413) return "too_large";
  if (error.status === 429) return "too_often";
  return error.status >= 500 ? "server" : "unknown";
}

/** What to say of an error, and what to do. */
export function errorText(error: unknown): ErrorText {
  const kind = kindOf(error);
  const said = error instanceof ApiError && error.kind !== "" ? error : null;
  if (said !== null && (i18next.language === "en" || !isKind(kind))) return { message: said.message, hint: said.hint };
  const known = isKind(kind) ? kind : "unknown";
  return {
    message: i18next.t(`refusals:kinds.${known}.message`),
    hint: i18next.t(`refusals:kinds.${known}.hint`),
  };
}

/** `errorText` for components: follows the language. */
export function useErrorText(): (error: unknown) => ErrorText {
  useTranslation("refusals");
  return errorText;
}

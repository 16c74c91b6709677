// SPDX-License-Identifier: Apache-2.0
/** Short notices in the corner: what has happened, or what did not work and what to do. */
import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { errorText } from "@/api/error_text";

const READ_MS = 6_000;
const READ_ERROR_MS = 15_000;

/** Says that something has happened. */
export function notice(title: string, message: string): void {
  notifications.show({
    title,
    message,
    autoClose: READ_MS,
    closeButtonProps: { "aria-label": i18next.t("shell:close") },
  });
}

/** Says that something did not work. */
export function failureNotice(title: string, message: string): void {
  notifications.show({
    title,
    message,
    color: "red",
    role: "alert",
    autoClose: READ_ERROR_MS,
    closeButtonProps: { "aria-label": i18next.t("shell:close") },
  });
}

/** Says that something did not work, by its error. */
export function errorNotice(title: string, error: unknown): void {
  const { message, hint } = errorText(error);
  failureNotice(title, [message, hint].filter((part) => part !== "").join(" "));
}

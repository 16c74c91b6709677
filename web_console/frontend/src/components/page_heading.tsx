// SPDX-License-Identifier: Apache-2.0
/** The heading of a page: names the browser's tab, and gets the focus when one comes here from another page. */
import { Title, type TitleProps } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

/** The path that the browser was opened with: there the focus stays where browsers put it. */
let lastPath: string | null = null;

interface Props extends Omit<TitleProps, "order"> {
  readonly children: string;
}

/** Every page has exactly one. */
export function PageHeading({ children, ...others }: Props) {
  const { t } = useTranslation("shell");
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useDocumentTitle(`${children} · ${t("product")}`);
  useEffect(() => {
    if (lastPath !== null && lastPath !== pathname) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    lastPath = pathname;
  }, [pathname]);
  return (
    <Title order={1} ref={heading} tabIndex={-1} style={{ outline: "none" }} {...others}>
      {children}
    </Title>
  );
}

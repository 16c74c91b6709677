// SPDX-License-Identifier: Apache-2.0
/** How the lab looks: calm colours with enough contrast (WCAG 2.2 AA) in light and dark. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const lagoon: MantineColorsTuple = [
  "#e6f7fa", "#d0ecf1", "#a1d8e2", "#6ec3d2", "#45b1c5", "#2aa5bd", "#0f9bb5", "#0b7f96", "#0b6577", "#064e5c",
];

const slate: MantineColorsTuple = [
  "#dfe6ee", "#b7c1cb", "#a2adb8", "#707b86", "#3a434c", "#323a43", "#262c33", "#1b1f24", "#16191d", "#101215",
];

const DIALOG_TITLE = { title: { fontWeight: 650, fontSize: "var(--mantine-font-size-lg)" } };

export const theme = createTheme({
  primaryColor: "lagoon",
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  colors: { lagoon, dark: slate },
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  defaultRadius: "md",
  cursorType: "pointer",
  headings: { fontWeight: "650" },
  components: {
    // A part that takes the focus at first is no item of a menu, and may not stand in one.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // A coloured title on its own light ground is too pale to read.
    Alert: { styles: { title: { color: "var(--mantine-color-text)" } } },
    Portal: { defaultProps: { target: "#overlays" } },
    // Mantine makes a <header> of it, which would be a second banner of the page.
    Modal: { defaultProps: { attributes: { header: { role: "presentation" } } }, styles: DIALOG_TITLE },
    Drawer: { defaultProps: { attributes: { header: { role: "presentation" } } }, styles: DIALOG_TITLE },
    Notification: { styles: { description: { color: "var(--mantine-color-dimmed)" } } },
  },
});

/** Mantine's own greys for lesser text are too pale for AA; these have 5:1 and more, also on our grey grounds. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#56626d",
    "--mantine-color-placeholder": "#66717c",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-default-border": "#d5dce1",
  },
  dark: {
    "--mantine-color-dimmed": slate[2],
    "--mantine-color-placeholder": "#98a3ae",
    "--mantine-color-error": "#ff9c94",
  },
});

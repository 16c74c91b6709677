// SPDX-License-Identifier: Apache-2.0
/** Styles of every component, for the pages that need more than `first.ts` brings. */
import "@mantine/core/styles.layer.css";

// SPDX-License-Identifier: Apache-2.0
/** Whether blocks are shown with high contrast. */
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";

const KEPT_UNDER = "valence.blocks.contrast";

/** What somebody chose here, or else what the system asks for; and a way to choose. */
export function useHighContrast(): readonly [boolean, (high: boolean) => void] {
  const wanted = useMediaQuery("(prefers-contrast: more)", false, { getInitialValueInEffect: false });
  const [chosen, choose] = useLocalStorage<boolean | null>({ key: KEPT_UNDER, defaultValue: null, getInitialValueInEffect: false });
  return [chosen ?? wanted, choose];
}

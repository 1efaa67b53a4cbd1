import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import type { Theme } from "@onqueue/api/models";

/** The account's choice of light and dark counts on every computer. */
export function useTheme(theme: Theme): void {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setColorScheme(theme), [theme, setColorScheme]);
}

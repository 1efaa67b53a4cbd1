// What axe finds on a page.

import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** All of them that look at colours; what the others look at is the same, light or dark. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Usually what was found in each frame is carried to a second page and put together there, which
 * costs more than finding it. A page without frames puts its own together.
 */
export function axe(page: Page): AxeBuilder {
  const alone = page.frames().length === 1;
  return new AxeBuilder({ page }).setLegacyMode(alone).options({ resultTypes: ["violations"] });
}

/**
 * What is wrong with the desk as it is, light or dark, and then in the other of the two, in which
 * it stays: half of all screens are dark from the start.
 */
export async function faults(page: Page): Promise<string[]> {
  const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const found: string[] = [];
  let looked = false;
  for (const colorScheme of dark ? (["dark", "light"] as const) : (["light", "dark"] as const)) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    // Nothing is on its way in any more, no colour either.
    await page.waitForFunction(() =>
      document.getAnimations().every((one) => one.playState !== "running"),
    );
    const builder = looked ? axe(page).withRules(OF_COLOURS) : axe(page).withTags(RULES);
    looked = true;
    const { violations } = await builder.analyze();
    for (const { id, help, nodes } of violations)
      for (const { html } of nodes)
        found.push(`${colorScheme}: ${id}: ${help}: ${html.slice(0, 200)}`);
  }
  return found;
}

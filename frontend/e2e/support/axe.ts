// What axe finds on a page.

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/**
 * Usually what was found in each frame is carried to a second page and put together there, which
 * costs more than finding it. A page without frames puts its own together.
 */
export function axe(page: Page): AxeBuilder {
  const alone = page.frames().length === 1;
  return new AxeBuilder({ page }).setLegacyMode(alone).options({ resultTypes: ["violations"] });
}

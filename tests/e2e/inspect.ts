// What every screen is looked at for: on a phone and on a PC, light and dark, axe finds nothing and nothing is wider than the
// screen. TEQUIO_LOOK=folder keeps a picture of each, to be looked at.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const screens = [
  { name: 'phone', width: 360, height: 740 },
  { name: 'pc', width: 1366, height: 768 },
] as const;
const schemes = ['light', 'dark'] as const;
const lookFolder = process.env.TEQUIO_LOOK;

/** Looks at what stands there now at both sizes and in both colour schemes; `prepare` opens again what a new size closes. */
export async function inspect(page: Page, name: string, prepare = async () => {}): Promise<void> {
  for (const { name: screen, ...size } of screens) {
    await page.setViewportSize(size);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await prepare();
      await untilColoursStand(page);
      await keepPicture(page, `${name}-${screen}-${colorScheme}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
      if (found.length > 0) throw new Error(`${name} on a ${screen}, ${colorScheme}: ${found.join('\n')}`);
    }
    const wideBy = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wideBy > 0) throw new Error(`${name} is ${wideBy} px wider than the ${screen}`);
  }
}

/**
 * A button that is half-way to its colour in the other scheme has no contrast to judge. The page hears of a new scheme with
 * its next frame, so its colours begin to change only after that.
 */
async function untilColoursStand(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const changing = () => document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    do {
      await nextFrame();
      await nextFrame();
      await Promise.allSettled(changing().map(({ finished }) => finished));
    } while (changing().length > 0);
  });
}

async function keepPicture(page: Page, name: string): Promise<void> {
  if (!lookFolder) return;
  mkdirSync(lookFolder, { recursive: true });
  await page.screenshot({ path: join(lookFolder, `${name}.png`), fullPage: true });
}

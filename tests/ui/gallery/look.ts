// Photographs the gallery: node tests/ui/gallery/look.ts <folder for the pictures>, with its vite server running; also asks axe.
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const folder = process.argv[2] ?? '.';
const only = process.argv[3];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const sizes = { phone: { width: 360, height: 740 }, pc: { width: 1366, height: 768 }, tiny: { width: 320, height: 640 } };
const shots = [
  'plan',
  'plan?list',
  'plan?lang=de',
  'plan?theme=dark&toast',
  'fields',
  'fields?lang=de',
  'fields?theme=dark',
  'fields?dialog',
  'empty',
  'welcome',
  'welcome?theme=dark',
  'states',
  'states?lang=de',
  'states?theme=dark',
];
for (const [size, viewport] of Object.entries(sizes)) {
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1 });
  for (const shot of shots) {
    if (only && !`${size} ${shot}`.includes(only)) continue;
    const [hash, query = ''] = shot.split('?');
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && console.log(shot, message.text()));
    page.on('pageerror', (error) => console.log(shot, error.message));
    await page.goto(`http://localhost:5199/?${query}#${hash}`);
    await page.waitForSelector('h1:visible, h2:visible');
    await page.waitForTimeout(700);
    const name = `${size}-${shot.replace(/\W/g, '-')}`;
    await page.screenshot({ path: `${folder}/${name}.png` });
    await page.screenshot({ path: `${folder}/${name}-full.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) console.log(name, 'is too wide by', wide);
    if (size !== 'tiny') {
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const found of violations)
        console.log(name, found.id, found.nodes.map((node) => `${node.target} ${node.failureSummary}`).join('\n   '));
    }
    await page.close();
  }
  await context.close();
}
await browser.close();

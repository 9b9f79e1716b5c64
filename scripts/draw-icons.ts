// Draws the app's icons: writes the SVGs to public/ and renders the PNGs from them with the machine's Chromium.
// Run it after a change to the mark: node scripts/draw-icons.ts

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const teal = '#0c5a5b';
const paper = '#faf6ec';
const maize = '#f2b632';

/** A maize plant as the letter T: two leaves like joined arms or a roof, the cob between them, two furrows below. On a 512 grid. */
const mark = (leaf: string, cob: string) => `
  <g fill="none" stroke="${leaf}" stroke-width="30" stroke-linecap="round">
    <path d="M256 396V300"/>
    <path d="M118 408c88-22 188-22 276 0"/>
  </g>
  <g fill="${leaf}">
    <path d="M254 322C254 204 156 122 58 216c84-14 152 20 196 106z"/>
    <path d="M258 322C258 204 356 122 454 216c-84-14-152 20-196 106z"/>
  </g>
  <path fill="${cob}" d="M256 62c54 48 56 116 0 180-56-64-54-132 0-180z"/>`;

const svg = (content: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${content}\n</svg>\n`;
const scaled = (content: string, scale: number) =>
  `<g transform="translate(256 256) scale(${scale}) translate(-256 -246)">${content}</g>`;

const rounded = svg(`<rect width="512" height="512" rx="104" fill="${teal}"/>${scaled(mark(paper, maize), 0.98)}`);
const fullBleed = svg(`<rect width="512" height="512" fill="${teal}"/>${scaled(mark(paper, maize), 0.92)}`);
const maskable = svg(`<rect width="512" height="512" fill="${teal}"/>${scaled(mark(paper, maize), 0.74)}`);
const badge = svg(scaled(mark('#fff', '#fff'), 1.3));

const folder = fileURLToPath(new URL('../public/', import.meta.url));
await writeFile(`${folder}icon.svg`, rounded);
await writeFile(`${folder}favicon.svg`, rounded);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
await render(rounded, 'icon-192.png', 192);
await render(rounded, 'icon-512.png', 512);
await render(maskable, 'icon-maskable-512.png', 512);
await render(fullBleed, 'apple-touch-icon.png', 180);
await render(badge, 'badge-96.png', 96);
await browser.close();

async function render(source: string, name: string, sizePx: number) {
  const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${source}`);
  await page.screenshot({ path: `${folder}${name}`, omitBackground: true });
  await page.close();
}

// Measures one run of one system in real Chromium. Times are taken inside the page, bytes where they pass the phone's line.
// Promises: nothing counts that is not true: after each step the edits are looked for where they should have come to, and
// ticks are looked for in the database after the browser was closed and opened again. Throws when something is missing.

import type { Page } from 'playwright-core';
import { launchPhone, type Phone } from '#tests/support/phone.ts';
import { type BadLink, openBadLink, villageLink } from './bad-link.ts';
import type { BenchDevice } from './bench-device.ts';
import { type Edit, type EditCounts, editsOf, type Targets } from './edits.ts';
import { type Figures, median, percentile } from './figures.ts';
import type { System } from './systems.ts';

export type Plan = {
  readonly targets: Targets;
  readonly counts: EditCounts;
  /** Ticks on the screen in each run. */
  readonly ticks: number;
  /** Reloads of the screen in each run. */
  readonly reloads: number;
  /** When the edits of the first run were made, ms since 1970; those of later runs are later. */
  readonly startedAt: number;
};

/** The other device of a system: it has everything, and sees in each run what the first one did. */
export type Other = { readonly phone: Phone; readonly system: System };

const hoursPerRun = 2;
const badLinkPatienceMs = 120_000;

export async function startOther(system: System): Promise<Other> {
  const phone = await launchPhone({ endpointPort: system.port });
  await openBenchPage(phone, system);
  await timed(phone.page(), 'sync');
  return { phone, system };
}

/** `run` counts from 0. */
export async function measureRun({ system, phone: other }: Other, plan: Plan, run: number): Promise<Figures> {
  const editsOfPart = (part: number) =>
    editsOf(plan.targets, 2 * run + part, plan.startedAt + (run + 1 + part / 2) * hoursPerRun * 3_600_000, plan.counts);
  return {
    ...(await measureSync(system, other, editsOfPart(0), plan)),
    ...(await measureBadLink(system, other, editsOfPart(1))),
  };
}

type OnBadLink = 'badLinkMs' | 'badLinkUp' | 'badLinkDown' | 'badLinkRequests';

async function measureSync(system: System, other: Phone, edits: readonly Edit[], plan: Plan): Promise<Omit<Figures, OnBadLink>> {
  const phone = await launchPhone({ endpointPort: system.port });
  try {
    await openBenchPage(phone, system);
    const first = await onTheLine(phone, () => timed(phone.page(), 'sync'));
    const idle = await onTheLine(phone, () => timed(phone.page(), 'sync'));
    const editsMs = await editOffline(phone, edits);
    const push = await onTheLine(phone, () => timed(phone.page(), 'sync'));
    await assertSent(phone);
    const catchUp = await onTheLine(other, () => timed(other.page(), 'sync'));
    await assertArrived(other, edits);
    return {
      firstSyncMs: first.ms,
      firstSyncDown: first.down,
      firstSyncUp: first.up,
      idleBytes: idle.up + idle.down,
      editsMs,
      pushMs: push.ms,
      pushUp: push.up,
      catchUpMs: catchUp.ms,
      catchUpDown: catchUp.down,
      ...(await measureScreen(phone, system, plan)),
    };
  } finally {
    await phone.discard();
  }
}

async function measureBadLink(system: System, other: Phone, edits: readonly Edit[]): Promise<Pick<Figures, OnBadLink>> {
  const link = await openBadLink(system.port);
  const phone = await launchPhone({ endpointPort: link.port });
  try {
    await openBenchPage(phone, system);
    await timed(phone.page(), 'sync');
    await editOffline(phone, edits);
    const sent = await overBadLink(phone, link);
    if (Number.isFinite(sent.badLinkMs)) {
      await assertSent(phone);
      await timed(other.page(), 'sync');
      await assertArrived(other, edits);
    }
    return sent;
  } finally {
    await phone.discard();
    await link.close();
  }
}

/** What passed until everything was acknowledged, or until patience ended. */
async function overBadLink(phone: Phone, link: BadLink): Promise<Pick<Figures, OnBadLink>> {
  link.become(villageLink);
  const before = link.passed();
  const badLinkMs = await Promise.race([
    timed(phone.page(), 'syncStubbornly'),
    new Promise<number>((resolve) => setTimeout(resolve, badLinkPatienceMs, Number.POSITIVE_INFINITY).unref()),
  ]);
  const after = link.passed();
  return {
    badLinkMs,
    badLinkUp: after.up - before.up,
    badLinkDown: after.down - before.down,
    badLinkRequests: after.requests - before.requests,
  };
}

async function openBenchPage(phone: Phone, system: System): Promise<void> {
  await phone.page().goto(phone.url(system.benchPage));
  await phone.page().waitForFunction(() => globalThis.bench !== undefined);
  await phone.page().evaluate((code) => bench?.join(code), system.nextCode());
}

/** Runs a step of the page's device and gives its ms. */
function timed(page: Page, step: 'sync' | 'syncStubbornly'): Promise<number> {
  return page.evaluate(async (name) => {
    const device = globalThis.bench as BenchDevice;
    const startedMs = performance.now();
    await device[name]();
    return performance.now() - startedMs;
  }, step);
}

async function onTheLine(
  phone: Phone,
  step: () => Promise<number>,
): Promise<{ readonly ms: number; readonly up: number; readonly down: number }> {
  const before = phone.line.passedBytes();
  const ms = await step();
  const after = phone.line.passedBytes();
  return { ms, up: after.up - before.up, down: after.down - before.down };
}

async function editOffline(phone: Phone, edits: readonly Edit[]): Promise<number> {
  await phone.goOffline();
  const [ms, missing, unsent] = await phone.page().evaluate(async (all) => {
    const device = globalThis.bench as BenchDevice;
    const startedMs = performance.now();
    await device.edit(all);
    return [performance.now() - startedMs, await device.countMissing(all), await device.countUnsent()] as const;
  }, edits);
  if (missing > 0 || unsent !== edits.length)
    throw new Error(`${missing} of ${edits.length} edits were not saved, ${unsent} wait to be sent`);
  await phone.goOnline();
  return ms;
}

async function assertSent(phone: Phone): Promise<void> {
  const unsent = await phone.page().evaluate(() => bench?.countUnsent());
  if (unsent !== 0) throw new Error(`${unsent} edits were not sent`);
}

async function assertArrived(phone: Phone, edits: readonly Edit[]): Promise<void> {
  const missing = await phone.page().evaluate((all) => bench?.countMissing(all), edits);
  if (missing !== 0) throw new Error(`${missing} edits did not arrive on the other device`);
}

async function measureScreen(
  phone: Phone,
  system: System,
  { targets, ticks, reloads }: Plan,
): Promise<Pick<Figures, 'openMs' | 'tickP50Ms' | 'tickP95Ms'>> {
  const { plan, action, items } = targets.opened;
  await phone.page().addInitScript(noteWhenShown, items.length);
  await phone.page().goto(phone.url(system.checklistPage(plan, action)));
  await shownMs(phone.page());
  if (system.isInstallable) {
    await phone.untilInstalled();
    await phone.goOffline(); // or the app would sync in the background
  }
  const opened: number[] = [];
  for (let reload = 0; reload < reloads; reload += 1) {
    await phone.page().reload();
    opened.push(await shownMs(phone.page()));
  }
  const ticked = await phone.page().evaluate(tickBoxes, ticks);
  await phone.close();
  await phone.reopen();
  await phone.page().goto(phone.url(system.isInstallable ? '/today' : system.benchPage));
  await assertDurable(phone.page(), system, items, ticks);
  return { openMs: median(opened), tickP50Ms: percentile(ticked, 0.5), tickP95Ms: percentile(ticked, 0.95) };
}

/** Runs in the page before everything else: notes when that many checkboxes stood there first, ms since navigation. */
function noteWhenShown(count: number): void {
  const watcher = new MutationObserver(() => {
    if (document.querySelectorAll('main input[type=checkbox]').length < count) return;
    watcher.disconnect();
    document.documentElement.dataset.shownMs = String(performance.now());
  });
  watcher.observe(document, { childList: true, subtree: true });
}

async function shownMs(page: Page): Promise<number> {
  const noted = await page.waitForFunction(() => document.documentElement.dataset.shownMs);
  return Number(await noted.jsonValue());
}

/** Runs in the page: ticks one box after the other; each takes until its row says that it is saved. */
async function tickBoxes(count: number): Promise<readonly number[]> {
  const boxes = [...document.querySelectorAll<HTMLInputElement>('main input[type=checkbox]:not(:checked)')].slice(0, count);
  const times: number[] = [];
  for (const box of boxes) {
    const row = box.closest('li') as HTMLElement;
    const before = row.textContent;
    const saved = new Promise<void>((resolve) => {
      const watcher = new MutationObserver(() => {
        if (row.textContent === before) return;
        watcher.disconnect();
        resolve();
      });
      watcher.observe(row, { childList: true, characterData: true, subtree: true });
    });
    const startedMs = performance.now();
    box.click();
    await saved;
    times.push(performance.now() - startedMs);
    await new Promise((resolve) => setTimeout(resolve, 50)); // as between two taps, at least
  }
  return times;
}

/** Reads the database past Dexie and the page, after the browser has been away. */
async function assertDurable(page: Page, system: System, items: readonly string[], count: number): Promise<void> {
  const rows = await page.evaluate(
    ({ name, table }) =>
      new Promise<unknown[]>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction(table).objectStore(table).getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => resolve(reading.result);
        };
      }),
    { name: system.database, table: system.tickTable },
  );
  const ticked = new Set(rows.map(system.tickedItem));
  const durable = items.filter((id) => ticked.has(id)).length;
  if (durable !== count) throw new Error(`${count} ticks were shown as saved, ${durable} are in the database`);
}

// What page and worker of a device do at once in the histories: enough to matter, and the same each time.

import { expect, test } from 'vitest';
import { makeHistory } from './make-history.ts';
import { beginPlay, takeStep } from './play.ts';

/** By step: the calls of page, worker and endpoint, and who runs after it. */
async function trace(seed: string): Promise<readonly unknown[]> {
  const history = makeHistory(seed);
  const playing = await beginPlay(history, {});
  const told: unknown[] = [];
  for (const [index, step] of [...history.steps, { do: 'quiet' as const }].entries()) {
    const problem = await takeStep(playing, index, step);
    const running = playing.world.devices.map(({ page, worker }) => [page.isRunning, worker.isRunning, worker.end, page.outcome]);
    told.push([step, playing.calls, running, problem]);
  }
  return told;
}

test('a history with both plays the same again', { timeout: 120_000 }, async () => {
  for (let index = 0; index < 10; index += 1) expect(await trace(`again-${index}`)).toEqual(await trace(`again-${index}`));
});

test('the worker sends, fails, waits for its turn and is found at it by the page', { timeout: 120_000 }, async () => {
  const seen = { resolved: 0, rejected: 0, waited: 0, turnedAway: 0, together: 0 };
  for (let index = 0; index < 40; index += 1) {
    const history = makeHistory(`both-${index}`);
    const playing = await beginPlay(history, {});
    for (const [place, step] of history.steps.entries()) {
      await takeStep(playing, place, step);
      if (playing.calls.page > 3 && playing.calls.worker > 3) seen.together += 1;
      for (const { page, worker } of playing.world.devices) {
        if (worker.end) seen[worker.end] += 1;
        if (worker.isRunning && page.isRunning) seen.waited += 1;
        if (page.outcome?.type === 'running-elsewhere') seen.turnedAway += 1;
      }
    }
  }
  for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).toBeGreaterThan(10);
});

// What happens on a device besides a step: page or worker dies over it, and the worker is woken in the middle of it.

import type { SimulatedDevice } from './device.ts';
import type { Step } from './history.ts';
import type { Play } from './play.ts';
import { arrive } from './travel.ts';

type Besides = Pick<
  Extract<Step, { do: 'edit' }>,
  'deviceDiesAt' | 'workerDiesAt' | 'endpointDiesAt' | 'workerWakesAt' | 'workerIsAt'
>;

/** Wakes the worker if the step wants it and it has not been woken yet; `workerIsThere` resolves at the call that is named. */
type Meanwhile = { readonly wake: () => void; readonly workerIsThere: Promise<void> | undefined };

/** Does something on a device whose runtimes may die over it, and counts it when they do. */
export async function alive(
  playing: Play,
  device: SimulatedDevice,
  { deviceDiesAt, workerDiesAt, workerWakesAt, workerIsAt }: Besides,
  run: (meanwhile: Meanwhile) => Promise<void>,
): Promise<void> {
  const { line } = playing.world;
  const isWoken = workerWakesAt !== undefined || workerIsAt !== undefined;
  const waits = line.of(device.worker);
  if (isWoken && waits && !waits.answer) await arrive(playing, waits);
  let isDue = isWoken;
  const wake = () => {
    if (!isDue) return;
    isDue = false;
    const message = line.of(device.worker);
    if (!message?.answer) return device.worker.begin();
    line.take(message);
    message.settle?.(message.answer);
  };
  const there = Promise.withResolvers<void>();
  const moments = {
    page: { dieAt: deviceDiesAt, moment: workerWakesAt === undefined ? undefined : { at: workerWakesAt, happens: wake } },
    worker: { dieAt: workerDiesAt, moment: workerIsAt === undefined ? undefined : { at: workerIsAt, happens: there.resolve } },
  };
  const workerIsThere = workerIsAt === undefined ? undefined : there.promise;
  const { page, worker, deaths } = await device.during(moments, () => run({ wake, workerIsThere }));
  playing.calls = { ...playing.calls, page, worker };
  playing.crashes += deaths;
  if (isWoken) await playing.watch.taken?.(device); // the worker may have taken in an answer
}

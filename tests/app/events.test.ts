import { expect, test } from 'vitest';
import { type EventStream, listenForHeads } from '#app/events.ts';
import { adoptAccount } from '#data/device-row.ts';
import { aDevice } from '#tests/support/device.ts';

const group = 'group:G1';

/** A device that has read its group up to 10, with a stream and timers that the test plays. */
async function aListener({ joined = true } = {}) {
  const { database, ...ports } = await aDevice();
  const join = () => adoptAccount({ database, ...ports }, { person: 'P1', device: 'D1', round: 'R1' });
  if (joined) await join();
  await database.spaces.put({ space: group, cursor: [10, 10, 'chain'], arrived: true });
  const page = { isVisible: true };
  const streams: (EventStream & { isOpen: boolean })[] = [];
  const timers: { readonly delayMs: number; readonly run: () => void }[] = [];
  let asked = 0;
  const events = listenForHeads({
    database,
    now: ports.now,
    isVisible: () => page.isVisible,
    openStream: () => {
      const close = () => {
        stream.isOpen = false;
      };
      const stream = { onmessage: null, onerror: null, isOpen: true, close };
      streams.push(stream);
      return stream;
    },
    after: (delayMs, run) => {
      const timer = { delayMs, run };
      timers.push(timer);
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
    },
    random: () => 0.5,
    onBroken: (error) => {
      throw error;
    },
    onBehind: () => {
      asked += 1;
    },
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
  const on = (type: 'onmessage' | 'onerror', event: Event) =>
    streams.at(-1)?.[type]?.call({} as EventSource, event as MessageEvent);
  return {
    events,
    page,
    timers,
    database,
    clock: ports.clock,
    join,
    settle,
    streams,
    open: () => streams.filter(({ isOpen }) => isOpen).length,
    asked: () => asked,
    hear: (data: string) => on('onmessage', new MessageEvent('message', { data })),
    lose: () => on('onerror', new Event('error')),
    fire: async () => {
      timers.shift()?.run();
      await settle();
    },
  };
}

/** The first run is over, so the stream is open. */
async function anOpenListener() {
  const listener = await aListener();
  listener.events.onRun('resting');
  await listener.settle();
  expect(listener.open()).toBe(1);
  return listener;
}

test('asks for a sync when a space has moved beyond what this device read, and once for several moves', async () => {
  const { hear, fire, timers, asked } = await anOpenListener();
  hear(`{"${group}":11}`);
  hear(`{"${group}":12,"town:T1":1}`);
  expect(timers).toHaveLength(1);
  expect(timers[0]?.delayMs).toBeLessThan(500);
  await fire();
  expect(asked()).toBe(1);
});

test('asks for a space that is not on this device yet', async () => {
  const { hear, fire, asked } = await anOpenListener();
  hear('{"town:T1":1}');
  await fire();
  expect(asked()).toBe(1);
});

test.each([`{"${group}":10}`, '{}', 'rubbish'])('%s asks for nothing', async (data) => {
  const { hear, fire, asked } = await anOpenListener();
  hear(data);
  await fire();
  expect(asked()).toBe(0);
});

test('what the sync under way brings asks for no other one, what it does not bring does', async () => {
  const { events, database, hear, fire, settle, asked } = await anOpenListener();
  const runWhile = async (readTo: number) => {
    events.onRun('running');
    hear(`{"${group}":${readTo === 11 ? 11 : 99}}`);
    await fire();
    await database.spaces.update(group, { cursor: [readTo, readTo, 'chain'] });
    events.onRun('resting');
    await settle();
  };
  await runWhile(11);
  expect(asked()).toBe(0);
  await runWhile(12);
  expect(asked()).toBe(1);
  events.onRun('resting'); // it failed, say: trying again is the schedule's business
  await settle();
  expect(asked()).toBe(1);
});

test('a stream is open only while the page is in sight', async () => {
  const { events, page, settle, open } = await anOpenListener();
  page.isVisible = false;
  events.renew();
  events.onRun('resting');
  await settle();
  expect(open()).toBe(0);
  page.isVisible = true;
  events.renew();
  events.renew();
  await settle();
  expect(open()).toBe(1);
});

test('nobody listens before joining', async () => {
  const { events, join, settle, open } = await aListener({ joined: false });
  events.renew();
  events.onRun('resting');
  await settle();
  expect(open()).toBe(0);
  await join();
  events.onRun('resting');
  await settle();
  expect(open()).toBe(1);
});

test('a lost stream is opened again with growing pauses, at once when the line may be back', async () => {
  const { events, clock, streams, timers, lose, fire, settle, open } = await anOpenListener();
  const delays: number[] = [];
  for (let count = 0; count < 12; count += 1) {
    lose();
    events.onRun('resting'); // a sync that succeeds does not shorten the pause
    await settle();
    expect(open()).toBe(0);
    delays.push(timers[0]?.delayMs ?? 0);
    await fire();
  }
  expect(delays.slice(0, 3)).toEqual([1250, 2250, 4250]);
  expect(delays.at(-1)).toBe(150_250);

  lose();
  events.renew();
  await settle();
  expect([open(), timers.length]).toEqual([1, 0]);
  clock.ms += 61_000; // this one was good
  lose();
  expect(timers[0]?.delayMs).toBe(1250);
  expect(streams).toHaveLength(14);
});

test('nothing happens after the end', async () => {
  const { events, timers, hear, settle, open } = await anOpenListener();
  hear(`{"${group}":11}`);
  events.stop();
  events.onRun('resting');
  events.renew();
  await settle();
  expect([open(), timers.length]).toEqual([0, 0]);
});

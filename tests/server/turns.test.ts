import { expect, test } from 'vitest';
import { createTurns } from '#server/http/turns.ts';

test('those under one name go one after the other, in their order, and one that fails holds up nobody', async () => {
  const inTurn = createTurns();
  const told: string[] = [];
  const slow = Promise.withResolvers<void>();
  const first = inTurn('A', async () => {
    await slow.promise;
    told.push('first');
    throw new Error('broken');
  });
  const second = inTurn('A', async () => told.push('second'));
  const other = inTurn('B', async () => told.push('other'));
  await other;
  expect(told).toEqual(['other']);
  slow.resolve();
  await expect(first).rejects.toThrow('broken');
  await second;
  expect(told).toEqual(['other', 'first', 'second']);
});

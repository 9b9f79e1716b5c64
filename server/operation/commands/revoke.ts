import { createNodeId } from '#domain/ids.ts';
import { ok, refuse } from '#domain/result.ts';
import { revokeDevice } from '../../devices.ts';
import { writeEntries } from '../../journal/journal.ts';
import { writing } from '../../store/transactions.ts';
import type { Command } from '../command.ts';

export const revokeCommand: Command = {
  usage: 'revoke <device>',
  summary: 'turns a lost device out, at once and for good',
  more: ['The id is what "devices" lists first. What the device had not sent yet stays on it.'],
  run: async ({ words: [device = ''] }, { store, append, now, random }) => {
    const db = await store();
    const revoked = await writing(db, async (tx) => {
      const space = await revokeDevice(tx, createNodeId(random), device, now());
      return space === undefined ? refuse(`There is no device "${device}": "npm run tequio -- devices" lists them.`) : ok(space);
    });
    if (!revoked.ok) return revoked;
    await writeEntries(db, append);
    return ok({ lines: [`${device} is turned out, and no request of it is answered any more.`], json: { device } });
  },
};

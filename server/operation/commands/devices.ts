import { ok } from '#domain/result.ts';
import { listDevices } from '../../devices.ts';
import type { Command } from '../command.ts';
import { roundRecords } from '../round-records.ts';

export const devicesCommand: Command = {
  usage: 'devices',
  summary: 'the devices that joined, whose they are, and when they were last here',
  run: async (_given, { store }) => {
    const db = await store();
    const names = new Map((await roundRecords(db, 'device')).map(({ id, name }) => [id, name]));
    const positions = new Map((await roundRecords(db, 'person')).map(({ id, position }) => [id, position]));
    const towns = new Map((await roundRecords(db, 'town')).map(({ id, name }) => [id, name]));
    const devices = (await listDevices(db)).map(({ device, person, town, lastSeenAt, leftAt, isRevoked }) => ({
      device,
      name: names.get(device) ?? '',
      person,
      position: positions.get(person) ?? '',
      town: town === null ? null : (towns.get(town) ?? town),
      lastSeen: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
      state: isRevoked ? 'revoked' : leftAt !== null ? 'left' : 'in use',
    }));
    const lines = devices.map(({ device, name, person, position, town, lastSeen, state }) =>
      [device, state.padEnd(7), (lastSeen ?? 'never').slice(0, 16), name, position, town ?? '-', person].join('  '),
    );
    return ok({ lines: lines.length > 0 ? lines : ['Nobody has joined yet.'], json: devices });
  },
};

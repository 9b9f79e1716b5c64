import { ok } from '#domain/result.ts';
import { reading } from '../../store/transactions.ts';
import type { Command } from '../command.ts';
import { verify } from '../verify.ts';

export const verifyCommand: Command = {
  usage: 'verify',
  summary: 'recomputes the database from its ops, and says the first thing that differs',
  more: ['It may run beside the endpoint. On a large database it takes a while and one core.'],
  run: async (_given, { store }) => {
    const db = await store();
    const verified = await reading(db, verify);
    if (!verified.ok) return verified;
    const { ops, nodes, fields, digests } = verified.value;
    const spaces = Object.keys(digests).length;
    const sentence = `Everything is as it should be: ${ops} ops of ${nodes} nodes make the ${fields} fields of ${spaces} spaces.`;
    return ok({ lines: [sentence], json: { ops, nodes, fields, digests } });
  },
};

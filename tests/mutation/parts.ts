// The parts of the core that are tested by mutation: the files that are changed, and the tests that ought to notice.
// Tests run in this order and stop at the first that does, so the quick ones come first.

export type Part = { readonly files: readonly string[]; readonly tests: readonly string[] };

const vectors = 'tests/protocol/vectors.test.ts';

export const parts: Readonly<Record<string, Part>> = {
  stamps: { files: ['src/domain/stamps.ts'], tests: ['tests/domain/stamps.test.ts', vectors] },
  permissions: { files: ['src/domain/permissions.ts'], tests: ['tests/domain/permissions.test.ts', vectors] },
  join: {
    files: ['src/domain/join.ts'],
    tests: ['tests/domain/join.test.ts', 'tests/domain/show.test.ts', vectors, 'tests/domain/join.property.test.ts'],
  },
  schedule: { files: ['src/sync/schedule.ts'], tests: ['tests/sync/schedule.test.ts'] },
  outbox: { files: ['src/data/outbox.ts'], tests: ['tests/data/outbox.test.ts', 'tests/sync/two-phones.test.ts'] },
  repair: {
    files: ['src/data/repair.ts', 'src/data/receipt.ts'],
    tests: ['tests/data/repair.test.ts', 'tests/sync/repair.test.ts'],
  },
  renewal: {
    files: ['src/data/renewal.ts'],
    tests: ['tests/data/renewal.test.ts', 'tests/sync/passed-on-words.test.ts', 'tests/sync/repair.test.ts'],
  },
  'sync-once': { files: ['src/sync/sync-once.ts'], tests: ['tests/sync/sync-once.test.ts', 'tests/sync/two-phones.test.ts'] },
  'apply-answer': {
    files: ['src/data/apply-answer.ts'],
    tests: [
      'tests/sync/two-phones.test.ts',
      'tests/sync/lost-space.test.ts',
      'tests/sync/refused-text.test.ts',
      'tests/sync/older-phone.test.ts',
      'tests/sync/passed-on-words.test.ts',
      'tests/sync/repair.test.ts',
      'tests/mutation/few-histories.ts',
    ],
  },
  commit: {
    files: ['server/commit/apply.ts', 'server/commit/judge.ts', 'server/commit/other-names.ts', 'server/commit/working-set.ts'],
    tests: [
      'tests/server/two-names.test.ts',
      'tests/server/push.test.ts',
      'tests/sync/refused-text.test.ts',
      'tests/sync/repair.test.ts',
      'tests/mutation/few-histories.ts',
    ],
  },
};

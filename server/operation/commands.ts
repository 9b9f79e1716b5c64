// The commands, in the order in which `help` lists them.

import type { Command } from './command.ts';
import { backupCommand } from './commands/backup.ts';
import { countCommand } from './commands/count.ts';
import { devicesCommand } from './commands/devices.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { inviteCommand } from './commands/invite.ts';
import { markBackedUpCommand } from './commands/mark-backed-up.ts';
import { replayCommand } from './commands/replay.ts';
import { restoreCommand } from './commands/restore.ts';
import { revokeCommand } from './commands/revoke.ts';
import { roundsCommand } from './commands/rounds.ts';
import { verifyCommand } from './commands/verify.ts';

export const commands: ReadonlyMap<string, Command> = new Map([
  ['invite', inviteCommand],
  ['rounds', roundsCommand],
  ['devices', devicesCommand],
  ['revoke', revokeCommand],
  ['count', countCommand],
  ['verify', verifyCommand],
  ['backup', backupCommand],
  ['restore', restoreCommand],
  ['mark-backed-up', markBackedUpCommand],
  ['replay', replayCommand],
  ['export', exportCommand],
  ['import', importCommand],
]);

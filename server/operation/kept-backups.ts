// How backups are named, and which of them are kept: the newest of each of the last days that have one, and of each of the
// last weeks. Pure.

const name = /^tequio-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.sqlite$/;

export function backupName(ms: number): string {
  return `tequio-${new Date(ms).toISOString().slice(0, 19).replaceAll(':', '-')}Z.sqlite`;
}

/** When the backup with this name was made (ms since 1970); undefined for a file that is none. */
export function backupTime(file: string): number | undefined {
  const [, day, hour, minute, second] = name.exec(file) ?? [];
  return day === undefined ? undefined : Date.parse(`${day}T${hour}:${minute}:${second}Z`);
}

const keptDays = 7;
const keptWeeks = 4;

const dayMs = 24 * 60 * 60 * 1000;

/** The names among these that may go. Files that are no backups are never among them. */
export function backupsToRemove(files: readonly string[]): readonly string[] {
  const backups = files
    .flatMap((file) => {
      const ms = backupTime(file);
      return ms === undefined ? [] : [{ file, day: Math.floor(ms / dayMs), ms }];
    })
    .sort((a, b) => b.ms - a.ms);
  const kept = new Set([
    ...newestOfEach(backups, ({ day }) => day).slice(0, keptDays),
    ...newestOfEach(backups, ({ day }) => Math.floor((day + 3) / 7)).slice(0, keptWeeks), // 1970 began on a Thursday
  ]);
  return backups.filter((backup) => !kept.has(backup)).map(({ file }) => file);
}

function newestOfEach<Item>(newestFirst: readonly Item[], groupOf: (item: Item) => number): readonly Item[] {
  const newest = new Map<number, Item>();
  for (const item of newestFirst) if (!newest.has(groupOf(item))) newest.set(groupOf(item), item);
  return [...newest.values()];
}

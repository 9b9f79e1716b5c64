// A day of the towns' calendar as an ISO day ('2026-07-15'), with no time and no zone. Days compare as texts.

export type Day = string;

const dayPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const dayMs = 86_400_000;

export function isDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const [year = 0, month = 0, dayOfMonth = 0] = text.split('-').map(Number);
  // Engines disagree on the text '2026-02-30': one reads 2 March, another nothing. They agree on numbers.
  return new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDate() === dayOfMonth;
}

/** The day that many days later (earlier when negative); weekends count. */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when the second comes first. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** The calendar day at an instant (ms since 1970) for a zone that is that many minutes ahead of UTC. */
export function dayAt(ms: number, zoneOffsetMinutes: number): Day {
  return new Date(ms + zoneOffsetMinutes * 60_000).toISOString().slice(0, 10);
}

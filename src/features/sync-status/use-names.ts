import { recordsOf } from '#data/record-queries.ts';
import { roundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { callPerson } from '#features/people.ts';
import { useServices } from '#features/services.ts';

/** What those records are called that values name by their id: themes, groups, towns, people, lines of action. */
export function useNames(): ReadonlyMap<string, string> {
  const { database } = useServices();
  const names = useLive(async () => {
    const [{ themes, groups, towns, people }, lines] = [await roundFacts(database), await recordsOf(database, 'line')];
    return new Map([
      ...[...themes, ...groups, ...towns].map(({ id, name }) => [id, name] as const),
      ...people.map((person) => [person.id, callPerson(person)] as const),
      ...lines.map(({ id, title }) => [id, title] as const),
    ]);
  }, [database]);
  return names ?? none;
}

const none: ReadonlyMap<string, string> = new Map();

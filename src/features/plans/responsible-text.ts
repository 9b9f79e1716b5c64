// Who is responsible for an action, in words: the position as the plan has it, with the personal name where one is known.

import type { RoundFacts } from '#data/round-queries.ts';
import type { Action } from '#domain/kinds/action.ts';

/** Undefined when nobody is named. */
export function responsibleText(facts: Pick<RoundFacts, 'people'>, responsible: Action['responsible']): string | undefined {
  if (responsible === null) return undefined;
  const person = facts.people.find(({ id }) => id === responsible.person);
  const position = responsible.position || person?.position || '';
  if (person?.name && position) return `${person.name}, ${position}`;
  return person?.name || position || undefined;
}

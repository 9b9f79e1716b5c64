import { useTranslation } from 'react-i18next';
import type { Action } from '#domain/kinds/action.ts';
import type { Person } from '#domain/kinds/person.ts';
import { callPerson } from '#features/people.ts';
import { checkText, type TextProblem, useTextProblem } from '#features/text-problem.ts';
import { SelectField } from '#ui/choice-field.tsx';
import { TextField } from '#ui/field.tsx';
import { limits } from './limits.ts';

type Responsible = Action['responsible'];

type ResponsibleFieldsProps = {
  readonly value: Responsible;
  readonly colleagues: readonly Person[];
  readonly onChange: (value: Responsible) => void;
  readonly onLeave?: () => void;
  readonly problem: TextProblem | undefined;
  readonly error?: string;
  readonly status?: string;
};

const somebodyElse = 'somebody-else';

/** Somebody of the town hall, or a position in one's own words where nobody is known (or not the right one). */
export function ResponsibleFields(props: ResponsibleFieldsProps) {
  const { value, colleagues, onChange, onLeave, problem, error, status } = props;
  const { t } = useTranslation('plans');
  const problemText = useTextProblem();
  const position = value?.position ?? '';
  const writes = colleagues.length === 0 || (value !== null && value.person === null);

  const choose = (choice: string) => {
    const person = colleagues.find(({ id }) => id === choice);
    if (person) onChange({ person: person.id, position: person.position.slice(0, limits.position) });
    else onChange(choice === somebodyElse ? { person: null, position: '' } : null);
  };
  const write = (text: string) => onChange(text === '' && colleagues.length === 0 ? null : { person: null, position: text });
  const unknown = value?.person && !colleagues.some(({ id }) => id === value.person);
  return (
    <>
      {colleagues.length > 0 && (
        <SelectField
          label={t('field.responsible')}
          value={value === null ? '' : (value.person ?? somebodyElse)}
          emptyLabel={t('value.nobody')}
          options={[
            ...colleagues.map((person) => ({ value: person.id, label: personLabel(person) })),
            ...(unknown && value?.person ? [{ value: value.person, label: position }] : []),
            { value: somebodyElse, label: t('responsible.somebodyElse') },
          ]}
          onChange={choose}
          error={writes ? undefined : error}
          status={writes ? undefined : status}
        />
      )}
      {writes && (
        <TextField
          label={colleagues.length === 0 ? t('field.responsible') : t('responsible.position')}
          hint={t('responsible.positionHint')}
          value={position}
          onChange={write}
          onBlur={onLeave}
          error={problemText(problem, position, limits.position) ?? error}
          status={status}
        />
      )}
    </>
  );
}

export function checkResponsible(value: Responsible): TextProblem | undefined {
  if (value === null || value.person !== null) return undefined;
  return checkText(value.position, limits.position, true);
}

function personLabel(person: Person): string {
  return person.name && person.position ? `${person.name}, ${person.position}` : callPerson(person);
}

// What a coordinator fills in to set a round up: its name and days, a town, a working group.

import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import { addGroup, addTown, editRound } from '#domain/commands/round-commands.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Round } from '#domain/kinds/round.ts';
import type { Theme } from '#domain/kinds/theme.ts';
import type { Town } from '#domain/kinds/town.ts';
import { asOneLine } from '#domain/one-line.ts';
import { useServices } from '#features/services.ts';
import { useSubmitOnce } from '#features/submit-once.ts';
import { Button } from '#ui/button.tsx';
import { DayField, RadioField, SelectField } from '#ui/choice-field.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';
import css from './round-page.module.css';
import { checkDays, type DialogStep, groupName, nameProblem, type TownFacts } from './round-setup.ts';

type SetupProps = DialogProps & { readonly step: DialogStep; readonly facts: RoundFacts };

export function SetupDialog({ step, facts: { towns, themes }, ...dialog }: SetupProps) {
  if (step === 'name') return <EditRoundDialog {...dialog} />;
  if (step === 'town') return <AddTownDialog {...dialog} towns={towns} />;
  return <AddGroupDialog {...dialog} themes={themes} />;
}

type DialogProps = { readonly round: Round; readonly onClose: () => void };

function EditRoundDialog({ round, onClose }: DialogProps) {
  const { t } = useTranslation(['setup', 'more']);
  const { save } = useServices();
  const [name, setName] = useState(round.name);
  const [programme, setProgramme] = useState(round.programme);
  const [opensOn, setOpensOn] = useState(round.period?.opensOn ?? '');
  const [closesOn, setClosesOn] = useState(round.period?.closesOn ?? '');
  const [asked, setAsked] = useState(false);
  const days = checkDays(opensOn, closesOn);
  const submit = async () => {
    setAsked(true);
    if (asOneLine(name) === '' || days.type === 'wrong') return false;
    const written = { name: asOneLine(name), programme: asOneLine(programme), period: days.period };
    return save(editRound(round, written, { name: round.name, programme: round.programme, period: round.period }));
  };
  return (
    <FormDialog title={t('roundTitle')} submit={t('save')} onSubmit={submit} onClose={onClose}>
      <TextField
        label={t('roundName')}
        hint={t('roundNameHint')}
        error={asked && asOneLine(name) === '' && t('nameMissing')}
        value={name}
        maxLength={200}
        onChange={setName}
      />
      <TextField label={t('programme')} value={programme} maxLength={200} onChange={setProgramme} />
      <DayField label={t('opensOn')} value={opensOn} onChange={setOpensOn} />
      <DayField
        label={t('closesOn')}
        error={asked && days.type === 'wrong' && t('daysWrong')}
        value={closesOn}
        onChange={setClosesOn}
      />
    </FormDialog>
  );
}

function AddTownDialog({ round, towns, onClose }: DialogProps & { readonly towns: readonly TownFacts[] }) {
  const { t } = useTranslation(['setup', 'more']);
  const { save } = useServices();
  const [name, setName] = useState('');
  const [part, setPart] = useState<Town['part']>('receiver');
  const [asked, setAsked] = useState(false);
  const problem = nameProblem(name, towns);
  const submit = async (id: RecordId) => {
    setAsked(true);
    return problem === undefined && save(addTown(round, id, { name: asOneLine(name), part }));
  };
  return (
    <FormDialog title={t('townTitle')} submit={t('more:setup.addTown')} onSubmit={submit} onClose={onClose}>
      <TextField
        label={t('townName')}
        error={asked && problem && t(problem === 'missing' ? 'nameMissing' : 'townThere')}
        value={name}
        maxLength={200}
        onChange={setName}
      />
      <RadioField
        label={t('part')}
        value={part}
        options={[
          { value: 'receiver', shown: t('receiver') },
          { value: 'mentor', shown: t('mentor') },
        ]}
        onChange={setPart}
      />
    </FormDialog>
  );
}

function AddGroupDialog({ round, themes, onClose }: DialogProps & { readonly themes: readonly Theme[] }) {
  const { t } = useTranslation(['setup', 'more']);
  const { save, createId } = useServices();
  const [themeId, setThemeId] = useState('');
  const [themeName, setThemeName] = useState('');
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const [newId] = useState(createId);
  const chosen = themes.find(({ id }) => id === themeId);
  const theme = chosen ?? { newId, name: asOneLine(themeName) };
  const submit = async (id: RecordId) => {
    setAsked(true);
    if (theme.name === '') return false;
    return save(addGroup(round, id, groupName(name, t('groupOf', { theme: theme.name })), theme, themes));
  };
  return (
    <FormDialog title={t('groupTitle')} submit={t('more:setup.addGroup')} onSubmit={submit} onClose={onClose}>
      {themes.length > 0 && (
        <SelectField
          label={t('theme')}
          value={themeId}
          emptyLabel={t('newTheme')}
          options={themes.map(({ id, name: shown }) => ({ value: id, label: shown }))}
          onChange={setThemeId}
        />
      )}
      {!chosen && (
        <TextField
          label={t('themeName')}
          hint={t('themeHint')}
          error={asked && theme.name === '' && t('nameMissing')}
          value={themeName}
          maxLength={180}
          onChange={setThemeName}
        />
      )}
      <TextField
        label={t('groupName')}
        hint={t('groupNameHint', { name: t('groupOf', { theme: theme.name || '…' }) })}
        value={name}
        maxLength={200}
        onChange={setName}
      />
    </FormDialog>
  );
}

type FormDialogProps = {
  readonly title: string;
  readonly submit: string;
  readonly onSubmit: (id: RecordId) => Promise<boolean>;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Closes once it is saved; where that fails, what was written stays. */
function FormDialog({ title, submit, onSubmit, onClose, children }: FormDialogProps) {
  const { t } = useTranslation('common');
  const once = useSubmitOnce('form');
  return (
    <Dialog title={title} closeLabel={t('actions.close')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void once(onSubmit).then((saved) => {
            if (saved) onClose();
          });
        }}
      >
        {children}
        <Button type="submit" variant="primary" block>
          {submit}
        </Button>
      </form>
    </Dialog>
  );
}

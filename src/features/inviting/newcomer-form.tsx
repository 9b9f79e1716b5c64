// Who shall come: role, town, working groups, how many and until when. What was chosen stays, also over a reload.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxUses } from '#domain/inviting.ts';
import type { Group } from '#domain/kinds/group.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { asOneLine } from '#domain/one-line.ts';
import { useDraft } from '#features/keep-draft.ts';
import { roleKeys } from '#features/role-texts.ts';
import { useServices } from '#features/services.ts';
import type { InvitationWish } from '#protocol/inviting.ts';
import { ChecksField, RadioField, SelectField } from '#ui/choice-field.tsx';
import { TextField } from '#ui/field.tsx';
import { LifeField, Submit } from './form-parts.tsx';
import { type Choice, countOf, groupChoices, noChoice, type RoleChoice, wishFor } from './invite-view.ts';
import css from './inviting.module.css';
import type { Asking } from './use-asking.ts';

type Props = {
  /** At least one. */
  readonly choices: readonly RoleChoice[];
  readonly round: string;
  readonly groups: readonly Group[];
  readonly asking: Asking;
  /** `forWhom`: in words. Resolves true once it is made. */
  readonly onMake: (wish: InvitationWish, forWhom: string) => Promise<boolean>;
};

const roleHintKeys = {
  coordinator: 'invite.roleHint.coordinator',
  mentor: 'invite.roleHint.mentor',
  liaison: 'invite.roleHint.liaison',
  official: 'invite.roleHint.official',
  observer: 'invite.roleHint.observer',
} as const satisfies Record<Role, string>;

export function NewcomerForm({ choices, round, groups, asking, onMake }: Props) {
  const { t } = useTranslation(['inviting', 'common']);
  const { actor } = useServices();
  const draft = useDraft('invitation', noChoice);
  const [asked, setAsked] = useState(false);
  const write = (part: Partial<Choice>) => draft.write({ ...draft.value, ...part });
  const { position, many, count, lifeDays } = draft.value;
  const chosen = choices.find(({ role }) => role === draft.value.role) ?? choices[0];
  if (!chosen) return null;
  const { role, towns } = chosen;
  const town = towns.find(({ id }) => id === draft.value.town) ?? (towns.length === 1 ? towns[0] : undefined);
  const isTownMissing = role !== 'coordinator' && !town;
  const without = new Set(draft.value.without.split(' '));
  const open = isTownMissing ? [] : groupChoices(actor, round, { role, town: town?.id ?? null }, groups);
  const into = open.filter(({ id }) => !without.has(id));
  const uses = countOf(draft.value, maxUses);
  const roleWord = t(`common:${roleKeys[role]}`);

  const leaveOut = (id: string, isIn: boolean) => {
    const next = isIn ? [...without].filter((one) => one !== id) : [...without, id];
    write({ without: next.join(' ').trim() });
  };
  const submit = async () => {
    setAsked(true);
    if (isTownMissing || uses === undefined) return;
    const part = { role, town: town?.id ?? null, groups: into.map(({ id }) => id) };
    const forWhom = town ? t('part', { role: roleWord, town: town.name }) : roleWord;
    if (await onMake(wishFor(part, asOneLine(position) || roleWord, uses, lifeDays), forWhom)) draft.clear();
  };

  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SelectField
        label={t('invite.role')}
        hint={t(roleHintKeys[role])}
        value={role}
        options={choices.map((choice) => ({ value: choice.role, label: t(`common:${roleKeys[choice.role]}`) }))}
        onChange={(next) => write({ role: next })}
      />
      {towns.length > 0 && (
        <SelectField
          label={t('invite.town')}
          error={asked && isTownMissing && t('invite.townMissing')}
          value={town?.id ?? ''}
          {...(towns.length > 1 && { emptyLabel: t('invite.chooseTown') })}
          options={towns.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(next) => write({ town: next })}
        />
      )}
      {open.length > 0 && (
        <ChecksField
          label={t('invite.groups')}
          options={open.map(({ id, name }) => ({ value: id, label: name, checked: !without.has(id) }))}
          onChange={leaveOut}
        />
      )}
      <TextField
        label={t('invite.position')}
        hint={t('invite.positionHint', { role: roleWord })}
        value={position}
        maxLength={120}
        onChange={(next) => write({ position: next })}
      />
      <RadioField
        label={t('invite.uses')}
        value={many === '' ? 'one' : 'many'}
        options={[
          { value: 'one', shown: t('invite.one') },
          { value: 'many', shown: t('invite.many') },
        ]}
        onChange={(next) => write({ many: next === 'many' ? 'many' : '' })}
      />
      {many !== '' && (
        <TextField
          label={t('invite.count')}
          inputMode="numeric"
          maxLength={3}
          error={asked && uses === undefined && t('invite.countWrong', { max: maxUses })}
          value={count}
          onChange={(next) => write({ count: next })}
        />
      )}
      <LifeField value={lifeDays} onChange={(next) => write({ lifeDays: next })} />
      <Submit asking={asking} label={t('invite.make')} />
    </form>
  );
}

// What may be done with the round: the next step as the one clear action, the others beside it.

import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { Menu } from '#ui/menu.tsx';
import { type DialogStep, roundSetup } from './round-setup.ts';

const SetupDialog = lazy(async () => ({ default: (await import('./round-dialogs.tsx')).SetupDialog }));

const stepKeys = {
  name: 'setup.editRound',
  town: 'setup.addTown',
  group: 'setup.addGroup',
} as const;

export function RoundActions({ facts }: { readonly facts: RoundFacts }) {
  const { t } = useTranslation('more');
  const { actor, account, mode } = useServices();
  const [dialog, setDialog] = useState<DialogStep>();
  const { round } = facts;
  const { open, next } = roundSetup(actor, facts);
  if (!round || open.length === 0) return null;
  const canInvite = account !== null && mode === 'real' && open.includes('invite');
  const stepWords = (step: DialogStep) => (step === 'name' && round.name === '' ? t('setup.nameRound') : t(stepKeys[step]));
  const others = open.filter((step) => step !== 'invite').filter((step) => step !== next);
  return (
    <>
      {next === 'invite' && canInvite && (
        <Link to={paths.invite} className={buttonClass('primary')}>
          {t('setup.invite')}
        </Link>
      )}
      {next && next !== 'invite' && (
        <Button variant="primary" onClick={() => setDialog(next)}>
          {stepWords(next)}
        </Button>
      )}
      {canInvite && (
        <Link to={paths.invitations} className={buttonClass('plain-text')}>
          {t('setup.invitations')}
        </Link>
      )}
      {others.length > 0 && (
        <Menu
          label={t('setup.more')}
          items={others.map((step) => ({ label: stepWords(step), onSelect: () => setDialog(step) }))}
        />
      )}
      {dialog && (
        <Suspense>
          <SetupDialog step={dialog} round={round} facts={facts} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
    </>
  );
}

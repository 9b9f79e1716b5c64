// The permanent word on where the user's changes are. It leads to the page that says more.

import { Check, CircleAlert, CircleDashed, Pause, RefreshCw, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { ChipContent, type ChipTone, chipClass } from '#ui/chip.tsx';
import { deviceDay, isSameDay, type SyncState } from './sync-view.ts';
import { useSyncState } from './use-sync-state.ts';

export function SyncChip() {
  const state = useSyncState();
  const label = useChipLabel(state);
  return (
    <Link to={paths.sync} className={chipClass(state ? tones[state.type] : 'calm')}>
      <ChipContent icon={state ? icons[state.type] : icons.first} label={label} />
    </Link>
  );
}

const tones: Record<SyncState['type'], ChipTone> = {
  practice: 'calm',
  alone: 'calm',
  sending: 'waiting',
  refused: 'problem',
  stopped: 'problem',
  waiting: 'waiting',
  first: 'calm',
  sent: 'calm',
};

const icons: Record<SyncState['type'], ReactNode> = {
  practice: <Pause aria-hidden />,
  alone: <Smartphone aria-hidden />,
  sending: <RefreshCw aria-hidden />,
  refused: <CircleAlert aria-hidden />,
  stopped: <CircleAlert aria-hidden />,
  waiting: <Smartphone aria-hidden />,
  first: <CircleDashed aria-hidden />,
  sent: <Check aria-hidden />,
};

function useChipLabel(state: SyncState | undefined): string {
  const { t } = useTranslation(['sync', 'common']);
  const formats = useFormats();
  const { now } = useServices();
  switch (state?.type) {
    case undefined:
      return t('common:arriving');
    case 'practice':
      return t('chip.practice');
    case 'alone':
      return t('chip.alone');
    case 'sending':
      return t('chip.sending', { count: state.count });
    case 'refused':
      return t('chip.refused', { count: state.count });
    case 'stopped':
      return t('chip.stopped');
    case 'waiting':
      return t('chip.waiting', { count: state.count });
    case 'first':
      return t('chip.first');
    case 'sent':
      return t('chip.sent', { when: isSameDay(state.at, now()) ? formats.time(state.at) : formats.day(deviceDay(state.at)) });
  }
}

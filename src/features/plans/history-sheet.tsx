// What was ever written on a plan, a line, an action or a point: first what this device knows, and with a line what the endpoint has kept.

import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HistoryEntry, knownHistory, mergedHistory } from '#data/history-queries.ts';
import type { RoundFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import { refOf } from '#domain/change.ts';
import { deviceSpace } from '#domain/ids.ts';
import type { RecordHead } from '#domain/kinds/define-kind.ts';
import type { Line } from '#domain/kinds/line.ts';
import { useAuthorText } from '#features/author-text.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import css from './conflict-notice.module.css';
import { type PastChange, pastChanges } from './history-view.ts';
import { useFieldName, useValueText } from './value-text.ts';

type HistorySheetProps = {
  readonly record: RecordHead;
  readonly title: string;
  readonly facts: RoundFacts;
  readonly lines: readonly Line[];
  readonly onClose: () => void;
};

export function HistorySheet({ record, title, facts, lines, onClose }: HistorySheetProps) {
  const { t } = useTranslation(['plans', 'common']);
  const { database, actor } = useServices();
  const asked = useEndpointHistory(record);
  const known = useLive(() => knownHistory(database, record), [database, record.space, record.kind, record.id]);
  const changes = pastChanges(record, mergedHistory(asked.entries, known ?? []), facts, actor);
  return (
    <Dialog title={t('history.title', { title })} closeLabel={t('common:actions.close')} onClose={onClose} isText>
      <p role="status">{t(stateKeys[asked.state])}</p>
      {asked.state === 'unanswered' && <Button onClick={asked.ask}>{t('history.tryAgain')}</Button>}
      <ol className={css.versions}>
        {changes.map((change) => (
          <Entry key={change.key} change={change} record={record} facts={facts} lines={lines} />
        ))}
      </ol>
      {asked.state === 'more' && <Button onClick={asked.ask}>{t('history.older')}</Button>}
    </Dialog>
  );
}

const stateKeys = {
  'here-only': 'history.hereOnly',
  asking: 'history.asking',
  unanswered: 'history.unanswered',
  more: 'history.newest',
  whole: 'history.whole',
} as const;

type Asked = {
  readonly state: keyof typeof stateKeys;
  readonly entries: readonly HistoryEntry[];
  readonly ask: () => void;
};

/** Asks for the newest page at once, and for the next older one each time. */
function useEndpointHistory(record: RecordHead): Asked {
  const { history, account, mode } = useServices();
  const isHereOnly = mode === 'practice' || account === null || record.space === deviceSpace;
  const [state, setState] = useState<Asked['state']>(isHereOnly ? 'here-only' : 'asking');
  const [entries, setEntries] = useState<readonly HistoryEntry[]>([]);
  const [next, setNext] = useState<string>();
  const { space, kind, id, town } = record;
  const askFor = useCallback(
    async (after: string | undefined) => {
      const answer = await history({ space, kind, id, town }, after);
      if (!answer.ok) return setState('unanswered');
      const told = answer.value.ops.map(({ person, ...op }): HistoryEntry => ({ ...op, ...(person !== null && { person }) }));
      setEntries((earlier) => [...earlier, ...told]);
      setNext(answer.value.next);
      setState(answer.value.next === undefined ? 'whole' : 'more');
    },
    [history, space, kind, id, town],
  );
  useEffect(() => {
    if (!isHereOnly) void askFor(undefined);
  }, [isHereOnly, askFor]);
  const ask = () => {
    setState('asking');
    void askFor(next);
  };
  return { state, entries, ask };
}

type EntryProps = Pick<HistorySheetProps, 'record' | 'facts' | 'lines'> & { readonly change: PastChange };

function Entry({ change, record, facts, lines }: EntryProps) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const authorText = useAuthorText();
  const fieldName = useFieldName();
  const valueText = useValueText(facts, lines);
  const { save, announce } = useServices();
  const { field, what, value, state } = change;
  const name = fieldName(record.kind, field);
  const words = what === 'written' ? valueText(record.kind, field, value) : t(whatKeys[what]);
  const take = async () => {
    if (await save([{ type: 'set', ref: refOf(record), field, value }]))
      announce({ text: t('conflict.decided', { field: name, value: words }) });
  };
  return (
    <li className={css.version}>
      {(what === 'written' || what === 'unreadable') && <p>{name}</p>}
      <p className={css.value}>{words}</p>
      <p className={css.writer}>{t('conflict.wrote', { who: authorText(change.author), when: formats.instant(change.at) })}</p>
      {state !== 'sent' && <p className={css.writer}>{t(state === 'waiting' ? 'history.waiting' : 'history.refused')}</p>}
      {change.mayTake && (
        <Button aria-label={t('history.takeThis', { field: name, value: words })} onClick={() => void take()}>
          {t('history.take')}
        </Button>
      )}
    </li>
  );
}

const whatKeys = { deleted: 'history.deleted', restored: 'history.restored', unreadable: 'history.unreadable' } as const;

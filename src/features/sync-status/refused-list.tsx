// What the endpoint did not take: the reason, what one wrote, and what one can do. Nothing here is ever taken back silently.

import { Copy, Share2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keepRefused } from '#data/refused-queries.ts';
import { writtenUpdates } from '#data/text-queries.ts';
import { useLive } from '#data/use-live.ts';
import { useCopyWords } from '#features/copy-words.ts';
import { useRefusedActions } from '#features/refused-actions.ts';
import { useServices } from '#features/services.ts';
import { refusalKey } from '#i18n/error-texts.ts';
import { useFormats } from '#i18n/formats.ts';
import { Button, ButtonRow } from '#ui/button.tsx';
import { List, ListRow } from '#ui/list-row.tsx';
import { partWords, writtenLines } from './change-words.ts';
import { ChangeTitle } from './pending-list.tsx';
import type { PendingChange } from './pending-view.ts';
import css from './sync-page.module.css';
import { shortened, wordsByUpdate } from './text-words.ts';
import { useNames } from './use-names.ts';

type RefusedListProps = {
  readonly changes: readonly PendingChange[];
  /** Put out of sight by the user. */
  readonly discarded: readonly PendingChange[];
};

export function RefusedList({ changes, discarded }: RefusedListProps) {
  const { t } = useTranslation('sync');
  return (
    <>
      {changes.length > 0 && <p>{t('refused.text')}</p>}
      <ul className={css.changes}>
        {changes.map((change) => (
          <RefusedChange key={change.key} change={change} />
        ))}
      </ul>
      {discarded.length > 0 && <Discarded changes={discarded} />}
    </>
  );
}

function RefusedChange({ change }: { readonly change: PendingChange }) {
  const { t } = useTranslation(['sync', 'errors']);
  const { t: tSync } = useTranslation('sync');
  const formats = useFormats();
  const { database } = useServices();
  const names = useNames();
  const ask = useAsk();
  const ops = change.rows.map(({ op }) => op);
  const written = useLive(() => writtenUpdates(database, ops), [database, change.key]);
  const words = wordsByUpdate(written ?? []);
  const linesWith = (byUpdate: ReadonlyMap<string, string>) => writtenLines(change.parts, tSync, formats, { byUpdate, names });
  const lines = linesWith(new Map([...words].map(([update, text]) => [update, shortened(text)])));
  const reason = t(`errors:${refusalKey(change.refused ?? '')}`);
  const when = formats.instant(change.madeAt);

  const whole = () => [...change.parts.map((part) => partWords(part, tSync)), ...linesWith(words)].join('\n');
  const { copy, discard } = useRefusedActions(change.rows, whole);

  return (
    <li>
      <h3>
        <ChangeTitle change={change} />
      </h3>
      <p className={css.quiet}>{when}</p>
      <p>{reason}</p>
      {lines.length > 0 && (
        <blockquote className={css.written}>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </blockquote>
      )}
      <ButtonRow>
        <Button icon={<Copy aria-hidden />} onClick={copy}>
          {t('refused.copy')}
        </Button>
        <Button icon={<Share2 aria-hidden />} onClick={() => void ask(t('refused.question', { when, words: whole(), reason }))}>
          {t('refused.ask')}
        </Button>
        <Button variant="plain-text" onClick={discard}>
          {t('refused.discard')}
        </Button>
      </ButtonRow>
    </li>
  );
}

/** Hands the question to another app of the device; where it has no way to, to the clipboard. */
function useAsk(): (question: string) => Promise<void> {
  const { t } = useTranslation('sync');
  const copyWords = useCopyWords();
  return async (question) => {
    try {
      await navigator.share({ text: question });
    } catch (error) {
      const changedMind = error instanceof DOMException && error.name === 'AbortError';
      if (!changedMind) await copyWords(question, t('refused.questionCopied'));
    }
  };
}

function Discarded({ changes }: { readonly changes: readonly PendingChange[] }) {
  const { t } = useTranslation('sync');
  const formats = useFormats();
  const { database } = useServices();
  return (
    <details className={css.discarded}>
      <summary>{t('refused.hidden', { count: changes.length })}</summary>
      <List label={t('refused.hiddenList')}>
        {changes.map((change) => (
          <ListRow
            key={change.key}
            title={<ChangeTitle change={change} />}
            secondary={formats.instant(change.madeAt)}
            trailing={<Button onClick={() => void keepRefused(database, change.rows)}>{t('refused.show')}</Button>}
          />
        ))}
      </List>
    </details>
  );
}

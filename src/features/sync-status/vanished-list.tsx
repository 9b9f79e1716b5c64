// After the endpoint was restored: what colleagues had written, until their devices send it again.

import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recordsOfOps } from '#data/refused-queries.ts';
import { discardVanished, keepVanished } from '#data/renewal.ts';
import { roundFacts } from '#data/round-queries.ts';
import type { Vanished } from '#data/rows.ts';
import { vanishedUpdates } from '#data/text-queries.ts';
import { useLive } from '#data/use-live.ts';
import { useAuthorText } from '#features/author-text.ts';
import { useCopyWords } from '#features/copy-words.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { Button, ButtonRow } from '#ui/button.tsx';
import { partWords, writtenLines } from './change-words.ts';
import css from './sync-page.module.css';
import { shortened, wordsByUpdate } from './text-words.ts';
import { useNames } from './use-names.ts';
import { type VanishedChange, vanishedChanges } from './vanished-view.ts';

const atOnce = 30;

export function VanishedList({ entries }: { readonly entries: readonly Vanished[] }) {
  const { t } = useTranslation('sync');
  const { database, actor } = useServices();
  const [shown, setShown] = useState(atOnce);
  const found = useLive(async () => {
    const [records, facts] = [await recordsOfOps(database, entries), await roundFacts(database)];
    const changes = vanishedChanges(entries, records, facts, actor);
    const written = await vanishedUpdates(database, entries);
    return { changes, words: wordsByUpdate(written) };
  }, [database, entries, actor]);
  if (!found) return null;
  const hidden = found.changes.length - shown;
  return (
    <>
      <ul className={css.changes} aria-label={t('vanished.list')}>
        {found.changes.slice(0, shown).map((change) => (
          <Change key={change.key} change={change} words={found.words} />
        ))}
      </ul>
      {hidden > 0 && <Button onClick={() => setShown(shown + atOnce)}>{t('pending.more', { count: hidden })}</Button>}
    </>
  );
}

type ChangeProps = { readonly change: VanishedChange; readonly words: ReadonlyMap<string, string> };

function Change({ change, words }: ChangeProps) {
  const { t } = useTranslation(['sync', 'common']);
  const { t: tSync } = useTranslation('sync');
  const formats = useFormats();
  const { database, save, announce } = useServices();
  const authorText = useAuthorText();
  const copyWords = useCopyWords();
  const names = useNames();
  const { part, entries, again } = change;
  const linesWith = (byUpdate: ReadonlyMap<string, string>) => writtenLines([part], tSync, formats, { byUpdate, names });
  const lines = linesWith(new Map([...words].map(([update, text]) => [update, shortened(text)])));
  const title = partWords(part, tSync);

  const writeAgain = async () => {
    if (!again || !(await save(again))) return;
    await discardVanished(database, entries);
    announce({ text: t('vanished.writtenAgain') });
  };
  const putAside = async () => {
    await discardVanished(database, entries);
    const undo = { label: t('common:actions.undo'), run: () => void keepVanished(database, entries) };
    announce({ text: t('refused.putAside'), action: undo });
  };
  return (
    <li>
      <h3>{title}</h3>
      <p className={css.quiet}>{t('vanished.wrote', { who: authorText(change.author), when: formats.instant(change.at) })}</p>
      {lines.length > 0 && (
        <blockquote className={css.written}>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </blockquote>
      )}
      <ButtonRow>
        {again && <Button onClick={() => void writeAgain()}>{t('vanished.again')}</Button>}
        <Button
          icon={<Copy aria-hidden />}
          onClick={() => void copyWords([title, ...linesWith(words)].join('\n'), t('vanished.copied'))}
        >
          {t('refused.copy')}
        </Button>
        <Button variant="plain-text" onClick={() => void putAside()}>
          {t('refused.discard')}
        </Button>
      </ButtonRow>
    </li>
  );
}

import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { discardRefused } from '#data/outbox.ts';
import type { OpRow } from '#data/rows.ts';
import { mergeUpdates, openText } from '#data/text-document.ts';
import type { StoredText } from '#data/text-queries.ts';
import { writeNote } from '#domain/commands/note-commands.ts';
import type { Note } from '#domain/kinds/note.ts';
import { useRefusedActions } from '#features/refused-actions.ts';
import { useServices } from '#features/services.ts';
import { refusalKey } from '#i18n/error-texts.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import css from './note-row.module.css';

type RefusedWordsProps = {
  readonly note: Note;
  readonly stored: StoredText;
  /** Those whose words are in the editor's field already. */
  readonly except?: readonly OpRow[];
  readonly mayEdit: boolean;
  readonly onTaken: () => void;
};

/** What the writer of this device had in mind, where the endpoint took only a part of it: nothing is lost, one tap writes it again. */
export function RefusedWords({ note, stored, except = [], mayEdit, onTaken }: RefusedWordsProps) {
  const { t } = useTranslation(['notes', 'sync']);
  const { save, database, announce } = useServices();
  const rows = stored.fallen.filter((row) => !row.discarded && !except.some(({ node, n }) => node === row.node && n === row.n));
  const accepted = openText('body', stored.updates);
  const mine = openText('body', [...stored.updates, ...rows.map(({ op }) => String(op.value))]).read();
  const { copy, discard } = useRefusedActions(rows, () => mine);
  if (rows.length === 0 || mine === accepted.read()) return null;
  const takeOver = async () => {
    if (!(await save(writeNote(note, accepted.write(mine) ?? '', mergeUpdates)))) return;
    await discardRefused(database, rows);
    announce({ text: t('refused.taken') });
    onTaken();
  };
  return (
    <Notice
      tone="warning"
      title={t('refused.title')}
      actions={
        <>
          {mayEdit && <Button onClick={() => void takeOver()}>{t('refused.takeOver')}</Button>}
          <Button icon={<Copy aria-hidden />} variant="plain-text" onClick={() => void copy()}>
            {t('sync:refused.copy')}
          </Button>
          <Button variant="plain-text" onClick={() => void discard()}>
            {t('refused.discard')}
          </Button>
        </>
      }
    >
      <RefusalReason rows={rows} />
      <p>{t('refused.mine')}</p>
      <blockquote className={css.text}>{mine || t('noText')}</blockquote>
    </Notice>
  );
}

type StillOnScreenProps = {
  readonly rows: readonly OpRow[];
  readonly accepted: string;
  readonly onLetGo: () => void;
};

/** In the editor the words are still in the field: finishing writes them again. */
export function StillOnScreen({ rows, accepted, onLetGo }: StillOnScreenProps) {
  const { t } = useTranslation('notes');
  return (
    <Notice announce tone="warning" title={t('refused.title')} actions={<Button onClick={onLetGo}>{t('refused.back')}</Button>}>
      <RefusalReason rows={rows} />
      <p>{t('refused.onScreen')}</p>
      <blockquote className={css.text}>{accepted || t('noText')}</blockquote>
    </Notice>
  );
}

/** Why the first one was refused; those that built on it only followed. */
function RefusalReason({ rows }: { readonly rows: readonly OpRow[] }) {
  const { t } = useTranslation('errors');
  return <p>{t(refusalKey(rows[0]?.refused ?? 'text-gap'))}</p>;
}

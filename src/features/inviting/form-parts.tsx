import { useTranslation } from 'react-i18next';
import { Button } from '#ui/button.tsx';
import { SelectField } from '#ui/choice-field.tsx';
import { Notice } from '#ui/notice.tsx';
import { lifeDayChoices } from './invite-view.ts';
import css from './inviting.module.css';
import { type Asking, askingErrorKey } from './use-asking.ts';

/** How long an invitation opens. */
export function LifeField({ value, onChange }: { readonly value: string; readonly onChange: (days: string) => void }) {
  const { t } = useTranslation('inviting');
  return (
    <SelectField
      label={t('invite.life')}
      value={value}
      options={lifeDayChoices.map((days) => ({ value: days, label: t('invite.days', { count: Number(days) }) }))}
      onChange={(days) => onChange(days)}
    />
  );
}

/** What went wrong, and the button that asks for the codes. */
export function Submit({ asking: { busy, error }, label }: { readonly asking: Asking; readonly label: string }) {
  const { t } = useTranslation(['inviting', 'errors']);
  return (
    <div className={css.next}>
      {error && (
        <Notice tone="problem" announce title={t('invite.notMade')}>
          {t(askingErrorKey(error))} {t('invite.kept')}
        </Notice>
      )}
      <Button type="submit" variant="primary" block aria-disabled={busy}>
        {busy ? t('invite.making') : label}
      </Button>
      <p className={css.quiet} role="status">
        {busy ? t('invite.making') : t('invite.needsLine')}
      </p>
    </div>
  );
}

import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';
import css from './join-page.module.css';
import { codeTyped, type JoinError, joinErrorKey } from './join-view.ts';

type Props = {
  readonly code: string;
  readonly error: JoinError | 'missing' | undefined;
  readonly looking: boolean;
  /** Set where the form comes back after an offer, whose buttons are gone. */
  readonly takesFocus: boolean;
  readonly onType: (code: string) => void;
  readonly onLook: (code: string) => void;
};

export function CodeForm({ code, error, looking, takesFocus, onType, onLook }: Props) {
  const { t } = useTranslation(['join', 'errors']);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (takesFocus) form.current?.querySelector('input')?.focus();
  }, [takesFocus]);
  return (
    <form
      ref={form}
      className={css.step}
      onSubmit={(event) => {
        event.preventDefault();
        if (!looking) onLook(code);
      }}
    >
      <TextField
        label={t('code.label')}
        hint={t('code.hint')}
        error={error && t(error === 'missing' ? 'join:code.missing' : joinErrorKey(error))}
        value={code}
        autoCapitalize="characters"
        spellCheck={false}
        readOnly={looking}
        onChange={(text) => onType(codeTyped(text))}
      />
      <div className={css.next}>
        <Button type="submit" variant="primary" block aria-disabled={looking}>
          {looking ? t('code.looking') : t('code.look')}
        </Button>
      </div>
      <p className={css.quiet} role="status">
        {looking ? t('code.looking') : t('code.lookChangesNothing')}
      </p>
    </form>
  );
}

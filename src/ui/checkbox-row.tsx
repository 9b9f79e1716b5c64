import { type ReactNode, useId } from 'react';
import css from './checkbox-row.module.css';

export type CheckboxRowProps = {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Who ticked it and when, or why it cannot be ticked. */
  readonly secondary?: ReactNode;
  /** A Menu, for what else can be done with this row. */
  readonly actions?: ReactNode;
  readonly disabled?: boolean;
};

export function CheckboxRow({ label, checked, onChange, secondary, actions, disabled }: CheckboxRowProps) {
  const id = useId();
  return (
    <div className={css.row}>
      <label className={css.tickable}>
        <input
          type="checkbox"
          className={css.box}
          checked={checked}
          disabled={disabled}
          aria-labelledby={`${id}-label`}
          aria-describedby={secondary ? `${id}-more` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className={css.words}>
          <span className={css.label} id={`${id}-label`}>
            {label}
          </span>
          {secondary && (
            <span className={css.secondary} id={`${id}-more`}>
              {secondary}
            </span>
          )}
        </span>
      </label>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}

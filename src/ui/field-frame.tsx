import { type ReactNode, useId } from 'react';
import css from './field.module.css';

/** What all fields share: a visible label, and below the line a hint, an error, a counter and a quiet status. */
export type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong and what to do; announced when it appears. */
  readonly error?: ReactNode;
  /** Quiet word beside the field, such as "saved on this phone". */
  readonly status?: ReactNode;
  readonly optionalLabel?: string;
};

type ControlProps = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
};

type FrameProps = FieldProps & { readonly counter?: string; readonly control: (props: ControlProps) => ReactNode };

export function FieldFrame({ label, hint, error, status, optionalLabel, counter, control }: FrameProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`, counter && `${id}-counter`].filter(Boolean).join(' ');
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
        {optionalLabel && <span className={css.optional}> {optionalLabel}</span>}
      </label>
      {hint && (
        <div className={css.hint} id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {control({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      <div className={css.below}>
        <div className={css.error} id={`${id}-error`} role="alert">
          {error}
        </div>
        <div className={css.status} role="status">
          {status}
        </div>
        {counter && (
          <div className={css.counter} id={`${id}-counter`}>
            {counter}
          </div>
        )}
      </div>
    </div>
  );
}

import { type ReactNode, useId } from 'react';
import css from './field.module.css';
import { FieldFrame, type FieldProps } from './field-frame.tsx';

export type Option<Value extends string = string> = { readonly value: Value; readonly label: string };

export type SelectFieldProps<Value extends string = string> = FieldProps & {
  readonly value: Value | '';
  readonly options: readonly Option<Value>[];
  /** Words of the empty choice; without them something is always chosen. */
  readonly emptyLabel?: string;
  readonly onChange: (value: Value | '') => void;
  readonly disabled?: boolean;
};

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { value, options, emptyLabel, onChange, disabled, ...frame } = props;
  const choose = (text: string) => onChange(options.find((option) => option.value === text)?.value ?? '');
  return (
    <FieldFrame
      {...frame}
      control={(control) => (
        <select
          {...control}
          className={css.line}
          value={value}
          disabled={disabled}
          onChange={(event) => choose(event.target.value)}
        >
          {emptyLabel !== undefined && <option value="">{emptyLabel}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  );
}

export type DayFieldProps = FieldProps & {
  /** ISO day, or '' where none is chosen. */
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly min?: string;
  readonly max?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
};

export function DayField({ value, onChange, min, max, required, disabled, ...frame }: DayFieldProps) {
  const input = { value, min, max, required, disabled };
  return (
    <FieldFrame
      {...frame}
      control={(control) => (
        <input {...control} {...input} type="date" className={css.line} onChange={(event) => onChange(event.target.value)} />
      )}
    />
  );
}

export type RadioFieldProps<Value extends string = string> = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: Value | '';
  /** `shown` may be a StatusBadge; it must contain the word. */
  readonly options: readonly { readonly value: Value; readonly shown: ReactNode }[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
};

/** All choices in sight: for verdicts, attendance and the like. */
export function RadioField<Value extends string>({ label, hint, value, options, onChange, disabled }: RadioFieldProps<Value>) {
  const id = useId();
  return (
    <fieldset className={css.choices} disabled={disabled} aria-describedby={hint ? id : undefined}>
      <legend className={css.label}>{label}</legend>
      {hint && (
        <div className={css.hint} id={id}>
          {hint}
        </div>
      )}
      {options.map((option) => (
        <label key={option.value} className={css.choice}>
          <input type="radio" name={id} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.shown}
        </label>
      ))}
    </fieldset>
  );
}

export type ChecksFieldProps = {
  readonly label: string;
  readonly options: readonly (Option & { readonly checked: boolean })[];
  readonly onChange: (value: string, checked: boolean) => void;
};

/** Any number of choices, all in sight. */
export function ChecksField({ label, options, onChange }: ChecksFieldProps) {
  return (
    <fieldset className={css.choices}>
      <legend className={css.label}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={css.choice}>
          <input type="checkbox" checked={option.checked} onChange={(event) => onChange(option.value, event.target.checked)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

import type { HTMLInputAutoCompleteAttribute } from 'react';
import css from './field.module.css';
import { FieldFrame, type FieldProps } from './field-frame.tsx';

type TextProps = FieldProps & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly lang?: string;
};

export type TextFieldProps = TextProps & {
  readonly type?: 'text' | 'search' | 'tel' | 'url';
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'search' | 'tel' | 'url';
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly autoCapitalize?: 'none' | 'characters' | 'sentences';
  readonly spellCheck?: boolean;
};

export function TextField(props: TextFieldProps) {
  const { label, hint, error, status, optionalLabel, value, onChange, autoComplete = 'off', ...input } = props;
  const frame = { label, hint, error, status, optionalLabel, counter: counterOf(value, input.maxLength) };
  return (
    <FieldFrame
      {...frame}
      control={(control) => (
        <input
          {...control}
          {...input}
          className={css.line}
          value={value}
          autoComplete={autoComplete}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    />
  );
}

export type TextAreaProps = TextProps & { readonly tall?: boolean };

/** Several lines on ruled paper. It grows with its text and prints in full. */
export function TextArea(props: TextAreaProps) {
  const { label, hint, error, status, optionalLabel, value, onChange, tall, ...input } = props;
  const frame = { label, hint, error, status, optionalLabel, counter: counterOf(value, input.maxLength) };
  return (
    <FieldFrame
      {...frame}
      control={(control) => (
        <div className={css.growing} data-value={`${value} `}>
          <textarea
            {...control}
            {...input}
            rows={tall ? 7 : 3}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        </div>
      )}
    />
  );
}

/** Shown from nine tenths of the allowed length on. */
function counterOf(value: string, maxLength: number | undefined): string | undefined {
  return maxLength !== undefined && value.length >= maxLength * 0.9 ? `${value.length} / ${maxLength}` : undefined;
}

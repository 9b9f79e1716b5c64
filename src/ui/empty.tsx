import type { ReactNode } from 'react';
import css from './empty.module.css';

export type EmptyProps = {
  /** One of drawings/*.tsx. */
  readonly drawing?: ReactNode;
  readonly title: string;
  readonly text?: ReactNode;
  /** The next step. */
  readonly action?: ReactNode;
};

/** What a new town sees first, and every other state in which there is nothing to list. */
export function Empty({ drawing, title, text, action }: EmptyProps) {
  return (
    <div className={css.empty}>
      {drawing && <div className={css.drawing}>{drawing}</div>}
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {action && <div className={css.action}>{action}</div>}
    </div>
  );
}

import type { ReactNode } from 'react';
import css from './list-detail.module.css';

export type ListDetailProps = {
  readonly list: ReactNode;
  /** Where nothing is chosen yet, an Empty. */
  readonly detail: ReactNode;
  /** Which of the two a phone shows. */
  readonly showing: 'list' | 'detail';
};

/** List and detail side by side on PCs, one of the two on phones. */
export function ListDetail({ list, detail, showing }: ListDetailProps) {
  return (
    <div className={css.columns} data-showing={showing}>
      <div className={css.list}>{list}</div>
      <div className={css.detail}>{detail}</div>
    </div>
  );
}

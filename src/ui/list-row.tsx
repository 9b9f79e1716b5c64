import type { ReactNode } from 'react';
import css from './list-row.module.css';

/** Thin-ruled rows, as on notebook paper. Children are ListRow, or `<li>` around a CheckboxRow. */
export function List({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className={css.list} aria-label={label}>
      {children}
    </ul>
  );
}

export type ListRowProps = {
  readonly title: ReactNode;
  /** Makes the link of the caller's router; the whole row then leads there. Mark the open one with aria-current. */
  readonly renderLink?: (className: string, content: ReactNode) => ReactNode;
  readonly secondary?: ReactNode;
  /** Before the title: a StatusShape, a date. */
  readonly leading?: ReactNode;
  /** At the end: a badge, a number, a Menu. */
  readonly trailing?: ReactNode;
};

export function ListRow({ title, renderLink, secondary, leading, trailing }: ListRowProps) {
  return (
    <li className={css.row}>
      {leading && <div className={css.leading}>{leading}</div>}
      <div className={css.main}>
        <div className={css.words}>
          {renderLink ? renderLink(css.link ?? '', title) : title}
          {secondary && <div className={css.secondary}>{secondary}</div>}
        </div>
        {trailing && <div className={css.trailing}>{trailing}</div>}
      </div>
    </li>
  );
}

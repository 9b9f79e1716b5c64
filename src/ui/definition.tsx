import { Fragment, type ReactNode } from 'react';
import css from './definition.module.css';

export type Definition = { readonly label: string; readonly value: ReactNode };

/** Labels and their values: below one another on phones, in two columns where there is room. */
export function DefinitionList({ items }: { items: readonly Definition[] }) {
  return (
    <dl className={css.list}>
      {items.map((item) => (
        <Fragment key={item.label}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

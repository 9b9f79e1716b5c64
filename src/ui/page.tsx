import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './page.module.css';

export type PageProps = {
  readonly title: ReactNode;
  /** A short line above the title: theme, town, date. */
  readonly kicker?: ReactNode;
  /** A link back, rendered by the caller with `className={backClass()}`. */
  readonly back?: ReactNode;
  /** Beside the title, such as a ProgressRing. */
  readonly aside?: ReactNode;
  /** Below the title: the one clear action, and a Menu with the rest. */
  readonly actions?: ReactNode;
  /** For tables, charts and ListDetail; text keeps its measure anyway. */
  readonly wide?: boolean;
  /** In a ListDetail the list takes 2 as soon as a detail is open, so that each view has one h1. */
  readonly level?: 1 | 2;
  readonly children?: ReactNode;
};

export function Page({ title, kicker, back, aside, actions, wide, level = 1, children }: PageProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className={classNames(css.page, wide && css.wide)}>
      {back}
      <header className={css.header}>
        <div className={css.titles}>
          {kicker && <div className={css.kicker}>{kicker}</div>}
          <Heading className={css.title} tabIndex={-1}>
            {title}
          </Heading>
        </div>
        {aside}
      </header>
      {actions && <div className={css.actions}>{actions}</div>}
      {children}
    </div>
  );
}

/** The look of the link back above a title. */
export function backClass(): string {
  return classNames(css.back);
}

export type SectionProps = {
  readonly title: ReactNode;
  /** Beside the heading: a count, a quiet button, a Menu. */
  readonly aside?: ReactNode;
  readonly level?: 2 | 3;
  readonly children: ReactNode;
};

export function Section({ title, aside, level = 2, children }: SectionProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={css.section}>
      <div className={css.heading}>
        <Heading>{title}</Heading>
        {aside && <div className={css.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}

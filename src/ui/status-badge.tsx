import type { ReactNode } from 'react';
import css from './status-badge.module.css';

/** The five states of work, then the five of a light (semáforo). */
export type Status =
  | 'done'
  | 'in-progress'
  | 'not-started'
  | 'overdue'
  | 'cancelled'
  | 'on-target'
  | 'under-way'
  | 'behind'
  | 'not-measurable'
  | 'no-information';

/** Shape, icon, word and colour at once. Work is drawn as squares, lights as circle, triangle, octagon and rings. */
export function StatusBadge({ status, label }: { status: Status; label: string }) {
  return (
    <span className={css.badge}>
      <StatusShape status={status} />
      <span>{label}</span>
    </span>
  );
}

/** The shape alone, for tables and charts whose cells carry the word elsewhere. */
export function StatusShape({ status }: { status: Status }) {
  return (
    <svg className={css.shape} viewBox="0 0 24 24" aria-hidden="true" data-status={status}>
      {shapes[status]}
    </svg>
  );
}

const tick = <path className={css.sign} d="m7 12.4 3.4 3.3 6.6-7.4" />;
const exclamation = <path className={css.sign} d="M12 7.6v5.6m0 3.3v.1" />;
const square = <rect className={css.outline} x="3" y="3" width="18" height="18" rx="3" />;

const shapes: Record<Status, ReactNode> = {
  done: (
    <>
      <rect className={css.green} x="2.5" y="2.5" width="19" height="19" rx="3" />
      {tick}
    </>
  ),
  'in-progress': (
    <>
      {square}
      <path className={css.ink} d="M3 12h18v6a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3z" />
    </>
  ),
  'not-started': square,
  overdue: (
    <>
      <path className={css.red} d="M12 1.4 22.6 12 12 22.6 1.4 12z" />
      {exclamation}
    </>
  ),
  cancelled: (
    <>
      {square}
      <path className={css.outline} d="m6.5 17.5 11-11" />
    </>
  ),
  'on-target': (
    <>
      <circle className={css.green} cx="12" cy="12" r="10.2" />
      {tick}
    </>
  ),
  'under-way': (
    <>
      <path className={css.amber} d="M12 2.6 22.4 20.8H1.6z" />
      <path className={css.dark} d="M12 9v5.4m0 2.9v.1" />
    </>
  ),
  behind: (
    <>
      <path className={css.red} d="M7.8 1.8h8.4l6 6v8.4l-6 6H7.8l-6-6V7.8z" />
      <path className={css.sign} d="m8.2 8.2 7.6 7.6m0-7.6-7.6 7.6" />
    </>
  ),
  'not-measurable': <circle className={css.ring} cx="12" cy="12" r="8.7" />,
  'no-information': <circle className={css.dashes} cx="12" cy="12" r="8.7" pathLength="48" />,
};

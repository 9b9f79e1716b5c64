import type { ReactNode } from 'react';
import css from './chip.module.css';
import { classNames } from './class-names.ts';

export type ChipTone = 'calm' | 'waiting' | 'problem';

/** For the link or button around a ChipContent. */
export function chipClass(tone: ChipTone): string {
  return classNames(css.chip, css[tone]);
}

export function ChipContent({ icon, label }: { icon?: ReactNode; label: string }) {
  return (
    <span className={css.pill}>
      {icon}
      <span>{label}</span>
    </span>
  );
}

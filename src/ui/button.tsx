import type { ButtonHTMLAttributes, ReactNode } from 'react';
import css from './button.module.css';
import { classNames } from './class-names.ts';

export type ButtonVariant = 'primary' | 'quiet' | 'plain-text' | 'danger';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> & {
  readonly variant?: ButtonVariant;
  readonly icon?: ReactNode;
  /** Takes the whole width: for the one clear action of a screen. */
  readonly block?: boolean;
};

export function Button({ variant = 'quiet', icon, block, type = 'button', children, ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={buttonClass(variant, block)}>
      {icon}
      <span>{children}</span>
    </button>
  );
}

/** Lets a link look like a button: `<Link className={buttonClass('primary')}>`. */
export function buttonClass(variant: ButtonVariant = 'quiet', block = false): string {
  return classNames(css.button, css[variant], block && css.block);
}

export type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style' | 'children' | 'aria-label'> & {
  readonly label: string;
  readonly icon: ReactNode;
};

export function IconButton({ label, icon, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button {...rest} type={type} aria-label={label} title={label} className={css.icon}>
      {icon}
    </button>
  );
}

/** Lets a link look like an icon button; the link needs its own label. */
export function iconButtonClass(): string {
  return classNames(css.icon);
}

/** Buttons side by side, wrapping where the line is full. */
export function ButtonRow({ children }: { children: ReactNode }) {
  return <div className={css.row}>{children}</div>;
}

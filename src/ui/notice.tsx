import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './notice.module.css';

export type NoticeTone = 'info' | 'warning' | 'problem';

export type NoticeProps = {
  readonly tone?: NoticeTone;
  readonly title?: ReactNode;
  /** Replaces the tone's own icon. */
  readonly icon?: ReactNode;
  readonly actions?: ReactNode;
  /** For what appears while somebody is working; a problem interrupts, the rest waits its turn. */
  readonly announce?: boolean;
  readonly children?: ReactNode;
};

/** A slip laid into the page. Never modal: work goes on beside it. */
export function Notice({ tone = 'info', title, icon, actions, announce, children }: NoticeProps) {
  const role = announce ? (tone === 'problem' ? 'alert' : 'status') : undefined;
  return (
    <div className={classNames(css.notice, css[tone])} role={role}>
      <div className={css.icon}>{icon ?? icons[tone]}</div>
      <div className={css.words}>
        {title && <div className={css.title}>{title}</div>}
        <div>{children}</div>
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
    </div>
  );
}

const icons: Record<NoticeTone, ReactNode> = {
  info: <Info aria-hidden />,
  warning: <TriangleAlert aria-hidden />,
  problem: <CircleAlert aria-hidden />,
};

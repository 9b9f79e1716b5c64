import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './button.tsx';
import css from './dialog.module.css';

export type DialogProps = {
  readonly title: string;
  readonly closeLabel: string;
  /** Esc, the cross and a tap beside the sheet ask for it; the caller then stops rendering the dialog. */
  readonly onClose: () => void;
  readonly footer?: ReactNode;
  /** Something to read, without fields or buttons: then the text itself takes the focus, so that keys scroll it. */
  readonly isText?: boolean;
  readonly children: ReactNode;
};

/** Open for as long as it is rendered. A sheet from below on phones, in the middle on PCs. Focus returns where it was. */
export function Dialog({ title, closeLabel, onClose, footer, isText = false, children }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (!shown) return;
    const before = document.activeElement;
    shown.showModal();
    heading.current?.focus();
    return () => {
      shown.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const readable = isText ? { tabIndex: 0, role: 'group', 'aria-labelledby': id } : {};
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tap beside the sheet is a shortcut; the keyboard has Esc and the cross
    <dialog
      ref={dialog}
      className={css.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={css.sheet}>
        <header className={css.header}>
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          <IconButton label={closeLabel} icon={<X aria-hidden />} onClick={onClose} />
        </header>
        <div className={css.body} {...readable}>
          {children}
        </div>
        {footer && <footer className={css.footer}>{footer}</footer>}
      </div>
    </dialog>
  );
}

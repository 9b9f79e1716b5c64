import { Button } from './button.tsx';
import css from './toast.module.css';

export type Toast = { readonly message: string; readonly actionLabel?: string; readonly onAction?: () => void };

/** Rendered always, so that listeners hear a message when it comes. The caller decides how long a message stays. */
export function ToastRegion({ toast }: { toast: Toast | undefined }) {
  return (
    <div className={css.region} role="status" data-messages>
      {toast && (
        <div className={css.toast}>
          <span>{toast.message}</span>
          {toast.actionLabel && (
            <Button variant="plain-text" onClick={toast.onAction}>
              {toast.actionLabel}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

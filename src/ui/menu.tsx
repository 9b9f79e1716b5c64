import { EllipsisVertical } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import css from './menu.module.css';

export type MenuItem = {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
};

export type MenuProps = {
  /** Names what the menu is about, such as "More about: Pave the market street". */
  readonly label: string;
  /** Or what makes them, in a list of many rows: most menus are never opened. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[]);
  readonly icon?: ReactNode;
};

/** A "more" button and its list. The list lies in the top layer, so that no column or dialog cuts it off. */
export function Menu({ label, items, icon = <EllipsisVertical aria-hidden /> }: MenuProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    frame.current?.querySelector('button')?.focus({ preventScroll: true });
  };
  return (
    <div ref={frame} className={css.menu}>
      <IconButton
        label={label}
        icon={icon}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => (open ? close() : setOpen(true))}
      />
      {open && (
        <MenuList
          id={id}
          label={label}
          items={typeof items === 'function' ? items() : items}
          onClose={close}
          onLeave={() => setOpen(false)}
        />
      )}
    </div>
  );
}

type MenuListProps = {
  readonly id: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Closes and gives the focus back to the button. */
  readonly onClose: () => void;
  /** Closes where the focus has gone elsewhere. */
  readonly onLeave: () => void;
};

function MenuList({ id, label, items, onClose, onLeave }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!list.current) return;
    list.current.showPopover?.();
    placeBeside(list.current);
    focusItem(list.current, 0);
  }, []);
  useCloseFromOutside(list, onClose, onLeave);
  return (
    <div
      ref={list}
      id={id}
      className={css.list}
      popover="manual"
      role="menu"
      aria-label={label}
      onKeyDown={(event) => onMenuKey(event, onClose)}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={classNames(css.item, item.danger && css.danger)}
          disabled={item.disabled}
          onClick={() => {
            onClose();
            item.onSelect();
          }}
        >
          {item.icon}
          <span>{item.label}</span>
        </button>
      ))}
    </div>
  );
}

/**
 * A tap elsewhere closes the list; a scroll or a turn of the phone would leave it behind, so they close it too. The browser
 * tells of a scroll late: one that was over before the list opened has not moved its button, and must not close it.
 */
function useCloseFromOutside(list: { readonly current: HTMLElement | null }, onClose: () => void, onLeave: () => void) {
  const latest = useRef({ onClose, onLeave });
  useEffect(() => {
    latest.current = { onClose, onLeave };
  });
  useEffect(() => {
    const stop = new AbortController();
    const button = list.current?.previousElementSibling;
    const place = () => JSON.stringify(button?.getBoundingClientRect());
    const placeAtFirst = place();
    const isInside = (event: Event) => event.target instanceof Node && list.current?.parentElement?.contains(event.target);
    const on = (type: string, act: (event: Event) => void) =>
      window.addEventListener(type, act, { signal: stop.signal, capture: true });
    const leave = (event: Event) => isInside(event) || latest.current.onLeave();
    const closeIfMoved = () => place() === placeAtFirst || latest.current.onClose();
    on('pointerdown', leave);
    on('focusin', leave);
    on('scroll', closeIfMoved);
    on('resize', closeIfMoved);
    return () => stop.abort();
  }, [list]);
}

function onMenuKey(event: KeyboardEvent<HTMLElement>, onClose: () => void) {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item.matches(':focus'));
  const next: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const target = next[event.key];
  if (target !== undefined) focusItem(event.currentTarget, target);
  else if (event.key === 'Escape') onClose();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)')];
}

function focusItem(list: HTMLElement, index: number) {
  const items = itemsOf(list);
  items.at(items.length === 0 ? 0 : index % items.length)?.focus();
}

/** Below its button, ends aligned; above it where there is no room; always wholly on the screen. Units are CSS pixels. */
function placeBeside(list: HTMLElement) {
  const button = list.previousElementSibling?.getBoundingClientRect();
  if (!button) return;
  const edge = 8;
  const { width, height } = list.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = button.bottom + height + edge <= clientHeight;
  const top = below ? button.bottom : Math.max(edge, button.top - height);
  const left = Math.min(Math.max(edge, button.right - width), clientWidth - width - edge);
  list.style.top = `${top}px`;
  list.style.left = `${Math.max(edge, left)}px`;
}

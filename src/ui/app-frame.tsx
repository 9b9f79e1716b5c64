import type { ReactNode } from 'react';
import css from './app-frame.module.css';

export type NavItem = { readonly href: string; readonly label: string; readonly icon: ReactNode };

export type AppFrameProps<Item extends NavItem = NavItem> = {
  readonly nav: readonly Item[];
  readonly navLabel: string;
  /** Makes the link of the caller's router. The current one must carry aria-current="page". */
  readonly renderLink: (item: Item, className: string, content: ReactNode) => ReactNode;
  readonly skipLabel: string;
  /** Name of the app or the town, top left. */
  readonly brand?: ReactNode;
  /** The sync status: top right, on every screen and at every width. */
  readonly chip: ReactNode;
  readonly help?: ReactNode;
  /** A Notice about the whole app, such as a new version. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
};

/** A notebook with index tabs: along the lower edge on phones, along the left edge on PCs. */
export function AppFrame<Item extends NavItem>(props: AppFrameProps<Item>) {
  const { nav, navLabel, renderLink, skipLabel, brand, chip, help, notice, children } = props;
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#content">
        {skipLabel}
      </a>
      <header className={css.top}>
        <div className={css.brand}>{brand}</div>
        {help}
        {chip}
      </header>
      <nav className={css.nav} aria-label={navLabel}>
        <ul className={css.tabs}>
          {nav.map((item) => (
            <li key={item.href} className={css.tab}>
              {renderLink(item, css.link ?? '', <TabContent {...item} />)}
            </li>
          ))}
        </ul>
      </nav>
      <main id="content" className={css.main} tabIndex={-1}>
        {notice}
        {children}
      </main>
    </div>
  );
}

function TabContent({ icon, label }: NavItem) {
  return (
    <>
      {icon}
      <span className={css.label}>{label}</span>
    </>
  );
}

// A link to another screen. It says less than react-router's own, which brings along what only its server uses.

import type { AnchorHTMLAttributes } from 'react';
import { useHref, useLinkClickHandler } from 'react-router';

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'> & { readonly to: string };

export function Link({ to, ...anchor }: Props) {
  return <a {...anchor} href={useHref(to)} onClick={useLinkClickHandler(to)} />;
}

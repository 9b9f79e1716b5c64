// A text as a QR code: black on white in every theme, since cameras look for that, with the quiet margin that they need.

import { encode } from 'uqr';
import css from './inviting.module.css';

const marginModules = 4;

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: marginModules });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className={css.square} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img" aria-label={label}>
      <path d={dark.join('')} />
    </svg>
  );
}

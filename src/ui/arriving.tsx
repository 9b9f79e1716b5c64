import css from './arriving.module.css';

/** While something is on its way: a pen line and a few words. Waits 300 ms, so that quick pages do not flash. */
export function Arriving({ text }: { text: string }) {
  return (
    <div className={css.arriving} role="status">
      <svg viewBox="0 0 160 24" aria-hidden="true">
        <path
          className={css.pen}
          pathLength="100"
          d="M4 15c9-11 14-11 15-3s8 8 14-1 13-8 14 0 9 8 15-1 13-8 14 0 9 8 15-1 13-8 14 0 9 8 15-1 14-7 36-1"
        />
      </svg>
      <p>{text}</p>
    </div>
  );
}

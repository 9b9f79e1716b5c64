import css from './progress-ring.module.css';

export type ProgressRingProps = {
  /** 0 to 100; what lies outside is drawn as the nearest end. */
  readonly percent: number;
  /** What the number measures, such as "Progress of the plan". */
  readonly label: string;
};

export function ProgressRing({ percent, label }: ProgressRingProps) {
  const whole = Math.round(Math.min(100, Math.max(0, percent)));
  return (
    <div
      className={css.ring}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={whole}
      title={label}
    >
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <circle className={css.track} cx="32" cy="32" r="28" />
        {whole > 0 && <circle className={css.arc} cx="32" cy="32" r="28" pathLength="100" strokeDasharray={`${whole} 100`} />}
      </svg>
      <span className={css.number} aria-hidden="true">
        {whole}
        <small>%</small>
      </span>
    </div>
  );
}

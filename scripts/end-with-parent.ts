const betweenLooksMs = 100;

/**
 * Ends this process, as if somebody had asked it to (SIGTERM), when the shell of npm that started it is gone: a signal sent to
 * npm ends that shell but does not reach what runs in it, and an endpoint that nobody sees would keep the port and the data.
 */
export function endWithParent(): void {
  if (process.platform === 'win32') return; // there, processes keep no parent
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, betweenLooksMs);
  timer.unref();
}

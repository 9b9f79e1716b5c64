// Light, dark, or as this device is set. Remembered on this device; applied before the first render.

export type Theme = 'light' | 'dark' | 'automatic';

const key = 'tequio.theme';

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(key);
  return stored === 'light' || stored === 'dark' ? stored : 'automatic';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'automatic') localStorage.removeItem(key);
  else localStorage.setItem(key, theme);
  applyTheme();
}

/** Puts the remembered choice on the page; tokens.css does the rest. */
export function applyTheme(): void {
  const theme = chosenTheme();
  if (theme === 'automatic') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

// The title of the open page, where the focus goes when what had it is gone or another view has taken its place.

export function focusPageTitle(): void {
  document.querySelector<HTMLElement>('h1')?.focus();
}

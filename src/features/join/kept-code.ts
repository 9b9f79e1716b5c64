// The typed invitation code, kept for this tab until it has been redeemed.

const key = 'tequio.invitation';

export function keptCode(): string {
  return sessionStorage.getItem(key) ?? '';
}

export function keepCode(code: string): void {
  sessionStorage.setItem(key, code);
}

export function forgetCode(): void {
  sessionStorage.removeItem(key);
}

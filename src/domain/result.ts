// Expected outcomes are values: either a value, or a refusal with a code that i18n turns into words.

export type Result<Value, Refused> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refused };

export function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

export function refuse<Refused>(refusal: Refused): Result<never, Refused> {
  return { ok: false, refusal };
}

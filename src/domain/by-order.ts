// How lists sort: by (order, id), compared by code unit, so that every device shows the same list.

export type Ordered = { readonly id: string; readonly order: string };

export function byOrder(a: Ordered, b: Ordered): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

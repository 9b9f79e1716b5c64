// Grouping a list by a key. Map.groupBy would do, but the phones that this app is for may not know it yet.

/** The elements of each key, in their order; keys in the order in which they first occur. */
export function groupBy<Element, Key>(elements: readonly Element[], keyOf: (element: Element) => Key): Map<Key, Element[]> {
  const groups = new Map<Key, Element[]>();
  for (const element of elements) {
    const key = keyOf(element);
    const group = groups.get(key);
    if (group) group.push(element);
    else groups.set(key, [element]);
  }
  return groups;
}

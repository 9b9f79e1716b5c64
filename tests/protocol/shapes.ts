// What a message may look like, as plain JSON read from its valibot schema, so that two versions can be compared.

import type { Json } from '#domain/json.ts';

type Node = Readonly<Record<string, unknown>>;

/** Throws at a sort of schema that it does not know: then say here what of it crosses the wire. */
export function shapeOf(schema: unknown): Json {
  const node = schema as Node;
  if (!Array.isArray(node.pipe)) return bareShape(node);
  const [inner, ...checks] = node.pipe as readonly Node[];
  return { is: bareShape(inner ?? {}), checks: checks.map(checkOf) };
}

function bareShape(node: Node): Json {
  switch (node.type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'custom':
      return node.type;
    case 'object':
      return { object: membersOf(node.entries as Node) };
    case 'object_with_rest':
      return { object: membersOf(node.entries as Node), rest: shapeOf(node.rest) };
    case 'union':
      return { anyOf: (node.options as readonly unknown[]).map(shapeOf) };
    case 'array':
      return { array: shapeOf(node.item) };
    case 'tuple':
      return { tuple: (node.items as readonly unknown[]).map(shapeOf) };
    case 'record':
      return { record: [shapeOf(node.key), shapeOf(node.value)] };
    case 'nullable':
      return { nullable: shapeOf(node.wrapped) };
    case 'optional':
      return { optional: shapeOf(node.wrapped), otherwise: (node.default as Json | undefined) ?? null };
    case 'picklist':
      return { oneOf: [...(node.options as readonly string[])].sort() };
    case 'literal':
      return { literal: node.literal as Json };
    case 'variant':
      return { variant: node.key as string, options: (node.options as readonly unknown[]).map(shapeOf) };
    default:
      throw new Error(`shapeOf does not know the schema '${String(node.type)}'`);
  }
}

function membersOf(entries: Node): Json {
  return Object.fromEntries(Object.entries(entries).map(([name, schema]) => [name, shapeOf(schema)]));
}

function checkOf({ type, requirement }: Node): Json {
  const bound = typeof requirement === 'function' ? requirement.name : requirement;
  return `${String(type)} ${bound instanceof RegExp || typeof bound === 'number' ? String(bound) : String(bound ?? '')}`.trim();
}

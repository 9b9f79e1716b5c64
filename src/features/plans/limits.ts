// How much fits into the fields of a plan, as the kinds of the domain say.

export const limits = {
  planTitle: 200,
  objective: 2000,
  problem: 2000,
  lineTitle: 200,
  actionTitle: 200,
  position: 120,
  itemTitle: 300,
} as const;

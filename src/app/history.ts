// Asking the endpoint for everything that was ever written on a record.

import { get } from '#browser/endpoint-line.ts';
import type { Services } from '#features/services.ts';
import { parseHistoryPage } from '#protocol/history.ts';
import { protocolVersion } from '#protocol/version.ts';
import { readAnswer } from './read-answer.ts';

export const askHistory: Services['history'] = async ({ space, kind, id }, after) => {
  const query = { version: String(protocolVersion), space, kind, id, ...(after !== undefined && { after }) };
  return readAnswer(await get(`/api/history?${new URLSearchParams(query)}`), parseHistoryPage);
};

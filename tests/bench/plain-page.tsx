// The plain baseline's page: the device, and one screen with the items of an action (`?action=ID`), read live.

import { useLiveQuery } from 'dexie-react-hooks';
import { createRoot } from 'react-dom/client';
import { post } from '#browser/endpoint-line.ts';
import { benchDevice } from './bench-device.ts';
import { countMissingPlain, createPlainSync, editPlain, PlainDatabase, tickPlain } from './plain-device.ts';

const user = '01KQZVQW00P25GQRW2FCFN8VQ7';
const database = new PlainDatabase();

globalThis.bench = benchDevice({
  join: async () => {},
  syncOnce: createPlainSync(database, post),
  edit: (edits) => editPlain(database, user, edits),
  countMissing: (edits) => countMissingPlain(database, edits),
  countUnsent: () => database.changed.count(),
});

function Checklist({ actionId }: { readonly actionId: string }) {
  const found = useLiveQuery(async () => {
    const action = await database.rows('action').get(actionId);
    const plan = await database.rows('plan').get(String(action?.plan));
    return { plan, action, items: await database.rows('item').where('action').equals(actionId).sortBy('order') };
  }, [actionId]);
  if (!found?.action) return null;
  return (
    <main>
      <p>{String(found.plan?.title)}</p>
      <h1>{String(found.action.title)}</h1>
      <ul>
        {found.items.map(({ id, title, check }) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={Boolean(check)} onChange={() => void tickPlain(database, id, user, Date.now())} />
              {String(title)}
            </label>
            {check && <small>Hecho el {new Date((check as { at: number }).at).toLocaleString('es-MX')}</small>}
          </li>
        ))}
      </ul>
    </main>
  );
}

const actionId = new URLSearchParams(location.search).get('action');
const root = document.getElementById('root');
if (root && actionId) createRoot(root).render(<Checklist actionId={actionId} />);

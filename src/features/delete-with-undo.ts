// Deleting asks nothing and can be taken back: the message that says so holds the undo.

import { useTranslation } from 'react-i18next';
import { deleteRecord, restoreRecord } from '#domain/commands/plan-commands.ts';
import type { RecordRef } from '#domain/op.ts';
import { useServices } from './services.ts';

/** Resolves true once the record is gone from this device's screens; `onRestored` runs after an undo. */
export function useDeleteWithUndo(): (record: RecordRef, message: string, onRestored?: () => void) => Promise<boolean> {
  const { t } = useTranslation();
  const { save, announce } = useServices();
  return async (record, message, onRestored) => {
    if (!(await save(deleteRecord(record)))) return false;
    const undo = async () => {
      if (await save(restoreRecord(record))) onRestored?.();
    };
    announce({ text: message, action: { label: t('actions.undo'), run: () => void undo() } });
    return true;
  };
}

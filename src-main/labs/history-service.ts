import type { ApiHandlers } from '../contract/methods.ts';
import { journalEntrySchema } from '../operations/journal-entry.ts';
import { journalHistory } from '../operations/journal-history.ts';
import { readWhatIsWhole } from '../store/journal.ts';
import type { LabDeps } from './context.ts';

/** Operations that are told at most. */
const told = 50;

/** What was done to a lab, as its journal tells it. */
export function createHistoryHandlers(deps: Pick<LabDeps, 'store' | 'paths'>): Pick<ApiHandlers, 'lab.history'> {
  return {
    'lab.history': async ({ lab }) => {
      const { plan } = await deps.store.findLab(lab);
      const { labId, name } = plan;
      const { entries, damagedLines } = await readWhatIsWhole(deps.paths.journalFile(labId), journalEntrySchema);
      const operations = journalHistory(entries);
      return {
        labId,
        name,
        operations: operations.slice(0, told),
        hasOlder: operations.length > told,
        damagedLines,
      };
    },
  };
}

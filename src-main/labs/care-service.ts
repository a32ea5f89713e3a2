import type { ApiHandlers } from '../contract/methods.ts';
import type { LabDeps } from './context.ts';
import { createDataHandlers } from './data-service.ts';
import { createLeftoverHandlers } from './leftover-service.ts';
import { createRoomHandlers } from './room-service.ts';
import { createSupportHandlers, type SupportDeps } from './support-service.ts';

/** What this computer is and whose, for the text that others read. */
type CareSetup = Pick<SupportDeps, 'version' | 'runtime' | 'personal'> & {
  readonly check: ApiHandlers['host.check'];
};

/** Looking after the data folder as a whole: what lies in it, how much room there is, what may go, and a text for whoever helps. */
export function createCareHandlers(
  deps: LabDeps,
  { check, ...setup }: CareSetup,
): Pick<ApiHandlers, 'data.inspect' | 'data.room' | 'data.tidy' | 'support.bundle'> {
  const looks = { ...createDataHandlers(deps), ...createRoomHandlers(deps) };
  return {
    ...looks,
    ...createLeftoverHandlers(deps),
    ...createSupportHandlers({ ...deps, ...setup, ask: { ...looks, 'host.check': check } }),
  };
}

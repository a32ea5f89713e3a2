import type { ApiHandlers } from '../contract/methods.ts';
import type { LabDeps } from './context.ts';
import { createDataHandlers } from './data-service.ts';
import { createLeftoverHandlers } from './leftover-service.ts';
import { createReclaimHandlers, type ReclaimParts } from './reclaim-service.ts';
import { createRoomHandlers } from './room-service.ts';
import { createSupportHandlers, type SupportDeps } from './support-service.ts';

/** What this computer is and whose, for the text that others read. */
type CareSetup = Pick<SupportDeps, 'version' | 'runtime' | 'personal'> &
  Pick<ReclaimParts, 'images' | 'emptyTrash'> & {
    readonly check: ApiHandlers['host.check'];
  };

type CareMethod = 'data.inspect' | 'data.room' | 'data.tidy' | 'reclaim.preview' | 'reclaim.run' | 'support.bundle';

/** Looking after the data folder as a whole: what lies in it, how much room there is, what may go, and a text for whoever helps. */
export function createCareHandlers(
  deps: LabDeps,
  { check, images, emptyTrash, ...setup }: CareSetup,
): Pick<ApiHandlers, CareMethod> {
  const looks = { ...createDataHandlers(deps), ...createRoomHandlers(deps) };
  const tidying = createLeftoverHandlers(deps);
  return {
    ...looks,
    ...tidying,
    ...createReclaimHandlers(deps, { images, emptyTrash, tidy: tidying['data.tidy'] }),
    ...createSupportHandlers({ ...deps, ...setup, ask: { ...looks, 'host.check': check } }),
  };
}

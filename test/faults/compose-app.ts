import type { LabDeps } from '../../src-main/labs/context.ts';
import { createImageHandlers } from '../../src-main/labs/image-handlers.ts';
import { createDataHandlers } from '../../src-main/labs/data-service.ts';
import { createLeftoverHandlers } from '../../src-main/labs/leftover-service.ts';
import { createLabHandlers } from '../../src-main/labs/lab-service.ts';
import { createReclaimHandlers } from '../../src-main/labs/reclaim-service.ts';
import { createTrashHandlers } from '../../src-main/labs/trash-service.ts';
import type { HypervisorDriver } from '../../src-main/hypervisors/driver.ts';
import type { ImageService } from '../../src-main/images/image-service.ts';
import type { Clock } from '../../src-main/platform/clock.ts';
import { asApp, type FileLayer } from './file-points.ts';
import { AppEnded, type Injector } from './injector.ts';
import type { App, AppApi } from './world.ts';

interface AppParts {
  readonly deps: LabDeps;
  readonly images: ImageService;
  /** Without faults. */
  readonly driver: HypervisorDriver;
  readonly layer: FileLayer;
}

/** The product's services as one app whose files are those of `layer`. */
export function composeApp({ deps, images, driver, layer }: AppParts): App {
  const trash = createTrashHandlers(deps);
  const leftovers = createLeftoverHandlers(deps);
  const services = {
    ...createLabHandlers(deps),
    ...trash,
    ...createDataHandlers(deps),
    ...leftovers,
    ...createReclaimHandlers(deps, { images, emptyTrash: trash['trash.empty'], tidy: leftovers['data.tidy'] }),
    ...createImageHandlers(deps, images, 'amd64'),
  };
  const api: AppApi = new Proxy(services, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown =>
        asApp(layer, () => Reflect.apply(member, undefined, args) as unknown);
    },
  });
  return { api, deps, driver };
}

/** A clock that does not go on for an app that has ended. */
export function clockOf(clock: Clock, injector: Injector): Clock {
  return {
    now: () => clock.now(),
    sleep: async (ms, signal) => {
      if (injector.isEnded()) throw new AppEnded();
      await clock.sleep(ms, signal);
      if (injector.isEnded()) throw new AppEnded();
    },
  };
}

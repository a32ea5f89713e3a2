import type { ApiHandlers } from '../contract/methods.ts';
import type { LabDeps } from './context.ts';
import { endpointFor } from './credentials.ts';
import type { LabPlan, PlannedNode } from '../domain/plan-types.ts';
import { isMissingFile } from '../store/file-error.ts';
import type { GuestEndpoint } from './ports.ts';
import { createVitalsWatch } from './vitals-watch.ts';

/** How the nodes of a lab are, measured inside them. */
export interface MetricsService {
  readonly handlers: Pick<ApiHandlers, 'lab.metrics'>;
  /** Gives up every connection to a node. */
  readonly close: () => void;
}

/** Builds it; nothing is measured before somebody asks. */
export function createMetricsService(deps: LabDeps): MetricsService {
  const watch = createVitalsWatch(deps);
  return {
    handlers: {
      'lab.metrics': async ({ lab }) => {
        const { plan } = await deps.store.findLab(lab);
        return Promise.all(
          plan.nodes.map(async (node) => {
            const endpoint = await findEndpoint(deps, plan, node);
            if (endpoint === null) return { name: node.name, measured: null, gap: 'no-answer', history: [] };
            return { name: node.name, ...watch.ask(`${plan.labId}/${node.vmId}`, endpoint) };
          }),
        );
      },
    },
    close: watch.close,
  };
}

/** Null for a node that is just being made: it has no key yet, so nobody at its port could be trusted. */
async function findEndpoint(deps: LabDeps, plan: LabPlan, node: PlannedNode): Promise<GuestEndpoint | null> {
  try {
    return await endpointFor(deps, plan, node);
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

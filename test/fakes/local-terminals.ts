import { LabError } from '../../src-main/domain/failure.ts';
import { createConsoleLogs } from '../../src-main/labs/console-logs.ts';
import type { LabDeps } from '../../src-main/labs/context.ts';
import type { Clock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import type { Platform } from '../../src-main/platform/platform.ts';
import { systemRandom } from '../../src-main/platform/random.ts';
import { createTerminalService } from '../../src-main/terminals/create-terminal-service.ts';
import { createOpenConsole } from '../../src-main/terminals/open-console.ts';
import { createStartPty } from '../../src-main/terminals/start-pty.ts';
import type { TerminalService } from '../../src-main/terminals/terminal-service.ts';

/** Terminals on invented nodes: a shell of this computer that says it is one of the node. */
export function createLocalTerminals(
  deps: Pick<LabDeps, 'store' | 'paths' | 'drivers' | 'logger'>,
  platform: Pick<Platform, 'id' | 'env'>,
  clock: Clock,
): TerminalService {
  const { store, paths } = deps;
  return createTerminalService({
    findTarget: async (lab, node) => {
      const { plan } = await store.findLab(lab);
      if (!plan.nodes.some(({ name }) => name === node)) {
        throw new LabError('node-not-found', `no node '${node}'`, { params: { name: node } });
      }
      const env = {
        PATH: platform.env['PATH'] ?? '',
        HOME: paths.dataDir,
        PS1: `${plan.user}@${node}:~$ `,
        LANG: 'C.UTF-8',
      };
      return { labId: plan.labId, node, command: { program: '/bin/sh', args: ['-i'], env, cwd: paths.dataDir } };
    },
    startPty: createStartPty({ platformId: platform.id, clock, logger: silentLogger }),
    openConsole: createOpenConsole(createConsoleLogs(deps), {
      clock,
      logger: silentLogger,
      isWatchable: true,
    }),
    random: systemRandom,
    clock,
    logger: silentLogger,
  });
}

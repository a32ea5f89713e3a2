import type { ApiHandlers } from '../../src-main/contract/methods.ts';
import type { UsableHypervisor } from '../../src-main/domain/host-facts.ts';
import type { HypervisorId } from '../../src-main/domain/ids.ts';
import { createInstallHandlers } from '../../src-main/host/install/install-service.ts';
import type { InstallSituation } from '../../src-main/host/install/plan-install.ts';
import type { Clock } from '../../src-main/platform/clock.ts';
import type { Random } from '../../src-main/platform/random.ts';

export interface FakeInstallSetup {
  readonly clock: Clock;
  readonly random: Random;
  /** What is there already; what was installed is added. */
  readonly hypervisors: UsableHypervisor[];
}

/** A Debian of a root whose `apt-get` installs whatever is asked for, at once. */
export function fakeInstallHandlers({
  clock,
  random,
  hypervisors,
}: FakeInstallSetup): Pick<ApiHandlers, 'host.installPlan' | 'host.installHypervisor'> {
  let asked: HypervisorId = 'qemu';
  function readSituation(hypervisor: HypervisorId): Promise<InstallSituation> {
    asked = hypervisor;
    return Promise.resolve({
      platformId: 'linux',
      architecture: 'amd64',
      isRoot: true,
      manager: { id: 'apt', program: '/usr/bin/apt-get' },
      elevator: null,
      isOffered: true,
    });
  }
  return createInstallHandlers({
    readSituation,
    clock,
    random,
    runner: {
      run: ({ onLine }) => {
        onLine?.(`Setting up ${asked} ...`, 'stdout');
        hypervisors.push({ id: asked, version: '7.2.22', acceleration: 'native' });
        return Promise.resolve({ exitCode: 0, stdout: '', stderr: '', durationMs: 0 });
      },
    },
    detect: () =>
      Promise.resolve(
        hypervisors.map((found) => ({ kind: 'usable', ...found, evidence: [`/usr/bin/${found.id}`] }) as const),
      ),
  });
}

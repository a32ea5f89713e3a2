import { writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LabError } from '../../../../src-main/domain/failure.ts';
import type { VmRef } from '../../../../src-main/hypervisors/driver.ts';
import type { PlatformId } from '../../../../src-main/platform/platform-id.ts';
import { readRecording } from '../../../fakes/recordings.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';
import { build, call, showVm } from './build-driver.ts';
import { nodeDefinition } from './definitions.ts';

const ended = readRecording('virtualbox/startvm-nodriver');
const version = readRecording('virtualbox/version');
const warned = readRecording('virtualbox/wrapper-version-nodriver');
const here = import.meta.filename;
const nowhere = join(import.meta.dirname, 'no-such-device');

let dir: string;
let ref: VmRef;

beforeEach(async () => {
  dir = await createTestDir();
  ref = { ...nodeDefinition.ref, dir };
  await mkdir(join(dir, 'pi-200/Logs'), { recursive: true });
});

interface Situation {
  readonly platformId?: PlatformId;
  readonly driverDevicePath?: string;
  readonly version?: typeof version;
  /** Written while VirtualBox starts the VM. */
  readonly logs?: Readonly<Record<string, string>>;
}

/** A start that ends with nothing but its exit code. */
async function failStart(situation: Situation): Promise<LabError> {
  const { platformId = 'linux', driverDevicePath = here, logs = {} } = situation;
  const { driver } = build(
    ([verb]) => {
      if (verb === 'showvminfo') return showVm({ dir });
      if (verb === '--version') return situation.version ?? version;
      for (const [name, text] of Object.entries(logs)) writeFileSync(join(dir, 'pi-200/Logs', name), text);
      return ended;
    },
    true,
    { platform: { id: platformId, architecture: 'amd64' }, driverDevicePath },
  );
  const error = await driver.start(ref, call).catch((thrown: unknown) => thrown);
  if (!(error instanceof LabError)) throw new Error('the start went well');
  return error;
}

describe('a start that fails without a reason', () => {
  it('is explained by the log of this start', async () => {
    const log = '00:00:01.5 VMSetError: HM.cpp(812) rc=VERR_SVM_DISABLED; AMD-V is disabled in the BIOS\n';

    const error = await failStart({ logs: { 'VBox.log': log } });

    expect(error.code).toBe('virtualization-off');
    expect(error.evidence.join('\n')).toContain('VERR_SVM_DISABLED');
  });

  it('is not explained by the log of an earlier one', async () => {
    await writeFile(join(dir, 'pi-200/Logs/VBox.log'), '00:00:01.5 VMSetError: rc=VERR_SVM_DISABLED\n');

    expect((await failStart({})).code).toBe('vm-start-failed');
  });

  it('is explained by the device of the driver, which is not there', async () => {
    expect(await failStart({ driverDevicePath: nowhere })).toMatchObject({
      code: 'vm-driver-missing',
      params: { driverFix: 'linux' },
    });
  });

  it('is explained by what the wrapper says of the driver', async () => {
    expect((await failStart({ version: warned })).code).toBe('vm-driver-missing');
  });

  it('is explained on Windows by the log of its protection', async () => {
    const line =
      'Error (rc=0): supR3HardenedWinVerifyProcess failed with VERR_SUP_VP_NOT_OWNED_BY_TRUSTED_INSTALLER: evil.dll';

    const error = await failStart({ platformId: 'windows', logs: { 'VBoxHardening.log': `1a.2: ok\n${line}\n` } });

    expect(error.code).toBe('vm-start-blocked');
    expect(error.evidence).toContain(line);
  });

  it.each(['windows', 'macos', 'linux'] as const)(
    'comes with all that was seen where nothing explains it (%s)',
    async (platformId) => {
      const error = await failStart({ platformId, logs: { 'VBox.log': '00:00:01.1 the last line\n' } });

      expect(error.code).toBe('vm-start-failed');
      expect(error.evidence.join('\n')).toContain('terminated unexpectedly');
      expect(error.evidence.join('\n')).toContain('the last line');
    },
  );
});

describe('a VM that VirtualBox paused', () => {
  function buildPaused(freeBytes: number) {
    const answer = ([verb]: readonly string[]) => (verb === 'showvminfo' ? showVm({ dir, state: 'paused' }) : {});
    return build(answer, true, { readFreeBytes: () => Promise.resolve(freeBytes) });
  }

  const line =
    'Console: VM runtime error: fatal=false, errorID=DrvVD_DISKFULL message="Host system reported disk full."';

  it('says so when the disk was full', async () => {
    await writeFile(join(dir, 'pi-200/Logs/VBox.log'), `00:09:01.1 ${line}\n`);
    const { driver } = build(() => showVm({ dir, state: 'paused' }));

    const found = await driver.inspect(ref, call);

    expect(found.state).toBe('paused');
    expect(found.reasons.join()).toContain('DrvVD_DISKFULL');
  });

  it('is not let go on while the disk is still full', async () => {
    await writeFile(join(dir, 'pi-200/Logs/VBox.log'), `00:09:01.1 ${line}\n`);
    const { driver, vbox } = buildPaused(1024 ** 2);

    await expect(driver.start(ref, call)).rejects.toMatchObject({ code: 'vm-paused-disk-full' });

    expect(vbox.calls.map(([verb]) => verb)).toEqual(['showvminfo']);
  });

  it('goes on with a full disk when it was paused for another reason', async () => {
    const { driver, vbox } = buildPaused(1024 ** 2);

    await driver.start(ref, call);

    expect(vbox.calls.at(-1)).toEqual(['controlvm', ref.vmId, 'resume']);
  });

  it('goes on once there is room', async () => {
    await writeFile(join(dir, 'pi-200/Logs/VBox.log'), `00:09:01.1 ${line}\n`);
    const { driver, vbox } = buildPaused(10 * 1024 ** 3);

    await driver.start(ref, call);

    expect(vbox.calls.at(-1)).toEqual(['controlvm', ref.vmId, 'resume']);
  });
});

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src-main/domain/failure.ts';
import { ensureBuilt } from './support/bdl.ts';
import { expectGerman, expectGermanText } from './support/german.ts';
import { bdlInLaptop, makeStick, openLaptop } from './support/laptop.ts';
import { makeTinyGuest } from './support/tiny-guest.ts';
import {
  attemptScript,
  inLab,
  makeTroubleLab,
  makeVolume,
  readGerman,
  tryOut,
  upCommand,
  volume,
  type TroubleLab,
} from './support/trouble-lab.ts';

/**
 * Real faults in an emulated laptop with real VirtualBox: each is provoked, met by a user's command, and mended; then the same
 * command succeeds. The lab is made by the product; its guest is one sector that never answers SSH, so that a start counts as
 * succeeded when its machine runs and the product waits for the guest. While each fault is there, the product tries VirtualBox with
 * a throw-away VM: that fails for a fault of the computer, and runs beside a fault of one lab. What is said is read in German too.
 */

const minuteMs = 60_000;
const workDir = mkdtempSync(join(tmpdir(), 'bdl-trouble-'));
const laptop = openLaptop(join(workDir, 'run'));
const timings: Record<string, number> = {};
let lab: TroubleLab;
let stick = '';

/** Another user of the laptop, without any right that is not everybody's, in the folder of root as `su` leaves it. */
const asStudent = 'cd /root; setpriv --reuid student --regid student --clear-groups env HOME=/home/student';

/** One fault: its seconds are kept for those who watch how long the tests take. */
function fault(what: string, work: () => void): void {
  it(
    what,
    () => {
      const startedAt = Date.now();
      work();
      timings[what] = Math.round((Date.now() - startedAt) / 1000);
    },
    30 * minuteMs,
  );
}

function expectRuns(): void {
  expect(lab.attempt('start')).toMatchObject({ code: 'runs' });
}

/** The command that failed succeeds after the fix; then the machine is off again. */
function expectMended(): void {
  expectRuns();
  lab.cutPower();
}

/** The trial fails with this code, said in German. */
function expectTrialFails(code: ErrorCode, tried = lab.tryOut()): void {
  expect(tried).toMatchObject({ code });
  expectGerman(tried.words, code);
}

function expectTrialRuns(): void {
  expect(lab.tryOut()).toMatchObject({ code: 'ok' });
}

/** A fault of one lab: what happened to it is told in German, and VirtualBox itself is fine. */
function expectFaultOfLab(code: ErrorCode): void {
  expectGerman(lab.german('history trouble'), code);
  expectTrialRuns();
}

/** The same of a fault of the computer: the trial fails with this code, and the check tells why. */
function expectFaultOfComputer(code: ErrorCode): void {
  expectTrialFails(code);
  expectGerman(lab.german('check'), code);
}

function nodeFile(pattern: string): string {
  return laptop.ok(`find ${volume}/lab/labs/trouble/nodes -name '${pattern}'`);
}

function nodeReasons(): string {
  return (lab.status().nodes[0]?.reasons ?? []).join('\n');
}

beforeAll(async () => {
  ensureBuilt();
  const imagePath = join(workDir, 'tiny.qcow2');
  await makeTinyGuest(imagePath);
  stick = await makeStick(workDir, { imagePath, sizeMiB: 400, texts: { attempt: attemptScript } });
  laptop.build();
  const startedAt = Date.now();
  laptop.boot('--drive', stick);
  laptop.ok('mount -o ro /dev/vdb /mnt');
  makeVolume(laptop);
  lab = makeTroubleLab(laptop);
  lab.cutPower();
  timings['waking up, and making the lab'] = Math.round((Date.now() - startedAt) / 1000);
}, 90 * minuteMs);

afterAll(async () => {
  laptop.stop();
  await rm(workDir, { recursive: true, force: true });
  console.log(`seconds: ${JSON.stringify(timings, null, 1)}`);
}, 5 * minuteMs);

describe('the driver of VirtualBox', () => {
  fault('is not loaded', () => {
    laptop.ok('rmmod vboxdrv');

    const failed = lab.attempt('start');
    expect(failed).toMatchObject({ code: 'vm-driver-missing' });
    expect(failed.hint).toContain('modprobe vboxdrv');
    expect(lab.status().state).toBe('unknown');
    expect(nodeReasons()).toContain('/dev/vboxdrv');
    expectFaultOfComputer('vm-driver-missing');
    expect(JSON.stringify(lab.check().checks.filter(({ status }) => status === 'problem'))).toContain(
      'vm-driver-missing',
    );

    laptop.ok('modprobe vboxdrv');
    expectTrialRuns();
    expectMended();
  });

  fault('was not built for this kernel', () => {
    const module = laptop.ok("find /lib/modules -name 'vboxdrv.ko*'");
    laptop.ok(`rmmod vboxdrv; mv ${module} /root/`);
    expect(laptop.run('modprobe vboxdrv').exitCode).not.toBe(0);

    const failed = lab.attempt('start');
    expect(failed).toMatchObject({ code: 'vm-driver-missing' });
    expect(failed.hint).toMatch(/headers|dkms/);
    expectFaultOfComputer('vm-driver-missing');

    laptop.ok(`mv /root/vboxdrv.ko* ${module} && modprobe vboxdrv`);
    expectTrialRuns();
    expectMended();
  });

  fault('may not be used, as VirtualBox has lost its right to run as root', () => {
    laptop.ok('useradd -m student; chmod u-s /usr/lib/virtualbox/VBoxHeadless');

    expectTrialFails('vm-driver-not-permitted', tryOut(laptop, asStudent));
    expectGerman(readGerman(laptop, 'check', asStudent), 'vm-driver-not-permitted');

    laptop.ok('chmod u+s /usr/lib/virtualbox/VBoxHeadless');
    expect(tryOut(laptop, asStudent).code).toBe('ok');
  });

  fault('does not mind KVM of the same kernel: a machine starts beside the loaded module', () => {
    laptop.ok(
      'for name in irqbypass kvm ccp kvm-amd; do insmod $(find /lib/modules -name "$name.ko*") 2> /dev/null || true; done',
    );
    laptop.ok('lsmod | grep -q ^kvm_amd');

    expectTrialRuns();
    expectGermanText(lab.german('check'), 'checks.virtualization.proved');
    expectMended();
    laptop.run('rmmod kvm_amd kvm');
  });
});

describe('the machine of a node', () => {
  fault('moves to another port when its own is taken', () => {
    const before = lab.status().nodes[0]?.sshPort ?? 0;
    laptop.ok(`nc -l -k 127.0.0.1 ${String(before)} > /dev/null 2>&1 < /dev/null & echo $! > /root/nc.pid; sleep 1`);

    expectRuns();
    const after = lab.status().nodes[0]?.sshPort ?? 0;
    expect(after).not.toBe(before);
    expect(laptop.ok(`cat ${volume}/lab/labs/trouble/ssh/config`)).toContain(`Port ${String(after)}`);
    expect(lab.german('status trouble')).toContain(`127.0.0.1:${String(after)}`);
    expectTrialRuns();

    laptop.ok('kill $(cat /root/nc.pid)');
    lab.cutPower();
  });

  fault('is held by another program', () => {
    // VBoxManage locks the machine, then waits for the file of an icon that nobody writes.
    laptop.ok(
      'mkfifo /root/icon; (VBoxManage modifyvm ' + lab.nodeId + ' --icon-file /root/icon > /dev/null 2>&1 &) ; sleep 3',
    );

    expect(lab.attempt('start')).toMatchObject({ code: 'vm-busy' });
    expectFaultOfLab('vm-busy');

    laptop.run('echo > /root/icon; sleep 1');
    expectMended();
  });

  fault('starts although the server of VirtualBox is killed meanwhile', () => {
    const killServer =
      '(until pidof VBoxHeadless; do sleep 0.1; done; kill -9 $(pidof VBoxSVC)) > /root/killed 2>&1 < /dev/null &';
    laptop.ok(killServer);
    expectMended();
    expect(laptop.ok('cat /root/killed')).not.toBe('');

    laptop.ok(killServer);
    expectTrialRuns();
    expect(laptop.ok('cat /root/killed')).not.toBe('');
  });

  fault('has lost its disk', () => {
    const disk = nodeFile('*.vdi');
    laptop.ok(`mv '${disk}' ${volume}/moved.vdi`);

    const failed = lab.attempt('start');
    expect(failed).toMatchObject({ code: 'medium-missing' });
    expect(failed.words).toContain(disk);
    expect(lab.status().state).toBe('broken');
    expect(nodeReasons()).toContain(disk);
    expectFaultOfLab('medium-missing');

    laptop.ok(`mv ${volume}/moved.vdi '${disk}'`);
    expect(lab.status().state).toBe('stopped');
    expectMended();
  });

  fault('has lost its settings: repair takes the ones before', () => {
    const settings = nodeFile('*.vbox');
    laptop.ok(`rm '${settings}'`);

    expect(lab.attempt('start')).toMatchObject({ code: 'vm-broken' });
    expect(nodeReasons()).toContain(settings);
    expectFaultOfLab('vm-broken');

    expect(lab.attempt('repair')).toMatchObject({ code: 'ok' });
    expectMended();
  });

  fault('shares names and the network with a machine of another user', () => {
    laptop.ok(`${asStudent} sh -c 'VBoxManage createvm --name pi-200 --ostype Other --register &&
      VBoxManage modifyvm pi-200 --memory 32 --nic1 intnet --intnet1 bigdata && VBoxManage startvm pi-200 --type headless'`);

    const failed = lab.attempt('start');
    expect(failed).toMatchObject({ code: 'network-of-another-user' });
    expect(failed.words).toContain('bigdata');
    expectFaultOfLab('network-of-another-user');

    laptop.ok(`${asStudent} VBoxManage controlvm pi-200 poweroff; sleep 2`);
    expectMended();
  });

  fault('is paused by a full disk, and goes on once there is room', () => {
    expectRuns();
    laptop.ok(`mount -o remount,size=$(($(df -k --output=used ${volume} | tail -1) + 64))k ${volume}
      until VBoxManage showvminfo ${lab.nodeId} --machinereadable | grep -q 'VMState="paused"'; do sleep 1; done`);

    expect(lab.status().nodes[0]).toMatchObject({ state: 'paused' });
    expect(nodeReasons()).toMatch(/disk full|DISKFULL/);
    const failed = lab.attempt('start');
    expect(['vm-paused-disk-full', 'disk-full']).toContain(failed.code);
    expectTrialFails('disk-full');
    expectGermanText(lab.german('status trouble'), 'states.paused');

    laptop.ok(`mount -o remount,size=16g ${volume}`);
    expectTrialRuns();
    expect(lab.attempt('start')).toMatchObject({ code: 'runs' });
    expect(lab.status().nodes[0]).toMatchObject({ state: 'running' });
    lab.cutPower();
  });
});

describe('the computer', () => {
  fault('has no memory left', () => {
    laptop.ok('mkdir -p /eat && mount -t tmpfs -o size=6g tmpfs /eat');
    laptop.ok("fallocate -l $(awk '/MemAvailable/ { print int($2 / 1024) - 200 }' /proc/meminfo)M /eat/all");

    const failed = lab.attempt('start', 'de');
    expect(failed).toMatchObject({ code: 'host-memory-short' });
    expectGerman(failed.words, 'host-memory-short');
    expectTrialFails('host-memory-short');
    expect(lab.check().checks).toContainEqual(expect.objectContaining({ id: 'memory', finding: 'little-free' }));
    expect(lab.check().choice.hypervisor).toBe('virtualbox');

    laptop.ok('umount /eat');
    expectTrialRuns();
    expectMended();
  });
});

describe('the base', () => {
  fault('was started by hand: nodes do not mind', () => {
    laptop.ok(`VBoxManage startvm ${lab.baseId} --type headless`);

    expectRuns();
    expectTrialRuns();
    expectGermanText(lab.german('status trouble'), 'states.running');

    lab.cutPower();
  });

  fault('was copied with its disk, whose identity exists twice then', () => {
    const copy = `${volume}/copy.vdi`;
    // The guest in it becomes one that was not prepared yet; the identity of the disk stays.
    laptop.ok(`LC_ALL=C sed 's/Shutdown\\x80\\x01/Shutdown\\x80\\x00/' ${volume}/lab/bases/*/vm/base.vdi > ${copy}`);

    const failed = lab.attempt(upCommand('twice', copy), 'de');
    expect(failed).toMatchObject({ code: 'medium-uuid-taken' });
    expectGerman(failed.words, 'medium-uuid-taken');
    expectTrialRuns();

    laptop.ok(`VBoxManage internalcommands sethduuid ${copy}`);
    expect(lab.attempt(upCommand('twice', copy))).toMatchObject({ code: 'runs' });
  });

  fault('has lost its snapshot, which VirtualBox keeps only as long as clones stand on it', () => {
    const deleteSnapshot = `VBoxManage snapshot ${lab.baseId} delete base`;
    expect(laptop.run(deleteSnapshot).stderr).toContain('more than one child');
    inLab(laptop, `${bdlInLaptop} delete trouble --yes && ${bdlInLaptop} trash empty --yes`);
    laptop.ok(deleteSnapshot);

    const failed = lab.attempt(upCommand('again'), 'de');
    expect(failed).toMatchObject({ code: 'base-changed' });
    expectGerman(failed.words, 'base-changed');
    expectTrialRuns();

    expect(lab.attempt(upCommand('again'))).toMatchObject({ code: 'runs' });
  });
});

describe('the CPU', () => {
  fault('has no virtualization', () => {
    laptop.stop();
    laptop.boot('--without-virtualization', '--drive', stick);
    laptop.ok('mount -o ro /dev/vdb /mnt');
    makeVolume(laptop);

    expectFaultOfComputer('virtualization-unsupported');
    expect(lab.attempt(upCommand('poor'))).toMatchObject({ code: 'virtualization-unsupported' });

    // As good as another computer, or the switch in the firmware.
    laptop.stop();
    laptop.boot('--drive', stick);
    laptop.ok('mount -o ro /dev/vdb /mnt');
    makeVolume(laptop);
    expectTrialRuns();
    expect(lab.attempt(upCommand('rich'))).toMatchObject({ code: 'runs' });
  });
});

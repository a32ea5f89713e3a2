import { describe, expect, it } from 'vitest';
import { parseImageInfo, parseProgress } from '../../../../src-main/hypervisors/qemu/parse-image-info.ts';
import { parsePluggedSlots } from '../../../../src-main/hypervisors/qemu/parse-network-info.ts';
import { parseAccelerators, parseQemuVersion } from '../../../../src-main/hypervisors/qemu/parse-qemu-help.ts';
import { readRecording } from '../../../fakes/recordings.ts';

describe('parseQemuVersion', () => {
  it.each(['qemu/system-version', 'qemu/img-version'])('reads %s', (fixture) => {
    expect(parseQemuVersion(readRecording(fixture).stdout)).toEqual({ major: 7, minor: 2, text: '7.2.22' });
  });

  it.each([
    { output: 'QEMU emulator version 10.1.0 (v10.1.0-dirty)\r\n', text: '10.1.0' },
    { output: 'QEMU emulator version 9.2.50\nCopyright (c) 2003-2024', text: '9.2.50' },
  ])('reads $text', ({ output, text }) => {
    expect(parseQemuVersion(output)?.text).toBe(text);
  });

  it('finds none in other text', () => {
    expect(parseQemuVersion('command not found')).toBeNull();
  });
});

describe('parseAccelerators', () => {
  it('reads what QEMU offers', () => {
    expect(parseAccelerators(readRecording('qemu/accel-help').stdout)).toEqual(['tcg', 'kvm']);
    expect(parseAccelerators('Accelerators supported in QEMU binary:\r\nwhpx\r\ntcg\r\n')).toEqual(['whpx', 'tcg']);
  });
});

describe('parseImageInfo', () => {
  it('reads a clone with a snapshot of the disk and one with memory', () => {
    expect(parseImageInfo(readRecording('qemu/info-clone-with-snapshots').stdout)).toEqual({
      format: 'qcow2',
      virtualSizeBytes: 2 * 1024 ** 3,
      otherFiles: ['/vms/base.qcow2'],
      snapshots: [
        { tag: 'bdl-1', memoryBytes: 0 },
        { tag: 'bdl-2', memoryBytes: 1_599_938 },
      ],
    });
  });

  it('reads an image that stands alone', () => {
    expect(parseImageInfo(readRecording('qemu/info-base').stdout)).toEqual({
      format: 'qcow2',
      virtualSizeBytes: 1024 ** 3,
      otherFiles: [],
      snapshots: [],
    });
  });

  it('refuses what is no such answer', () => {
    expect(() => parseImageInfo('{"format": "qcow2"}')).toThrow();
    expect(() => parseImageInfo('')).toThrow();
  });
});

describe('parseProgress', () => {
  it.each([
    ['    (0.00/100%)', 0],
    ['    (12.34/100%)', 0.1234],
    ['    (100.00/100%)', 1],
    ['qemu-img: error', null],
  ])('reads %j as %d', (line, fraction) => {
    expect(parseProgress(line)).toBe(fraction);
  });
});

describe('parsePluggedSlots', () => {
  it('reads the members of a hub', () => {
    const text = [
      'hub 0',
      ' \\ port12: cable12: index=0,type=dgram,udp=127.0.0.1:20504/127.0.0.1:20505',
      ' \\ port0: cable0: index=0,type=dgram,udp=127.0.0.1:20480/127.0.0.1:20481',
      '',
    ].join('\r\n');

    expect(parsePluggedSlots(text)).toEqual([12, 0]);
    expect(parsePluggedSlots('')).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { findMountsBelow } from '../../../scripts/test-tiers/leftovers.ts';

// Lines as in proc_pid_mountinfo(5): a blank in a path is \040 there.
const mountInfo = [
  '22 1 0:20 / / rw - ext4 /dev/vda rw',
  '30 22 0:31 / /tmp/run/a rw - tmpfs tmpfs rw',
  '31 30 0:32 / /tmp/run/a/data\\040folder rw - tmpfs tmpfs rw',
  '32 22 0:33 / /tmp/runner rw - tmpfs tmpfs rw',
  '',
].join('\n');

it('finds the mounts below a folder, innermost first, and no other', () => {
  expect(findMountsBelow('/tmp/run', mountInfo)).toEqual(['/tmp/run/a/data folder', '/tmp/run/a']);
});

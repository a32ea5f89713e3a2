import { expect, it } from 'vitest';
import { checkMemory } from '../../../src-main/host/checks/memory.ts';
import { roomyHost } from '../../fakes/fake-core.ts';

it.each([
  { totalMiB: 32_768, freeMiB: 24_576, status: 'ok', finding: 'enough' },
  { totalMiB: 32_768, freeMiB: 243, status: 'warning', finding: 'little-free' },
  { totalMiB: 2600, freeMiB: 2000, status: 'warning', finding: 'few-nodes' },
  { totalMiB: 1024, freeMiB: 900, status: 'problem', finding: 'too-little' },
])('$totalMiB MiB, of which $freeMiB are free: $status', ({ totalMiB, freeMiB, status, finding }) => {
  const facts = { ...roomyHost, memoryTotalMiB: totalMiB, memoryAvailableMiB: freeMiB };

  const check = checkMemory({ facts });

  expect(check).toMatchObject({ status, finding });
  expect(check.fixes.length > 0).toBe(status !== 'ok');
});

import { expect, it } from 'vitest';
import { virtualBoxFault } from '../../../src-main/domain/virtualbox-faults.ts';

it.each([
  ['7.2.22', 'windows', 'amd64', null],
  ['7.2.18', 'linux', 'amd64', null],
  ['7.2.17', 'linux', 'amd64', 'data-risk'],
  ['7.1.12', 'windows', 'amd64', 'data-risk'],
  ['7.2.0', 'macos', 'amd64', 'no-internal-network'],
  ['7.2.0', 'windows', 'amd64', 'data-risk'],
  ['7.2.8', 'macos', 'arm64', 'small-nodes-hang'],
  ['7.2.10', 'macos', 'arm64', 'data-risk'],
  ['7.2.22_Debianr175245', 'linux', 'amd64', null],
  ['8.0.0', 'linux', 'amd64', null],
] as const)('tells the worst fault of %s on %s, %s', (...row) => {
  const [version, platformId, architecture, fault] = row;
  expect(virtualBoxFault(version, { platformId, architecture })).toBe(fault);
});

import { z } from 'zod';
import type { HolderFeature } from './computer-facts.ts';
import type { Fact } from './source.ts';
import type { Answer, Answers } from './windows-script.ts';

/** Names of optional features of Windows, which are the same in every language. */
const byFeature: Readonly<Record<string, HolderFeature>> = {
  'microsoft-hyper-v': 'hyper-v',
  'microsoft-hyper-v-hypervisor': 'hyper-v',
  hypervisorplatform: 'hypervisor-platform',
  'containers-disposableclientvm': 'sandbox',
  'windows-defender-applicationguard': 'application-guard',
};

const deviceGuardSchema = z.object({
  VirtualizationBasedSecurityStatus: z.number().nullish(),
  SecurityServicesRunning: z.union([z.array(z.number()), z.number().transform((value) => [value])]).nullish(),
});
const serviceSchema = z.object({ name: z.string(), state: z.string() });

/**
 * Parts of Windows that need its hypervisor and are switched on. Null when nobody answered; what was refused is in the evidence, as
 * the list may not be whole then.
 */
export function parseHolders(answers: Answers): Fact<readonly HolderFeature[]> {
  const features = wordsOf(answers('features'));
  const services = servicesOf(answers('services'));
  const guard = guardOf(answers('deviceGuard'));
  const refusals = (['features', 'services', 'deviceGuard'] as const).flatMap((question) => {
    const answer = answers(question);
    return answer.kind === 'refused' ? [answer.reason] : [];
  });
  if (refusals.length === 3) return { value: null, evidence: refusals };
  const found = [...platformHolders(features, services), ...guard];
  const named = features.flatMap((name) => {
    const holder = byFeature[name.toLowerCase()];
    return holder === undefined ? [] : [{ holder, evidence: `Win32_OptionalFeature: ${name}` }];
  });
  const docker = services
    .filter(({ name }) => name === 'com.docker.service')
    .map(({ name, state }) => ({ holder: 'docker-desktop' as const, evidence: `service ${name}: ${state}` }));
  const all = [...named, ...found, ...docker];
  return {
    value: [...new Set(all.map(({ holder }) => holder))],
    evidence: [...all.map(({ evidence }) => evidence), ...refusals],
  };
}

interface Holding {
  readonly holder: HolderFeature;
  readonly evidence: string;
}

/** WSL 2 stands on the virtual machine platform; without WSL the platform is there for something else. */
function platformHolders(
  features: readonly string[],
  services: readonly z.output<typeof serviceSchema>[],
): readonly Holding[] {
  const platform = features.find((name) => name.toLowerCase() === 'virtualmachineplatform');
  if (platform === undefined) return [];
  const evidence = `Win32_OptionalFeature: ${platform}`;
  const wsl = services.find(({ name }) => /^(?:wslservice|lxssmanager)$/i.test(name));
  const subsystem = features.find((name) => name.toLowerCase() === 'microsoft-windows-subsystem-linux');
  if (wsl !== undefined) return [{ holder: 'wsl2', evidence: `${evidence}; service ${wsl.name}: ${wsl.state}` }];
  if (subsystem !== undefined) return [{ holder: 'wsl2', evidence: `${evidence}; ${subsystem}` }];
  return [{ holder: 'virtual-machine-platform', evidence }];
}

/** Status 2: virtualization-based security runs; 1 and 2 among the services: Credential Guard and memory integrity. */
function guardOf(answer: Answer): readonly Holding[] {
  const parsed = answer.kind === 'rows' ? deviceGuardSchema.safeParse(answer.rows[0]) : null;
  if (parsed?.success !== true) return [];
  const { VirtualizationBasedSecurityStatus: status, SecurityServicesRunning: running } = parsed.data;
  const services = running ?? [];
  const line = `Win32_DeviceGuard: status ${String(status ?? '?')}, services running ${services.join(', ') || 'none'}`;
  const named: readonly Holding[] = [
    ...(services.includes(2) ? [{ holder: 'memory-integrity' as const, evidence: line }] : []),
    ...(services.includes(1) ? [{ holder: 'credential-guard' as const, evidence: line }] : []),
  ];
  return named.length === 0 && status === 2 ? [{ holder: 'vbs', evidence: line }] : named;
}

function wordsOf(answer: Answer): readonly string[] {
  return answer.kind === 'rows' ? answer.rows.filter((row): row is string => typeof row === 'string') : [];
}

function servicesOf(answer: Answer): readonly z.output<typeof serviceSchema>[] {
  if (answer.kind === 'refused') return [];
  return answer.rows.flatMap((row) => {
    const parsed = serviceSchema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

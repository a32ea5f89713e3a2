import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabPlan, PlannedNode } from '../domain/plan-types.ts';
import type { LabSpecInput } from '../domain/lab-spec.ts';
import { createKeyPair } from '../guest/keys.ts';
import { hashPassword, randomPassword, randomSalt } from '../guest/password.ts';
import { ansibleInventoryText, knownHostsText, specText, sshConfigText } from '../guest/ssh-files.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { isMissingFile } from '../store/file-error.ts';
import type { LabDeps } from './context.ts';
import type { GuestEndpoint } from './ports.ts';

const ownerOnly = 0o600;
const readable = 0o644;

/** Private host key of a node; the public one has `.pub` behind it. */
export function hostKeyPath(paths: LabDeps['paths'], plan: LabPlan, node: string): string {
  return join(paths.sshDir(plan.labId), 'host_keys', node);
}

function passwordPath(paths: LabDeps['paths'], plan: LabPlan): string {
  return join(paths.sshDir(plan.labId), 'password');
}

function passwordHashPath(paths: LabDeps['paths'], plan: LabPlan): string {
  return join(paths.sshDir(plan.labId), 'password.hash');
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trimEnd();
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/**
 * Makes what is missing: the lab's key, each node's host key, a password; then writes the files for stock tools. Repeatable:
 * keys and the password that are there stay, so that a lab gone on with keeps the identities its nodes already have. Of a chosen
 * password nothing but the hash is kept: who chose it needs not be shown it.
 */
export async function createCredentials(
  deps: Pick<LabDeps, 'paths' | 'random'>,
  plan: LabPlan,
  chosenPassword?: string,
): Promise<void> {
  const { paths } = deps;
  await createPairOnce(paths.labKeyFile(plan.labId), `big-data-lab ${plan.labId}`);
  for (const node of plan.nodes) await createNodeKeys(deps, plan, node.name);
  if ((await readOrNull(passwordHashPath(paths, plan))) === null) await createPassword(deps, plan, chosenPassword);
  await writeSshFiles(deps, plan);
}

async function createPassword(
  { paths, random }: Pick<LabDeps, 'paths' | 'random'>,
  plan: LabPlan,
  chosen?: string,
): Promise<void> {
  const password = chosen ?? randomPassword(random);
  const path = passwordPath(paths, plan);
  if (chosen === undefined) await writeFileAtomically(path, `${password}\n`, ownerOnly);
  // One that was made up before the hash could be written is not that of the nodes.
  else await rm(path, { force: true });
  await writeFileAtomically(
    passwordHashPath(paths, plan),
    `${hashPassword(password, randomSalt(random))}\n`,
    ownerOnly,
  );
}

async function createPairOnce(path: string, comment: string): Promise<void> {
  if ((await readOrNull(`${path}.pub`)) !== null) return;
  const pair = createKeyPair(comment);
  await writeFileAtomically(path, pair.private, ownerOnly);
  // The public half is written last: where it is, the pair is whole.
  await writeFileAtomically(`${path}.pub`, `${pair.public}\n`, readable);
}

/** Host key of one node, made once. */
export async function createNodeKeys({ paths }: Pick<LabDeps, 'paths'>, plan: LabPlan, node: string): Promise<void> {
  await createPairOnce(hostKeyPath(paths, plan, node), node);
}

/** Removes the host key of a node that is no longer part of the lab. */
export async function removeNodeKeys({ paths }: Pick<LabDeps, 'paths'>, plan: LabPlan, node: string): Promise<void> {
  await rm(hostKeyPath(paths, plan, node), { force: true });
  await rm(`${hostKeyPath(paths, plan, node)}.pub`, { force: true });
}

/** Writes `ssh/config`, `ssh/known_hosts`, the Ansible inventory and the spec, as the plan is now. */
export async function writeSshFiles({ paths }: Pick<LabDeps, 'paths'>, plan: LabPlan): Promise<void> {
  const { labId } = plan;
  const nodes = await Promise.all(
    plan.nodes.map(async ({ name, sshPort }) => ({
      name,
      port: sshPort,
      hostKey: await readHostKey(paths, plan, name),
    })),
  );
  const access = {
    user: plan.user,
    identityFile: paths.labKeyFile(labId),
    knownHostsFile: paths.knownHostsFile(labId),
    nodes,
  };
  await writeFileAtomically(paths.sshConfigFile(labId), sshConfigText(access), readable);
  await writeFileAtomically(paths.knownHostsFile(labId), knownHostsText(nodes), readable);
  const names = nodes.map(({ name }) => name);
  await writeFileAtomically(
    paths.inventoryFile(labId),
    ansibleInventoryText(paths.sshConfigFile(labId), names),
    readable,
  );
  await writeFileAtomically(paths.specFile(labId), labFileText(plan), readable);
}

/** The wish that makes the same lab again on any computer, as YAML: what was chosen for this one alone is left out. No secrets. */
export function labFileText(plan: LabPlan): string {
  return specText(toSpec(plan));
}

function toSpec(plan: LabPlan): LabSpecInput {
  const [first] = plan.nodes;
  return {
    name: plan.name,
    hypervisor: plan.hypervisor,
    image: plan.image,
    nodes: plan.nodes.length,
    ...(first === undefined
      ? {}
      : {
          namePrefix: first.name.slice(0, first.name.length - String(first.number).length),
          firstNumber: first.number,
          cpus: first.cpus,
          memoryMiB: first.memoryMiB,
        }),
    diskGiB: plan.diskGiB,
    user: plan.user,
    keyboard: plan.keyboard,
    locale: plan.locale,
    timezone: plan.timezone,
    network: plan.network.name,
    subnet: plan.network.subnet,
    upgrade: plan.upgrade,
    sharedDisks: plan.sharedDisks,
    ...(plan.startStages.length > 1 ? { startStages: plan.startStages } : {}),
  };
}

async function readHostKey(paths: LabDeps['paths'], plan: LabPlan, node: string): Promise<string> {
  return (await readFile(`${hostKeyPath(paths, plan, node)}.pub`, 'utf8')).trimEnd();
}

/** What a node's seed needs; private halves stay within the seed image and these files. */
export async function readCredentials(
  { paths }: Pick<LabDeps, 'paths'>,
  plan: LabPlan,
  node: string,
): Promise<{
  readonly labPublicKey: string;
  readonly passwordHash: string;
  readonly hostKey: { readonly private: string; readonly public: string };
}> {
  return {
    labPublicKey: (await readFile(`${paths.labKeyFile(plan.labId)}.pub`, 'utf8')).trimEnd(),
    passwordHash: (await readFile(passwordHashPath(paths, plan), 'utf8')).trimEnd(),
    hostKey: {
      private: await readFile(hostKeyPath(paths, plan, node), 'utf8'),
      public: await readHostKey(paths, plan, node),
    },
  };
}

/** How to reach one node over SSH. */
export async function endpointFor(
  { paths }: Pick<LabDeps, 'paths'>,
  plan: LabPlan,
  node: PlannedNode,
): Promise<GuestEndpoint> {
  return {
    name: node.name,
    port: node.sshPort,
    user: plan.user,
    privateKeyPath: paths.labKeyFile(plan.labId),
    hostKey: await readHostKey(paths, plan, node.name),
  };
}

/** The made-up password, shown once: reading it removes it, only its hash stays. Null when it was shown before or chosen by the user. */
export async function takePassword({ paths }: Pick<LabDeps, 'paths'>, plan: LabPlan): Promise<string | null> {
  const path = passwordPath(paths, plan);
  const password = await readOrNull(path);
  if (password !== null) await rm(path, { force: true });
  return password;
}

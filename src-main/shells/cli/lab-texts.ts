import type { DiskRoom } from '../../contract/data-views.ts';
import type { LabView, PlanPreview } from '../../contract/lab-views.ts';
import { readableParams } from '../../locales/failure-words.ts';
import { reclaimText } from '../../locales/room-words.ts';
import { choiceWords } from '../../locales/trial-words.ts';
import type { Translate } from '../../locales/translate.ts';
import { formatCommand } from '../../process/command.ts';
import { failureText } from './report.ts';
import { formatBytes, formatDate, formatTable } from './table.ts';

/** One line a lab, for `bdl list`. */
export function labListText(labs: readonly LabView[], t: Translate): string {
  const head = ['name', 'state', 'nodes', 'hypervisor', 'subnet'].map((column) => t(`cli.column-${column}`));
  const rows = labs.map((lab) => [
    lab.name,
    t(`states.${lab.state}`),
    lab.nodes.map(({ name }) => name).join(' '),
    t(`words.hypervisor.${lab.hypervisor}`),
    lab.network.subnet,
  ]);
  return formatTable([head, ...rows]);
}

/** Everything about one lab that a person wants to see at a glance. */
export function labStatusText(lab: LabView, t: Translate): string {
  const head = ['node', 'state', 'address', 'ssh', 'memory', 'disk'].map((column) => t(`cli.column-${column}`));
  const rows = lab.nodes.map((node) => [
    node.name,
    t(`states.${node.state}`),
    node.address,
    `127.0.0.1:${String(node.sshPort)}`,
    `${String(node.memoryMiB)} MiB`,
    node.diskUsedBytes === null ? '-' : formatBytes(node.diskUsedBytes),
  ]);
  const snapshots = lab.snapshots.map(({ name, takenAt }) => `${name} (${formatDate(takenAt)})`).join(', ');
  return [
    `${lab.name}: ${t(`states.${lab.state}`)}`,
    formatTable([head, ...rows]),
    ...(lab.problem === undefined ? [] : [failureText(lab.problem, t)]),
    ...lab.nodes.flatMap(({ name, reasons }) => reasons.map((reason) => `! ${name}: ${reason}`)),
    ...lab.nodes.flatMap(({ name, handled = [] }) =>
      handled.map((done) => `! ${name}: ${t(`nodes.handled-${done.kind}`, done)}`),
    ),
    ...lab.nodes.flatMap(({ name, isPausedByDisk }) =>
      isPausedByDisk === true ? [`! ${t('room.halted-title')}. ${t('room.halted-text', { nodes: name })}`] : [],
    ),
    ...lab.nodes.flatMap(({ name, pulledCables }) =>
      (pulledCables ?? []).map((adapter) => `! ${name}: ${t(`nodes.pulled-${adapter}`)}`),
    ),
    ...[...slowModes(lab)].map((slowness) => `! ${t(`remarks.running-${slowness}`)}`),
    ...(snapshots === '' ? [] : [t('cli.snapshots', { snapshots })]),
    t('cli.ssh-hint', {
      command: formatCommand({ program: 'ssh', args: ['-F', lab.sshConfigPath, lab.nodes[0]?.name ?? ''] }),
    }),
  ].join('\n');
}

/** That the disk is getting full, and what may go; nothing while there is room. */
export function roomLines(room: DiskRoom, t: Translate): readonly string[] {
  if (room.level === 'ample') return [];
  return [
    `! ${t(`room.${room.level}`, { free: formatBytes(room.freeBytes) })}`,
    `  → ${reclaimText(room, t, formatBytes)}`,
  ];
}

/** In which slower ways nodes of the lab run, each once. */
function slowModes(lab: LabView): ReadonlySet<string> {
  return new Set(lab.nodes.flatMap(({ slowness }) => slowness ?? []));
}

/** What every running node showed of itself; a proof of an earlier run says nothing about now. */
export function proofsText(lab: LabView, t: Translate): string {
  const lines = lab.nodes.flatMap(({ proof, state }) => {
    if (proof === null || state !== 'running') return [];
    const peers = proof.peers.map((peer) => `${peer.name} ${peer.reachable ? '✓' : '✗'}`).join('  ');
    const { hostname, cloudInit } = proof;
    return [
      t('cli.proof', { hostname, addresses: proof.addresses.join(', '), cloudInit, peers: peers === '' ? '-' : peers }),
    ];
  });
  return lines.join('\n');
}

/** Why this hypervisor, in one line; none when the user named it. */
export function choiceLines(choice: PlanPreview['choice'], t: Translate): readonly string[] {
  return choice === null ? [] : [choiceWords(choice, t).join(' ')];
}

/** What the user should know about a plan, a line each. */
export function warningLines(warnings: PlanPreview['warnings'], t: Translate): readonly string[] {
  return warnings.map(({ code, params }) => `! ${t(`remarks.${code}`, readableParams(params, t))}`);
}

/** What `up` would do, with every command. */
export function planText({ plan, choice, warnings, stages }: PlanPreview, t: Translate): string {
  const head = ['node', 'address', 'ssh', 'cpus', 'memory', 'disk'].map((column) => t(`cli.column-${column}`));
  const rows = plan.nodes.map((node) => [
    node.name,
    node.address,
    `127.0.0.1:${String(node.sshPort)}`,
    String(node.cpus),
    `${String(node.memoryMiB)} MiB`,
    `${String(node.diskGiB)} GiB`,
  ]);
  const { name, hypervisor, network, image } = plan;
  const stageLines = stages.flatMap((stage) => {
    const size = stage.sizeBytes === null ? '' : ` (${formatBytes(stage.sizeBytes)})`;
    const title = t(`cli.stage-${stage.stage}`, { node: stage.node ?? '' });
    return [
      `${title}: ${t(`cli.action-${stage.action}`)}${size}`,
      ...stage.commands.map((line) => `    ${formatCommand(line)}`),
    ];
  });
  return [
    t('cli.plan-head', {
      name,
      hypervisor: t(`words.hypervisor.${hypervisor}`),
      image,
      network: network.name,
      subnet: network.subnet,
    }),
    ...choiceLines(choice, t),
    formatTable([head, ...rows]),
    ...warningLines(warnings, t),
    '',
    ...stageLines,
    '',
    t('cli.plan-foot'),
  ].join('\n');
}

import { methods } from '../../contract/methods.ts';
import type { NodeMetrics } from '../../contract/node-views.ts';
import type { Translate } from '../../locales/translate.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { chooseLab } from './lab-choice.ts';
import type { Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';
import { formatBytes, formatDuration, formatTable } from './table.ts';

/** A node tells a second time after a second; one that takes much longer is left to those who ask again. */
const looks = 30;
const pauseMs = 500;

/** `metrics`: how the nodes are right now. */
export function addMetricsCommand(registrar: Registrar): void {
  registrar.add<CommonOptions>({ name: 'metrics', args: '[lab]' }, async (context, options, [named]) => {
    const nodes = await measure(context, await chooseLab(context, named));
    const text = (): string => metricsText(nodes, context.t);
    printAnswer(context, options, { schema: methods['lab.metrics'].response, value: nodes, text });
    return nodes.some(({ measured }) => measured !== null) ? exitCodes.ok : exitCodes.failed;
  });
}

/** Asks until every node has told twice, as the work of a CPU is a difference, or has not answered. */
async function measure({ api, clock, signal }: CliContext, lab: string): Promise<NodeMetrics[]> {
  for (let look = 1; ; look += 1) {
    const nodes = await api['lab.metrics']({ lab }, { signal });
    const isComplete = nodes.every(({ measured, gap }) =>
      measured === null ? gap !== 'connecting' : measured.cpuFraction !== null,
    );
    if (isComplete || look === looks) return nodes;
    await clock.sleep(pauseMs, signal);
  }
}

function metricsText(nodes: readonly NodeMetrics[], t: Translate): string {
  const head = ['node', 'uptime', 'cpu', 'memory', 'disk'].map((column) => t(`cli.column-${column}`));
  return formatTable([head, ...nodes.map((node) => rowOf(node, t))]);
}

function rowOf({ name, measured, gap }: NodeMetrics, t: Translate): readonly string[] {
  if (measured === null) return [name, t(`nodes.gap-${gap ?? 'connecting'}`)];
  const { uptimeSeconds, cpuFraction, memoryUsedMiB, memoryTotalMiB, diskUsedBytes, diskTotalBytes } = measured;
  return [
    name,
    formatDuration(uptimeSeconds * 1000),
    cpuFraction === null ? '-' : `${String(Math.round(cpuFraction * 100))} %`,
    t('nodes.used-of', { used: `${String(memoryUsedMiB)} MiB`, total: `${String(memoryTotalMiB)} MiB` }),
    t('nodes.used-of', { used: formatBytes(diskUsedBytes), total: formatBytes(diskTotalBytes) }),
  ];
}

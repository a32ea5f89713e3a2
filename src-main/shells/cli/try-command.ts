import { LabError } from '../../domain/failure.ts';
import { hypervisorIds, hypervisorIdSchema, type HypervisorId } from '../../domain/ids.ts';
import { trialWords } from '../../locales/trial-words.ts';
import type { CliContext, CommonOptions } from './context.ts';
import type { Registrar } from './registrar.ts';
import { runWithProgress } from './run-operation.ts';

/** `try`. */
export function addTryCommand(registrar: Registrar): void {
  registrar.add<CommonOptions>(
    { name: 'try', args: '[hypervisor]', withExamples: true },
    async (context, options, [name]) => {
      const hypervisor = name === undefined ? await chooseOne(context) : parseHypervisor(name);
      return runWithProgress(context, options, {
        run: (call) => context.api['host.trial']({ hypervisor }, call),
        done: () => resultText(context, hypervisor),
      });
    },
  );
}

function parseHypervisor(name: string): HypervisorId {
  const id = hypervisorIdSchema.safeParse(name.toLowerCase());
  if (id.success) return id.data;
  throw new LabError('invalid-input', `no hypervisor '${name}'`, {
    params: { field: 'hypervisor', value: name, expected: hypervisorIds.join(', ') },
  });
}

/** The one a lab would take; else the best that is there at all, as trying it tells what is wrong. */
async function chooseOne({ api, signal }: CliContext): Promise<HypervisorId> {
  const { choice, hypervisors } = await api['host.check']({}, { signal });
  const there = hypervisors.find(({ kind }) => kind !== 'missing');
  const chosen = choice.hypervisor ?? there?.id;
  if (chosen !== undefined) return chosen;
  throw new LabError('hypervisor-missing', 'nothing to try', { params: { hypervisor: 'any' } });
}

async function resultText({ api, t, signal }: CliContext, hypervisor: HypervisorId): Promise<string> {
  const trial = (await api['host.trials']({}, { signal })).find((kept) => kept.hypervisor === hypervisor);
  if (trial === undefined) return '';
  const { outcome } = trial;
  const evidence = outcome.kind === 'failed' ? outcome.failure.evidence : outcome.evidence;
  return [...trialWords(trial, t), ...evidence.map((line) => `    ${line}`)].join('\n');
}

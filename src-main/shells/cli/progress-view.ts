import type { OperationInfo, StepInfo } from '../../domain/operation.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Clock } from '../../platform/clock.ts';
import { formatDuration } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Shows an operation while it runs: a live block on a terminal, one plain line per change elsewhere. */
export interface ProgressView {
  readonly show: (operation: OperationInfo) => void;
  /** Clears the live block; what stays is what was printed. */
  readonly end: () => void;
}

const barWidth = 24;
const marks: Readonly<Record<StepInfo['state'], string>> = {
  waiting: '·',
  running: '▸',
  done: '✓',
  'already-there': '✓',
  failed: '✗',
  cancelled: '–',
  undone: '↶',
  'left-behind': '!',
};

/** Lines of the live block: the bar, what runs, what is done lately. */
export function drawProgress(operation: OperationInfo, t: Translate, elapsedMs: number): readonly string[] {
  const filled = Math.round((operation.fraction ?? 0) * barWidth);
  const percent = String(Math.round((operation.fraction ?? 0) * 100)).padStart(3);
  const bar = `[${'█'.repeat(filled)}${' '.repeat(barWidth - filled)}] ${percent} %  ${formatDuration(elapsedMs)}`;
  const running = operation.steps.filter(({ state }) => state === 'running');
  return [bar, ...running.map((step) => `  ${marks.running} ${stepLine(step, t)}`)];
}

function stepLine(step: StepInfo, t: Translate): string {
  const title = t(step.title.key, step.title.params);
  const message = step.message === null ? '' : `: ${t(step.message.key, step.message.params)}`;
  const percent =
    step.fraction === null || step.fraction === 0 || step.state !== 'running'
      ? ''
      : ` (${String(Math.round(step.fraction * 100))} %)`;
  return `${title}${message}${percent}`;
}

/** Builds the view that fits the terminal. `quiet` shows nothing, for `--json`. */
export function createProgressView(terminal: Terminal, t: Translate, clock: Clock): ProgressView {
  const startedAt = clock.now();
  const told = new Map<string, string>();
  const tell = (step: StepInfo): void => {
    const known = told.get(step.id);
    const line = `${marks[step.state]} ${stepLine({ ...step, fraction: null }, t)}`;
    if (step.state === 'waiting' || known === line) return;
    told.set(step.id, line);
    const isNews = step.state !== 'running' || !terminal.isInteractive;
    const took = step.durationMs === null || step.state === 'running' ? '' : ` (${formatDuration(step.durationMs)})`;
    if (isNews) terminal.note(`${line}${took}`);
  };
  return {
    show: (operation) => {
      if (terminal.isInteractive) terminal.redraw('');
      for (const step of operation.steps) tell(step);
      if (!terminal.isInteractive) return;
      const lines = drawProgress(operation, t, clock.now() - startedAt);
      terminal.redraw(lines.map((line) => [...line].slice(0, terminal.columns - 1).join('')).join('\n'));
    },
    end: () => {
      if (terminal.isInteractive) terminal.redraw('');
    },
  };
}

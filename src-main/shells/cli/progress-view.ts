import type { OperationInfo, StepInfo } from '../../domain/operation.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Clock } from '../../platform/clock.ts';
import { drawProgress, finishedStepLine, stepMarks, stepMessage, stepTitle } from './progress-lines.ts';
import type { Terminal } from './terminal.ts';

/** Shows an operation while it runs: a live block on a terminal, one plain line per change elsewhere. */
export interface ProgressView {
  readonly show: (operation: OperationInfo) => void;
  /** Clears the live block and lets the timer go; what stays is what was printed. */
  readonly end: () => void;
}

/** Time goes on when nothing else does: a person sees that the program lives. */
const redrawEveryMs = 1000;
/** Without a live block a step may say something new this often. */
const plainMessageEveryMs = 10_000;

/** What was told of a running step. */
interface Told {
  readonly sinceMs: number;
  readonly toldAtMs: number;
  readonly message: string;
}

/** Builds the view that fits the terminal. */
export function createProgressView(terminal: Terminal, t: Translate, clock: Clock): ProgressView {
  const startedAtMs = clock.now();
  const finished = new Map<string, StepInfo['state']>();
  const running = new Map<string, Told>();
  let latest: OperationInfo | null = null;
  let timer: NodeJS.Timeout | null = null;

  function tellRunning(step: StepInfo): void {
    const nowMs = clock.now();
    const message = stepMessage(step, t);
    const told = running.get(step.id);
    const line = `${stepMarks.running} ${stepTitle(step, t)}`;
    if (told === undefined) {
      // Its first words are said at once, also when it begins without any.
      const toldAtMs = message === '' ? nowMs - plainMessageEveryMs : nowMs;
      running.set(step.id, { sinceMs: nowMs, toldAtMs, message });
      if (!terminal.isInteractive) terminal.note(message === '' ? line : `${line}: ${message}`);
    } else if (message !== told.message && nowMs - told.toldAtMs >= plainMessageEveryMs) {
      running.set(step.id, { ...told, toldAtMs: nowMs, message });
      if (!terminal.isInteractive && message !== '') terminal.note(`${line}: ${message}`);
    }
  }

  function tellFinished(step: StepInfo): void {
    running.delete(step.id);
    if (finished.get(step.id) === step.state) return;
    finished.set(step.id, step.state);
    terminal.note(finishedStepLine(step, t, terminal.isInteractive ? terminal.columns : null));
  }

  function refresh(): void {
    if (latest === null) return;
    for (const step of latest.steps) {
      if (step.state === 'running') tellRunning(step);
      else if (step.state !== 'waiting') tellFinished(step);
    }
    if (!terminal.isInteractive) return;
    const nowMs = clock.now();
    const { columns, rows } = terminal;
    const runningMs = (id: string): number => nowMs - (running.get(id)?.sinceMs ?? nowMs);
    const picture = { operation: latest, elapsedMs: nowMs - startedAtMs, runningMs, columns, rows };
    terminal.redraw(drawProgress(picture, t).join('\n'));
  }

  return {
    show: (operation) => {
      latest = operation;
      refresh();
      timer ??= setInterval(refresh, redrawEveryMs);
    },
    end: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
      latest = null;
      if (terminal.isInteractive) terminal.redraw('');
    },
  };
}

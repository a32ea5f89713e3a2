import type { OperationInfo, StepInfo } from '../../domain/operation.ts';
import { readableParams } from '../../locales/failure-words.ts';
import { textOrKey, type Translate } from '../../locales/translate.ts';
import { cutToWidth, displayWidth } from './display-width.ts';
import { formatDuration } from './table.ts';

/** What the live block shows: an operation at one moment. */
export interface ProgressPicture {
  readonly operation: OperationInfo;
  /** Since the operation began. */
  readonly elapsedMs: number;
  /** Since a step began. */
  readonly runningMs: (stepId: string) => number;
  readonly columns: number;
  readonly rows: number;
}

/** Marks before the lines of a step. */
export const stepMarks: Readonly<Record<StepInfo['state'], string>> = {
  waiting: '·',
  running: '▸',
  done: '✓',
  'already-there': '✓',
  failed: '✗',
  cancelled: '–',
  undone: '↶',
  'left-behind': '!',
};

const barColumns = { least: 6, most: 24 } as const;
/** What stands beside the bar: brackets, percentage, time. */
const besideBarColumns = 20;
/** Steps shown when the terminal is very low. */
const leastSteps = 1;

/** Title of a step. */
export function stepTitle({ title }: Pick<StepInfo, 'title'>, t: Translate): string {
  return textOrKey(t, { key: title.key, params: readableParams(title.params, t) });
}

/** What a step is doing or waiting for; empty when it does not say. */
export function stepMessage({ message }: Pick<StepInfo, 'message'>, t: Translate): string {
  return message === null ? '' : textOrKey(t, { key: message.key, params: readableParams(message.params, t) });
}

/** The lines of the live block; none is wider than the terminal, and together they are lower. */
export function drawProgress(picture: ProgressPicture, t: Translate): readonly string[] {
  const { operation, columns, rows } = picture;
  // The last column stays free: a terminal may wrap as soon as it is written to.
  const width = Math.max(1, columns - 1);
  const running = operation.steps.filter(({ state }) => state === 'running');
  const drawn = running.map((step) => drawStep(step, { picture, width }, t));
  const shown = stepsThatFit(drawn, Math.max(leastSteps, rows - 4));
  const hidden = running.length - shown.length;
  const waiting = operation.steps.filter(({ state }) => state === 'waiting').length;
  return [
    operation.state === 'cancelling' ? cancellingLine(picture, t) : barLine(picture, width),
    ...shown.flat(),
    ...(hidden > 0 ? [`  ${t('cli.more-running', { count: hidden })}`] : []),
    ...(waiting > 0 && operation.state === 'running' ? [`  ${t('cli.more-waiting', { count: waiting })}`] : []),
  ].map((line) => cutToWidth(line, width));
}

function barLine({ operation, elapsedMs }: ProgressPicture, width: number): string {
  const fraction = operation.fraction ?? 0;
  const room = Math.min(barColumns.most, Math.max(barColumns.least, width - besideBarColumns));
  const filled = Math.round(fraction * room);
  // Never 100 % before the end.
  const percent = String(Math.min(99, Math.floor(fraction * 100))).padStart(3);
  return `[${'█'.repeat(filled)}${'░'.repeat(room - filled)}]${percent} %  ${formatDuration(elapsedMs)}`;
}

function cancellingLine({ elapsedMs }: ProgressPicture, t: Translate): string {
  return `${stepMarks.undone} ${t('cli.undoing')}  ${formatDuration(elapsedMs)}`;
}

interface StepPlace {
  readonly picture: ProgressPicture;
  readonly width: number;
}

/** One line where everything fits, else the message on a line of its own. */
function drawStep(step: StepInfo, { picture, width }: StepPlace, t: Translate): readonly string[] {
  const percent =
    step.fraction === null || step.fraction === 0 ? '' : `${String(Math.floor(step.fraction * 100))} % · `;
  const suffix = `  ${percent}${formatDuration(picture.runningMs(step.id))}`;
  const head = `  ${stepMarks.running} ${stepTitle(step, t)}`;
  const message = stepMessage(step, t);
  const whole = message === '' ? head : `${head}: ${message}`;
  if (displayWidth(whole + suffix) <= width) return [whole + suffix];
  const first = cutToWidth(head, width - displayWidth(suffix)) + suffix;
  return message === '' ? [first] : [first, cutToWidth(`    ${message}`, width)];
}

function stepsThatFit(steps: readonly (readonly string[])[], rows: number): readonly (readonly string[])[] {
  const shown: (readonly string[])[] = [];
  for (const lines of steps) {
    const used = shown.flat().length;
    if (shown.length >= leastSteps && used + lines.length > rows) break;
    shown.push(lines);
  }
  return shown;
}

/** The line that stays when a step has come to rest; `columns` null: as long as it is. */
export function finishedStepLine(step: StepInfo, t: Translate, columns: number | null): string {
  const suffix = finishedSuffix(step, t);
  const head = `${stepMarks[step.state]} ${stepTitle(step, t)}`;
  return columns === null ? head + suffix : cutToWidth(head, columns - 1 - displayWidth(suffix)) + suffix;
}

function finishedSuffix({ state, durationMs }: StepInfo, t: Translate): string {
  if (state === 'already-there') return ` (${t('cli.nothing-to-do')})`;
  return durationMs === null || state === 'undone' || state === 'left-behind' ? '' : ` (${formatDuration(durationMs)})`;
}

/** How far a guest has come, as far as its serial console tells. */
export type GuestStage = 'silent' | 'loading' | 'kernel' | 'services' | 'cloud-init' | 'login' | 'emergency';

const cloudInitStages = ['init-local', 'init', 'modules:config', 'modules:final', 'finished'] as const;
/** Stage of cloud-init itself, in its own words; `finished` is the end of the last one. */
export type CloudInitStage = (typeof cloudInitStages)[number];

const installStages = ['boot', 'start', 'disk', 'copy', 'system', 'finish', 'restart', 'done'] as const;
/** How far the installation of a base from a medium has come; `done`: the installed system has started. */
export type InstallStage = (typeof installStages)[number];

/** What a serial log tells about the latest boot in it, and of an installation over the boots that belong to it. */
export interface SerialProgress {
  readonly stage: GuestStage;
  /** Null for a guest that is not installed from a medium. */
  readonly install: InstallStage | null;
  readonly cloudInitStage: CloudInitStage | null;
  /** Step of a base's preparation, with its number and how many there are; null before the first. */
  readonly step: string | null;
  readonly stepNumber: number;
  readonly of: number;
  /** The base is prepared; it powers itself off. */
  readonly ready: boolean;
  /** Name of the step in which the preparation failed. */
  readonly failed: string | null;
  /** What the preparation said besides its steps: the end of its log when it failed, notes otherwise. */
  readonly notes: readonly string[];
  /** Reason the kernel gave when it stopped for good. */
  readonly kernelPanic: string | null;
  /** The last lines that a person could read, oldest first. */
  readonly lastLines: readonly string[];
}

const keptLines = 20;
/** A person reads no more of a line, and a guest that prints without an end must not keep the app busy. */
const keptChars = 1000;
/** What a preparation says besides its steps is dozens of lines. */
const keptNotes = 100;

const nothingYet: SerialProgress = {
  stage: 'silent',
  install: null,
  cloudInitStage: null,
  step: null,
  stepNumber: 0,
  of: 0,
  ready: false,
  failed: null,
  notes: [],
  kernelPanic: null,
  lastLines: [],
};

const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
const controlBytes = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Console text as lines a person could read: no colours, no cursor moves; a carriage return ends a line too. */
function toLines(text: string): readonly string[] {
  return text
    .replaceAll(escapeSequences, '')
    .split(/[\r\n]+/)
    .map((line) => line.slice(0, keptChars).replaceAll(controlBytes, '').trimEnd());
}

const cloudInitRunning = /Cloud-init v\. \S+ running '(init-local|init|modules:config|modules:final)'/;
const cloudInitFinished = /Cloud-init v\. \S+ finished at/;
const systemdStatus = /^(?:\[ *[\d.]+\] )?systemd\[1\]: |^\[ {2}OK {2}\] |^ {9}(?:Starting|Mounting) /;
const kernelMessage = /^\[ *\d+\.\d{6}\] /;
const emergency = /You are in (?:emergency|rescue) mode|Give root password for maintenance|^\(initramfs\)/;
const loginPrompt = /^\S+ login:(?: |$)/;
/** systemd rewrites this line every second while something takes long; only the latest says anything. */
const waitingJob = /^\[[ *]{6}\] /;

const stageOrder: readonly GuestStage[] = [
  'silent',
  'loading',
  'kernel',
  'services',
  'cloud-init',
  'login',
  'emergency',
];

function later(current: GuestStage, candidate: GuestStage): GuestStage {
  return stageOrder.indexOf(candidate) > stageOrder.indexOf(current) ? candidate : current;
}

function stageOf(line: string): GuestStage {
  if (emergency.test(line)) return 'emergency';
  if (loginPrompt.test(line)) return 'login';
  if (cloudInitRunning.test(line) || cloudInitFinished.test(line)) return 'cloud-init';
  if (systemdStatus.test(line)) return 'services';
  if (kernelMessage.test(line)) return 'kernel';
  return 'loading';
}

function readCloudInit(progress: SerialProgress, line: string): SerialProgress {
  if (cloudInitFinished.test(line)) return { ...progress, cloudInitStage: 'finished' };
  const named = cloudInitRunning.exec(line)?.[1];
  const stage = cloudInitStages.find((known) => known === named);
  return stage === undefined ? progress : { ...progress, cloudInitStage: stage };
}

/**
 * Stages of the installation by the events of subiquity ("start: subiquity/Install/install/curtin_install/...: executing curtin
 * install partitioning step"; `server/controllers/install.py`), whose wording changed little since 22.04.
 */
const installEvents: readonly (readonly [event: RegExp, stage: InstallStage])[] = [
  [/subiquity\/Install\/install\/postinstall/, 'finish'],
  [/subiquity\/Install\/.*(?:stage-curthooks|install curthooks step)/, 'system'],
  [/subiquity\/Install\/.*(?:stage-extract|install extract step)/, 'copy'],
  [/subiquity\/Install\/.*(?:stage-partitioning|install partitioning step)/, 'disk'],
];
const installerStarts = /[Cc]ommand line: .*\bautoinstall\b/;

function readInstallation(progress: SerialProgress, line: string): SerialProgress {
  if (installerStarts.test(line)) {
    // The installed system should have started: the same medium would install it again, for ever.
    const failed = progress.install === 'done' ? 'install-again' : progress.failed;
    return { ...progress, install: 'boot', failed };
  }
  const marked = /BDL-BASE install (\w+)$/.exec(line)?.[1];
  const told = installStages.find((stage) => stage === marked);
  const candidate = told ?? installEvents.find(([event]) => event.test(line))?.[1];
  if (candidate === undefined) return progress;
  const isLater =
    installStages.indexOf(candidate) > (progress.install === null ? -1 : installStages.indexOf(progress.install));
  return isLater ? { ...progress, install: candidate } : progress;
}

/** What a kernel that starts means for the installation. */
function afterStart(install: InstallStage | null): InstallStage | null {
  return install === 'restart' ? 'done' : install;
}

function readMarker(progress: SerialProgress, line: string): SerialProgress {
  const words = /BDL-BASE (step (\d{1,6})\/(\d{1,6}) (\S+)|ready|failed (\S+)|log (.*))$/.exec(line);
  if (words === null) return progress;
  const [, marker, number, of, step, failed, note] = words;
  if (marker === 'ready') return { ...progress, ready: true };
  if (failed !== undefined) return { ...progress, failed };
  if (note !== undefined) return { ...progress, notes: [...progress.notes.slice(-keptNotes + 1), note] };
  return { ...progress, step: step ?? null, stepNumber: Number(number), of: Number(of) };
}

function keepLine(lines: readonly string[], line: string): readonly string[] {
  const last = lines.at(-1);
  const replaces = last === line || (last !== undefined && waitingJob.test(last) && waitingJob.test(line));
  return [...(replaces ? lines.slice(0, -1) : lines.slice(-keptLines + 1)), line];
}

function readLine(before: SerialProgress, line: string): SerialProgress {
  if (line.trim() === '') return before;
  // The first line of a kernel: an earlier boot in the same log says nothing about this one.
  const progress = / Linux version \d/.test(line) ? { ...nothingYet, install: afterStart(before.install) } : before;
  const panic = /Kernel panic - not syncing: (.*)$/.exec(line)?.[1];
  return {
    ...readMarker(readInstallation(readCloudInit(progress, line), line), line),
    stage: later(progress.stage, stageOf(line)),
    kernelPanic: panic ?? progress.kernelPanic,
    lastLines: keepLine(progress.lastLines, line),
  };
}

/**
 * Reads a serial log, whole or its end, at any moment: a last line that is still being written counts only for what a person
 * would see (`stage`, `lastLines`), never as a marker. Pure, and safe against every byte a console can carry.
 */
export function parseSerialLog(text: string): SerialProgress {
  const lines = toLines(text);
  const whole = lines.slice(0, -1).reduce(readLine, nothingYet);
  const rest = lines.at(-1) ?? '';
  if (rest.trim() === '') return whole;
  return { ...whole, stage: later(whole.stage, stageOf(rest)), lastLines: keepLine(whole.lastLines, rest) };
}

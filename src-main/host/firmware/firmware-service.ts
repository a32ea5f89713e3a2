import type { ApiHandlers } from '../../contract/methods.ts';
import { LabError } from '../../domain/failure.ts';
import { CommandError, type CommandRunner } from '../../process/command.ts';
import { firmwareGuide, restartCommand, type FirmwareSituation } from './firmware-guide.ts';

/** What restarting into the firmware stands on. */
export interface FirmwareSetup {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly readSituation: (signal: AbortSignal) => Promise<FirmwareSituation>;
  /** Names of labs that run or are being changed: a restart would cut their power. */
  readonly findActiveLabs: (signal: AbortSignal) => Promise<readonly string[]>;
}

/** Windows: "The system could not find the environment option that was entered.(203)": started by a BIOS. */
const noFirmwareOption = 203;
/** Windows: "Access is denied.(5)"; and 1314, a privilege that is not held. */
const windowsDenied: readonly number[] = [5, 1314];

/** The guide to the firmware of this computer, and the way there. */
export function createFirmwareHandlers(
  setup: FirmwareSetup,
): Pick<ApiHandlers, 'host.firmwareGuide' | 'host.restartToFirmware'> {
  return {
    'host.firmwareGuide': async (_request, { signal }) => firmwareGuide(await setup.readSituation(signal)),
    'host.restartToFirmware': async (_request, { signal }) => {
      const active = await setup.findActiveLabs(signal);
      if (active.length > 0) {
        throw new LabError('labs-running', 'labs run or are being changed', { params: { known: active.join(', ') } });
      }
      const situation = await setup.readSituation(signal);
      const { possible, reason } = firmwareGuide(situation).restart;
      const line = restartCommand(situation.platformId);
      if (!possible || line === null) {
        throw new LabError('firmware-restart-impossible', `no restart into the firmware: ${reason}`);
      }
      try {
        await setup.runner.run({ ...line, timeoutMs: 30_000 }, { signal });
      } catch (error) {
        throw refusal(error);
      }
      return {};
    },
  };
}

/** Why the system did not restart; what it said is kept. */
function refusal(error: unknown): unknown {
  if (!(error instanceof CommandError)) return error;
  const evidence = `${error.stdout}\n${error.stderr}`.split(/\r?\n/).filter((line) => line.trim() !== '');
  const details = { evidence: [error.message, ...evidence], cause: error };
  const isDenied =
    windowsDenied.includes(error.exitCode ?? 0) ||
    /\((?:5|1314)\)|access denied|not authorized|interactive authentication required/i.test(evidence.join('\n'));
  if (isDenied) return new LabError('needs-administrator', 'the system refused for want of rights', details);
  const isOld = error.exitCode === noFirmwareOption || /\(203\)|not supported/i.test(evidence.join('\n'));
  const why = isOld ? 'the firmware offers no such restart' : 'the system refused';
  return new LabError('firmware-restart-impossible', why, details);
}

import type { TextRef } from '../domain/operation.ts';
import type { CloudInitStage, GuestStage, InstallStage, SerialProgress } from './serial-progress.ts';

/** Shares of a node's way to its login, from boots measured under software emulation and hardware alike. */
const stageFractions: Readonly<Record<GuestStage, number>> = {
  silent: 0,
  loading: 0.05,
  kernel: 0.15,
  services: 0.3,
  'cloud-init': 0.6,
  login: 0.9,
  emergency: 0.9,
};

const cloudInitFractions: Readonly<Record<CloudInitStage, number>> = {
  'init-local': 0.6,
  init: 0.75,
  'modules:config': 0.85,
  'modules:final': 0.92,
  finished: 0.95,
};

/** Share of a base's time until its preparation begins. */
const bootShare = 0.4;

/** Share of an installed base's time until its own system starts, and how that is spent. Never measured: from reports of others. */
const installShare = 0.8;
const installFractions: Readonly<Record<InstallStage, number>> = {
  boot: 0,
  start: 0.15,
  disk: 0.2,
  copy: 0.25,
  system: 0.5,
  finish: 0.75,
  restart: 0.95,
  done: 1,
};

function bootFraction({ stage, cloudInitStage }: SerialProgress): number {
  return Math.max(stageFractions[stage], cloudInitStage === null ? 0 : cloudInitFractions[cloudInitStage]);
}

/** How far a node is on its way to being ready, 0 to 1, and what it does just now. */
export function describeProgress(progress: SerialProgress): readonly [number, TextRef] {
  return [bootFraction(progress), { key: `guest.stage.${progress.stage}`, params: {} }];
}

/** The same for a base: its installation, if there is one, and its preparation, whose steps are known by name and number. */
export function describeBaseProgress(progress: SerialProgress): readonly [number, TextRef] {
  const { install } = progress;
  if (install === null) return describePreparation(progress);
  if (install !== 'done')
    return [installFractions[install] * installShare, { key: `guest.install.${install}`, params: {} }];
  const [fraction, text] = describePreparation(progress);
  return [installShare + (1 - installShare) * fraction, text];
}

function describePreparation(progress: SerialProgress): readonly [number, TextRef] {
  const { step, stepNumber, of } = progress;
  if (step === null) {
    // A login prompt means nothing here: nobody logs in, and the preparation begins only after it.
    const stage = progress.stage === 'login' ? 'cloud-init' : progress.stage;
    return [bootFraction(progress) * bootShare, { key: `guest.stage.${stage}`, params: {} }];
  }
  const fraction = bootShare + (1 - bootShare) * ((stepNumber - 1) / Math.max(of, 1));
  return [fraction, { key: `guest.base-step.${step}`, params: { number: stepNumber, of } }];
}

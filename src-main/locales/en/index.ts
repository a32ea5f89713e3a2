import { checkTopics } from './check-topics.ts';
import { checks } from './checks.ts';
import { cli } from './cli.ts';
import { diagnostics } from './diagnostics.ts';
import { desktop } from './desktop.ts';
import { errors } from './errors.ts';
import { firmware } from './firmware.ts';
import { fixes } from './fixes.ts';
import { guest } from './guest.ts';
import { help } from './help.ts';
import { install } from './install.ts';
import { nodes } from './nodes.ts';
import { progress } from './progress.ts';
import { reclaim } from './reclaim.ts';
import { remarks } from './remarks.ts';
import { room } from './room.ts';
import { screen } from './screen.ts';
import { states } from './states.ts';
import { steps } from './steps.ts';
import { labs } from './labs.ts';
import { trials } from './trials.ts';
import { wake } from './wake.ts';
import { teach } from './teach.ts';
import { tidy } from './tidy.ts';
import { support } from './support.ts';
import { terminals } from './terminals.ts';
import { ui } from './ui.ts';
import { wizard } from './wizard.ts';
import { words } from './words.ts';
import { flattenErrors } from '../flatten-errors.ts';

/** All English texts by area. */
export const en = {
  checks: { ...checkTopics, ...checks },
  cli,
  desktop,
  diagnostics,
  errors: flattenErrors(errors),
  firmware,
  fixes,
  guest,
  help,
  install,
  nodes,
  progress,
  reclaim,
  remarks,
  room,
  screen,
  states,
  steps,
  words,
  labs,
  teach,
  support,
  terminals,
  tidy,
  trials,
  wake,
  ui,
  wizard,
};

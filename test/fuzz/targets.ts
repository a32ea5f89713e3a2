import { found } from './samples.ts';
import type { FuzzTarget } from './target.ts';
import { guestTargets } from './targets/guest.ts';
import { hostTargets } from './targets/host.ts';
import { imageTargets } from './targets/images.ts';
import { parallelsTargets } from './targets/parallels.ts';
import { qemuTargets } from './targets/qemu.ts';
import { requestTargets } from './targets/requests.ts';
import { storedTargets } from './targets/stored.ts';
import { virtualBoxTargets } from './targets/virtualbox.ts';

/** Every parser of text or bytes that somebody else wrote. What was found of each is among its samples. */
export const targets: readonly FuzzTarget[] = [
  ...virtualBoxTargets,
  ...parallelsTargets,
  ...qemuTargets,
  ...guestTargets,
  ...imageTargets,
  ...storedTargets,
  ...requestTargets,
  ...hostTargets,
].map((target) => ({ ...target, samples: [...target.samples, ...found(target.name).values()] }));

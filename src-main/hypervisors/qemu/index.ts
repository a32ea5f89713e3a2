export { detectQemu, probeQemu } from './detect.ts';
export type { QemuDriverSetup } from './context.ts';
export { createQemuDriver } from './qemu-driver.ts';
export { qemuTrialWays } from './trial.ts';
export { isQemuFile } from './own-files.ts';

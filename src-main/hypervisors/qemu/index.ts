export { detectQemu, probeQemu } from './detect.ts';
export { createQemuDriver } from './qemu-driver.ts';

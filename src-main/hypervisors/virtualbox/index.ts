export { detectVirtualBox } from './detect.ts';
export { prepareVirtualBoxTrial } from './trial.ts';
export { createVirtualBoxDriver, openVirtualBoxDriver, virtualBoxCapabilities } from './virtualbox-driver.ts';
export { isVirtualBoxFile } from './own-files.ts';

export { detectVirtualBox } from './detect.ts';
export { createVirtualBoxDriver, openVirtualBoxDriver, virtualBoxCapabilities } from './virtualbox-driver.ts';

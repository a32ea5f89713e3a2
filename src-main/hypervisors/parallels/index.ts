export { detectParallels } from './detect.ts';
export { createParallelsDriver, openParallelsDriver, parallelsCapabilities } from './parallels-driver.ts';
export { prepareParallelsTrial } from './trial.ts';
export { isParallelsFile } from './own-files.ts';

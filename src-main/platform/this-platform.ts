import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { readPlatform, type Platform } from './platform.ts';

/** User id of this process; -1 where there is none. */
export const thisUid = process.getuid?.() ?? -1;

/** This computer and this user. Throws `not-supported` on a CPU that no guest image is made for. */
export function readThisPlatform(): Platform {
  return readPlatform({
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    homeDir: homedir(),
    uid: thisUid,
    userName: userInfo().username,
    hostName: hostname(),
    tmpDir: tmpdir(),
    systemLocale: Intl.DateTimeFormat().resolvedOptions().locale,
  });
}

import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/** A unit test that starts a program depends on the computer it runs on; such tests belong under test/integration. */
function refuse(): never {
  throw new Error('unit tests start no program: script a CommandRunner, or move this test to test/integration');
}

Object.assign(childProcess.ChildProcess.prototype, { spawn: refuse });
Object.assign(childProcess, { spawnSync: refuse, execFileSync: refuse, execSync: refuse });
syncBuiltinESMExports();

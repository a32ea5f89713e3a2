/**
 * The simulated programs as real ones: `node program.ts <tool> <arguments>`, the world in the folder of the environment
 * variable `SIMULATED_PARALLELS`.
 */
import { perform } from './simulator.ts';
import { withStoredWorld } from './world.ts';

const [tool = '', ...args] = process.argv.slice(2);
const dir = process.env.SIMULATED_PARALLELS ?? '';
const { exitCode, stdout, stderr } = withStoredWorld(dir, (world) => perform(world, tool, args));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;

// The bare script that `bdl up` is measured against, as a process of its own. Argument: a file with a bare lab.
import { readFile } from 'node:fs/promises';
import { bareLabSchema, bareUp } from './bare-lab.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
await bareUp(bareLabSchema.parse(JSON.parse(await readFile(process.argv[2] ?? '', 'utf8'))), stop.signal);

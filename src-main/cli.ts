import { Command } from 'commander';

await new Command('bdl')
  .description('Turns a laptop into a small big-data cluster of real virtual machines')
  .version('0.1.0')
  .parseAsync();

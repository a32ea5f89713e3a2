import { quiet, well, type Asked } from './operations.ts';

/** Everything this program made goes, as a user would have it go: labs, the trash, bases, images. Answers what refused. */
export async function deleteEverything({ app }: Asked): Promise<readonly string[]> {
  const { api } = app;
  const refused: string[] = [];
  async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      refused.push(`${what}: ${error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)}`);
    }
  }
  const { labs, damaged } = await api['lab.list']({}, quiet);
  refused.push(...damaged.map(({ labId, error }) => `lab ${labId} is damaged: ${error.message}`));
  for (const { name } of labs) await attempt(name, () => well(api['lab.delete']({ lab: name, purge: true }, quiet)));
  await attempt('trash', () => api['trash.empty']({}, quiet));
  const { images, bases } = await api['images.list']({}, quiet);
  for (const { baseId } of bases) await attempt(baseId, () => api['images.remove']({ id: baseId }, quiet));
  for (const { digest } of images)
    if (digest !== null) await attempt(digest, () => api['images.remove']({ id: digest }, quiet));
  return refused;
}

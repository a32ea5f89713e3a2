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
  // Where nothing but a record was begun there is no lab yet: it is found as a leftover, which provably is ours.
  const { leftovers } = await api['data.inspect']({}, quiet);
  for (const { kind, proof, path } of leftovers.filter(
    ({ kind, proof }) => kind.endsWith('-folder') && proof === 'record',
  ))
    await attempt(`${kind} ${String(proof)}`, () => api['data.tidy']({ path }, quiet));
  await attempt('trash', () => api['trash.empty']({}, quiet));
  const { images, bases } = await api['images.list']({}, quiet);
  for (const { baseId } of bases) await attempt(baseId, () => api['images.remove']({ id: baseId }, quiet));
  for (const { digest } of images)
    if (digest !== null) await attempt(digest, () => api['images.remove']({ id: digest }, quiet));
  return refused;
}

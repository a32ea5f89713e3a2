import { CommandError } from '../../process/command.ts';
import type { CommandRunner, CommandSpec } from '../../process/command.ts';
import { debianSuite } from './recipe.ts';

/** Asks apt of this computer which package sources it uses, one line each, `|` between the fields. */
export const listHostSources: CommandSpec = {
  program: 'apt-get',
  args: ['indextargets', '--format', '$(SITE)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)', 'Created-By: Packages'],
};

const releases = [debianSuite, `${debianSuite}-updates`, `${debianSuite}-security`];

/**
 * Package sources of this computer that hold the image's release, as lines of a sources.list: a mirror nearby, or the only one
 * that can be reached. Empty where the computer runs another release or never fetched its package lists; then the usual servers
 * are asked. Sources of others than Debian are left out, whatever release they name.
 */
export async function readHostSources(
  runner: CommandRunner,
  options: { readonly signal: AbortSignal },
): Promise<readonly string[]> {
  try {
    return toSourceLines((await runner.run(listHostSources, options)).stdout);
  } catch (error) {
    // Without an answer of apt the build has what it needs all the same.
    if (error instanceof CommandError) return [];
    throw error;
  }
}

/** Source lines from the answer to `listHostSources` (apt 2.6). */
export function toSourceLines(answer: string): readonly string[] {
  const lines = answer.split('\n').flatMap((line) => {
    const [site = '', release = '', component, origin] = line.trim().split('|');
    const fits = component === 'main' && origin === 'Debian' && releases.includes(release) && /^https?:/.test(site);
    return fits ? [`deb ${site} ${release} main`] : [];
  });
  const hasRelease = lines.some((line) => line.endsWith(` ${debianSuite} main`));
  return hasRelease ? [...new Set(lines)] : [];
}

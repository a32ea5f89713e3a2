/** Brackets that may open the document; text before it may hold some as well. */
const maxStarts = 40;

/**
 * The JSON document in what a tool printed, or undefined when there is none. Text may come before it (an edition without the
 * feature says so first: prl-devops-service license.go), and strings may hold control characters that JSON forbids
 * (vagrant-parallels GH-204, GH-219).
 */
export function parseToolJson(text: string): unknown {
  const clean = text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trimEnd();
  const starts = [...clean.matchAll(/[[{]/g)].slice(0, maxStarts).map(({ index }) => index);
  for (const start of starts) {
    const end = Math.max(clean.lastIndexOf(']'), clean.lastIndexOf('}'));
    try {
      return JSON.parse(clean.slice(start, end + 1));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

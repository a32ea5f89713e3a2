/** Numbers of a version such as `1.12.0` or `v1.12.0`, and whether it is a version before that one (`1.12.0-beta.2`). */
interface Version {
  readonly numbers: readonly number[];
  readonly isEarly: boolean;
}

function readVersion(text: string): Version | null {
  const [, numbers, early] = /^v?(\d{1,6}(?:\.\d{1,6}){0,3})(-[0-9a-z.-]+)?(?:\+.*)?$/i.exec(text.trim()) ?? [];
  if (numbers === undefined) return null;
  return { numbers: numbers.split('.').map(Number), isEarly: early !== undefined };
}

/** True when `candidate` is a finished version above `current`. False too when either is no version. */
export function isNewerVersion(candidate: string, current: string): boolean {
  const [theirs, ours] = [readVersion(candidate), readVersion(current)];
  if (theirs === null || ours === null || theirs.isEarly) return false;
  const length = Math.max(theirs.numbers.length, ours.numbers.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (theirs.numbers[index] ?? 0) - (ours.numbers[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return ours.isEarly;
}

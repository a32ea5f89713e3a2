/** True for a file of a VM: everything in its bundle, and the note that it is unfinished. The path is relative, with `/`. */
export function isParallelsFile(path: string): boolean {
  return path === 'unfinished.txt' || /^[^/]+ [0-9a-f]{8}\.pvm\//.test(path);
}

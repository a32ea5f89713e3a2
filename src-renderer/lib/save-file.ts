/** Offers a text as a file to keep; where it goes is the browser's, or the user's, choice. */
export function saveTextFile(fileName: string, text: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its own hold on the content once it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

/** A name as part of a file name on every system. */
export function toFileName(name: string): string {
  const kept = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return kept === '' ? 'lab' : kept.slice(0, 60);
}

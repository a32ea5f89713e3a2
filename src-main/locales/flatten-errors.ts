/** Keys of an error's two sentences: `<code>.what` and `<code>.next`. */
export function flattenErrors(
  errors: Readonly<Record<string, { readonly what: string; readonly next: string }>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).flatMap(([code, { what, next }]) => [
      [`${code}.what`, what],
      [`${code}.next`, next],
    ]),
  );
}

/** What has to be taken away in the end, whatever happens: last in, first out. */
export interface Care {
  /** Notes how something is taken away. */
  add(what: string, work: () => Promise<void>): void;
  /** Takes away everything that is left, each thing once; one failure does not keep the rest. Throws what failed. */
  finish(): Promise<void>;
}

export function createCare(): Care {
  const entries: { readonly what: string; readonly end: () => Promise<void> }[] = [];
  return {
    add: (what, work) => {
      let done: Promise<void> | null = null;
      const end = (): Promise<void> => (done ??= work());
      entries.push({ what, end });
    },
    finish: async () => {
      const failures: unknown[] = [];
      for (const { what, end } of entries.toReversed()) {
        await end().catch((error: unknown) => failures.push(new Error(`not taken away: ${what}`, { cause: error })));
      }
      if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
    },
  };
}

import { describe, expect, it } from 'vitest';
import {
  formatTable,
  mergeRows,
  parseRows,
  readSection,
  replaceSection,
  tableHead,
  toCells,
} from '../../../../scripts/bench/table.ts';

describe('a table', () => {
  const rows = [
    ['start of `a`', '1 ms'],
    ['with | in it', '2 ms'],
  ];

  it('is read back as it was written', () => {
    expect(parseRows(formatTable(['what', 'time'], rows), 2)).toEqual(rows);
  });

  it('is read back after a formatter aligned it', () => {
    const aligned = ['| what   | time |', '| ------ | ---- |', '| a long | 1 ms |'].join('\n');

    expect(parseRows(aligned, 2)).toEqual([['a long', '1 ms']]);
  });

  it('keeps the order of old rows, replaces what was measured again, and adds what is new', () => {
    const old = [
      ['first', 'old'],
      ['second', 'old'],
    ];
    const fresh = [
      ['third', 'new'],
      ['second', 'new'],
    ];

    expect(mergeRows(old, fresh)).toEqual([
      ['first', 'old'],
      ['second', 'new'],
      ['third', 'new'],
    ]);
  });
});

describe('toCells', () => {
  const common = { load: 0.51, what: 'something' };

  it('shows medians with their spread, the ratio within pairs, and whether the budget was kept', () => {
    const pairs = [
      { oursMs: 1000, floorMs: 1000 },
      { oursMs: 2400, floorMs: 2000 },
      { oursMs: 1200, floorMs: 1000 },
    ];

    const cells = toCells({ kind: 'times', ...common, pairs, budget: { kind: 'ratio', limit: 1.1 } }, '2026-01-31');

    expect(cells).toEqual([
      'something',
      '1.20 s (1.00 s–2.40 s)',
      '1.00 s (1.00 s–2.00 s)',
      '**1.20** (1.00–1.20)',
      'at most 1.10: **missed**',
      '3',
      '0.5',
      '2026-01-31',
    ]);
    expect(cells).toHaveLength(tableHead.length);
  });

  it('shows counts of a small and a large lab', () => {
    const [few, many] = [5, 20].map((nodes) => ({ of: `${nodes} nodes`, count: 2 }));
    if (few === undefined || many === undefined) throw new Error('two were made');

    const cells = toCells({ kind: 'counts', ...common, few, many, budget: { kind: 'same' } }, '2026-01-31');

    expect(cells[1]).toBe('2 for 20 nodes, 2 for 5 nodes');
    expect(cells[4]).toBe('the same number: kept');
    expect(cells).toHaveLength(tableHead.length);
  });
});

describe('a section of the document', () => {
  const text = 'before\n\n<!-- results: written by npm run bench -->\nold\n<!-- end of results -->\n\nafter\n';

  it('is replaced, and nothing around it changes', () => {
    const changed = replaceSection(text, 'results', 'new');

    expect(readSection(changed, 'results')).toBe('new');
    expect(changed).toMatch(/^before\n\n<!-- results/);
    expect(changed).toMatch(/<!-- end of results -->\n\nafter\n$/);
    expect(changed).not.toContain('old');
  });

  it('is missed by its name', () => {
    expect(() => replaceSection(text, 'laptop', 'new')).toThrow('no section "laptop"');
  });
});

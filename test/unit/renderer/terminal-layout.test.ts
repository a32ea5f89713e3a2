import { describe, expect, it } from 'vitest';
import {
  activatePane,
  activateTab,
  closePane,
  emptyLayout,
  layoutSchema,
  openGrid,
  openTab,
  rectsOf,
  reconcile,
  replacePane,
  splitPane,
  type Layout,
  type PaneTree,
} from '../../../src-renderer/features/terminals/model/layout.ts';

/** `a`, `[a|b]` beside each other, `[a/b]` below each other. */
function show(tree: PaneTree): string {
  if (tree.kind === 'pane') return tree.id;
  return `[${tree.parts.map(show).join(tree.direction === 'row' ? '|' : '/')}]`;
}

/** The trees of all tabs, the active one marked, with the active pane behind them. */
function draw({ tabs, activeTab, activePane }: Layout): string {
  const drawn = tabs.map(({ id, tree }) => `${id === activeTab ? '*' : ''}${show(tree)}`);
  return `${drawn.join(' ')} ${String(activePane)}`;
}

const one = openTab(emptyLayout, 'a');
const beside = splitPane(one, 'a', { id: 'b', direction: 'row' });
const two = openTab(beside, 'c');

describe('the layout of terminals', () => {
  it.each<[string, Layout, string]>([
    ['nothing', emptyLayout, ' null'],
    ['a tab', one, '*a a'],
    ['a pane beside another', beside, '*[a|b] b'],
    ['a third one between', splitPane(beside, 'a', { id: 'c', direction: 'row' }), '*[a|c|b] c'],
    ['one below', splitPane(beside, 'a', { id: 'c', direction: 'column' }), '*[[a/c]|b] c'],
    ['another tab', two, '[a|b] *c c'],
    ['the first tab again', activateTab(two, 'tab-a'), '*[a|b] c a'],
    ['a pane of the first tab', activatePane(two, 'b'), '*[a|b] c b'],
    ['a pane that is nowhere', activatePane(two, 'x'), '[a|b] *c c'],
    ['a closed pane', closePane(beside, 'b'), '*a a'],
    ['a closed pane in a tab behind', closePane(two, 'b'), 'a *c c'],
    ['a closed tab', closePane(two, 'c'), '*[a|b] a'],
    ['a closed tab before another', closePane(openTab(one, 'c'), 'c'), '*a a'],
    ['the last tab closed', closePane(one, 'a'), ' null'],
    ['another terminal in a pane', replacePane(beside, 'b', 'x'), '*[a|x] x'],
    ['another terminal in a pane behind', replacePane(two, 'a', 'x'), '[x|b] *c c'],
    ['a grid of nothing', openGrid(one, []), '*a a'],
    ['a grid of one', openGrid(emptyLayout, ['p']), '*p p'],
    ['a grid of two', openGrid(emptyLayout, ['p', 'q']), '*[p|q] p'],
    ['a grid of three', openGrid(emptyLayout, ['p', 'q', 'r']), '*[[p|q]/r] p'],
    ['a grid of five', openGrid(emptyLayout, ['p', 'q', 'r', 's', 't']), '*[[p|q|r]/[s|t]] p'],
    ['a kept layout', reconcile(two, ['a', 'b', 'c']), '[a|b] *c c'],
    ['a kept layout without what is gone', reconcile(two, ['b']), '*b b'],
    ['a kept layout with what it does not know', reconcile(one, ['a', 'x']), '*a x a'],
    ['terminals without a layout', reconcile(emptyLayout, ['x', 'y']), 'x *y y'],
  ])('shows %s', (_what, layout, drawn) => {
    expect(draw(layout)).toBe(drawn);
  });

  it('is kept whole', () => {
    expect(layoutSchema.parse(JSON.parse(JSON.stringify(two)))).toEqual(two);
  });

  it('gives the parts of a split equal room', () => {
    const tree = openGrid(emptyLayout, ['p', 'q', 'r']).tabs[0]?.tree;
    if (tree === undefined) throw new Error('no tab');

    expect(rectsOf(tree)).toEqual([
      { id: 'p', left: 0, top: 0, width: 0.5, height: 0.5 },
      { id: 'q', left: 0.5, top: 0, width: 0.5, height: 0.5 },
      { id: 'r', left: 0, top: 0.5, width: 1, height: 0.5 },
    ]);
  });
});

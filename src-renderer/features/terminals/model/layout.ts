import { z } from 'zod';

/** How the panes of a tab share its room: one, or several beside (`row`) or below (`column`) each other, each in turn shared. */
export type PaneTree =
  | { readonly kind: 'pane'; readonly id: string }
  | { readonly kind: 'split'; readonly direction: SplitDirection; readonly parts: readonly PaneTree[] };

export type SplitDirection = 'row' | 'column';

export interface Tab {
  readonly id: string;
  /** All nodes side by side, rather than what somebody put together. */
  readonly isGrid: boolean;
  readonly tree: PaneTree;
}

/** What is shown of the terminals of a lab. Panes are named by their terminals. */
export interface Layout {
  readonly tabs: readonly Tab[];
  /** Null when there is no tab. */
  readonly activeTab: string | null;
  /** The pane that has, or had last, the keyboard. */
  readonly activePane: string | null;
}

const paneTreeSchema: z.ZodType<PaneTree> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pane'), id: z.string() }),
    z.object({
      kind: z.literal('split'),
      direction: z.enum(['row', 'column']),
      parts: z.array(paneTreeSchema).min(2),
    }),
  ]),
);

/** A layout as it was kept. */
export const layoutSchema = z.object({
  tabs: z.array(z.object({ id: z.string(), isGrid: z.boolean(), tree: paneTreeSchema })),
  activeTab: z.string().nullable(),
  activePane: z.string().nullable(),
});

export const emptyLayout: Layout = { tabs: [], activeTab: null, activePane: null };

function paneOf(id: string): PaneTree {
  return { kind: 'pane', id };
}

/** Names of the panes, in reading order. */
export function panesOf(tree: PaneTree): readonly string[] {
  return tree.kind === 'pane' ? [tree.id] : tree.parts.flatMap(panesOf);
}

/** The tab a pane is in; undefined when it is in none. */
export function tabOf(layout: Layout, paneId: string): Tab | undefined {
  return layout.tabs.find(({ tree }) => panesOf(tree).includes(paneId));
}

/** The tab that is shown; undefined when there is none. */
export function activeTabOf(layout: Layout): Tab | undefined {
  return layout.tabs.find(({ id }) => id === layout.activeTab);
}

function withTab(layout: Layout, tab: Tab, activePane: string): Layout {
  return { tabs: [...layout.tabs, tab], activeTab: tab.id, activePane };
}

/** A new tab with one pane, shown at once. */
export function openTab(layout: Layout, paneId: string): Layout {
  return withTab(layout, { id: `tab-${paneId}`, isGrid: false, tree: paneOf(paneId) }, paneId);
}

/** A new tab with all these panes in rows of about equal length, shown at once; as it is when there are none. */
export function openGrid(layout: Layout, paneIds: readonly string[]): Layout {
  const [first] = paneIds;
  if (first === undefined) return layout;
  const columns = Math.ceil(Math.sqrt(paneIds.length));
  const rows = Array.from({ length: Math.ceil(paneIds.length / columns) }, (_, row) =>
    joined(
      'row',
      paneIds.slice(row * columns, (row + 1) * columns).map((id) => paneOf(id)),
    ),
  );
  return withTab(layout, { id: `tab-${first}`, isGrid: true, tree: joined('column', rows) }, first);
}

function joined(direction: SplitDirection, parts: readonly PaneTree[]): PaneTree {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'split', direction, parts };
}

/** Puts a new pane beside or below another, and gives it the keyboard. */
export function splitPane(
  layout: Layout,
  paneId: string,
  added: { readonly id: string; readonly direction: SplitDirection },
): Layout {
  const tabs = layout.tabs.map((tab) => ({ ...tab, tree: splitIn(tab.tree, paneId, added) }));
  return { ...layout, tabs, activePane: added.id };
}

function splitIn(
  tree: PaneTree,
  paneId: string,
  added: { readonly id: string; readonly direction: SplitDirection },
): PaneTree {
  const { id, direction } = added;
  if (tree.kind === 'pane') return tree.id === paneId ? joined(direction, [tree, paneOf(id)]) : tree;
  const at = tree.parts.findIndex((part) => part.kind === 'pane' && part.id === paneId);
  if (at !== -1 && tree.direction === direction) {
    return { ...tree, parts: [...tree.parts.slice(0, at + 1), paneOf(id), ...tree.parts.slice(at + 1)] };
  }
  return { ...tree, parts: tree.parts.map((part) => splitIn(part, paneId, added)) };
}

/** Takes a pane away; what is left shares its room, an empty tab is closed, and a neighbour gets the keyboard. */
export function closePane(layout: Layout, paneId: string): Layout {
  const closedIn = layout.tabs.findIndex(({ tree }) => panesOf(tree).includes(paneId));
  const tabs = layout.tabs.flatMap((tab) => {
    const tree = without(tab.tree, paneId);
    return tree === null ? [] : [{ ...tab, tree }];
  });
  const isActiveThere = tabs.some(({ id }) => id === layout.activeTab);
  const next = isActiveThere ? layout.activeTab : (tabs[Math.min(closedIn, tabs.length - 1)]?.id ?? null);
  return activateTab({ ...layout, tabs }, next);
}

function without(tree: PaneTree, paneId: string): PaneTree | null {
  if (tree.kind === 'pane') return tree.id === paneId ? null : tree;
  const parts = tree.parts.flatMap((part) => {
    const left = without(part, paneId);
    return left === null ? [] : [left];
  });
  return parts.length === 0 ? null : joined(tree.direction, parts);
}

/** Shows a tab; the keyboard stays in its pane when it is there, else the first gets it. */
export function activateTab(layout: Layout, tabId: string | null): Layout {
  const tab = layout.tabs.find(({ id }) => id === tabId);
  if (tab === undefined) return { ...layout, activeTab: null, activePane: null };
  const panes = panesOf(tab.tree);
  const isHere = layout.activePane !== null && panes.includes(layout.activePane);
  return { ...layout, activeTab: tab.id, activePane: isHere ? layout.activePane : (panes[0] ?? null) };
}

/** Shows the tab of a pane and gives it the keyboard. */
export function activatePane(layout: Layout, paneId: string): Layout {
  const tab = tabOf(layout, paneId);
  return tab === undefined ? layout : { ...layout, activeTab: tab.id, activePane: paneId };
}

/** Another terminal in the place of one. */
export function replacePane(layout: Layout, paneId: string, newId: string): Layout {
  const replace = (tree: PaneTree): PaneTree =>
    tree.kind === 'pane' ? paneOf(tree.id === paneId ? newId : tree.id) : { ...tree, parts: tree.parts.map(replace) };
  return {
    ...layout,
    tabs: layout.tabs.map((tab) => ({ ...tab, tree: replace(tab.tree) })),
    activePane: layout.activePane === paneId ? newId : layout.activePane,
  };
}

/** A kept layout with the terminals there are now: without those that are gone, and a tab for each it does not know. */
export function reconcile(kept: Layout, terminalIds: readonly string[]): Layout {
  const known = kept.tabs.flatMap(({ tree }) => panesOf(tree));
  const cleaned = known.filter((id) => !terminalIds.includes(id)).reduce(closePane, kept);
  const added = terminalIds.filter((id) => !known.includes(id)).reduce(openTab, cleaned);
  return activateTab(added, cleaned.activeTab ?? added.activeTab);
}

/** Where a pane lies in its tab, as fractions of it. */
export interface PaneRect {
  readonly id: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Room = Omit<PaneRect, 'id'>;

/** The places of all panes, in reading order; the parts of a split are equally large. */
export function rectsOf(tree: PaneTree, room: Room = { left: 0, top: 0, width: 1, height: 1 }): readonly PaneRect[] {
  if (tree.kind === 'pane') return [{ id: tree.id, ...room }];
  const count = tree.parts.length;
  return tree.parts.flatMap((part, index) =>
    tree.direction === 'row'
      ? rectsOf(part, { ...room, left: room.left + (room.width * index) / count, width: room.width / count })
      : rectsOf(part, { ...room, top: room.top + (room.height * index) / count, height: room.height / count }),
  );
}

import { useEffect, useState } from 'react';
import type { TerminalInfo, TerminalKind } from '../../../src-main/contract/terminal-views.ts';
import { useApiQuery, useClient } from '../../api/index.ts';
import {
  closePane,
  emptyLayout,
  layoutSchema,
  openGrid,
  openTab,
  reconcile,
  replacePane,
  splitPane,
  type Layout,
  type SplitDirection,
} from './model/layout.ts';

/** The size a terminal starts with; it is fitted to its place as soon as it has one. */
const startSize = { cols: 80, rows: 24 } as const;

export interface Workspace {
  readonly layout: Layout;
  /** False until it is known which terminals there are. */
  readonly isReady: boolean;
  /** Why something could not be done; null when nothing is wrong. */
  readonly failure: unknown;
  /** Changes when the active pane is to take the keyboard. */
  readonly focusRequest: number;
  /** Empty for the base of the lab. */
  readonly nodeOf: (paneId: string) => string;
  readonly kindOf: (paneId: string) => TerminalKind;
  /** False: a console that can only be read. */
  readonly acceptsInput: (paneId: string) => boolean;
  /** Changes what is shown, and gives the keyboard to the active pane. */
  readonly show: (change: (layout: Layout) => Layout) => void;
  /** Notes which pane has the keyboard. */
  readonly noteActive: (change: (layout: Layout) => Layout) => void;
  readonly open: (node: string) => void;
  readonly openConsole: (node: string) => void;
  readonly openAll: (nodes: readonly string[]) => void;
  readonly split: (paneId: string, node: string, direction: SplitDirection) => void;
  readonly reopen: (paneId: string) => void;
  readonly close: (paneId: string) => void;
}

/** The terminals of one lab and how they are laid out. They live in the core: leaving the page ends none. */
export function useWorkspace(labId: string): Workspace {
  const client = useClient();
  const { data, error, isFetching } = useApiQuery('terminals.list', {});
  const [layout, setLayout] = useState<Layout>(() => readKept(labId));
  const [opened, setOpened] = useState<readonly TerminalInfo[]>([]);
  const [isReady, setIsReady] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [focusRequest, setFocusRequest] = useState(0);
  const known = [...opened, ...(data ?? [])];

  useEffect(() => {
    if (isReady || isFetching || data === undefined) return;
    const own = data.filter((terminal) => terminal.labId === labId).map(({ terminalId }) => terminalId);
    setLayout((kept) => reconcile(kept, own));
    setIsReady(true);
  }, [isReady, isFetching, data, labId]);
  useEffect(() => {
    if (isReady) keep(labId, layout);
  }, [isReady, labId, layout]);

  function show(change: (layout: Layout) => Layout): void {
    setLayout(change);
    setFocusRequest((count) => count + 1);
  }
  /** Opens terminals, all at once; those that could be opened are shown, whatever became of the others. */
  async function start(
    wanted: readonly Wanted[],
    place: (layout: Layout, ids: readonly string[]) => Layout,
  ): Promise<readonly string[]> {
    setFailure(null);
    const answers = await Promise.allSettled(
      wanted.map((terminal) => client.call('terminals.open', { ...terminal, lab: labId, ...startSize })),
    );
    const infos = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const refused = answers.find((answer) => answer.status === 'rejected');
    if (refused !== undefined) setFailure(refused.reason);
    setOpened((before) => [...before, ...infos]);
    const ids = infos.map(({ terminalId }) => terminalId);
    if (ids.length > 0) show((before) => place(before, ids));
    return ids;
  }
  function run(work: Promise<unknown>): void {
    work.catch(setFailure);
  }
  function infoOf(paneId: string): TerminalInfo | undefined {
    return known.find(({ terminalId }) => terminalId === paneId);
  }
  async function end(paneId: string): Promise<void> {
    await client.call('terminals.close', { terminalId: paneId });
  }
  return {
    layout,
    isReady,
    failure: failure ?? (isReady ? null : error),
    focusRequest,
    nodeOf: (paneId) => infoOf(paneId)?.node ?? '',
    kindOf: (paneId) => infoOf(paneId)?.kind ?? 'ssh',
    acceptsInput: (paneId) => infoOf(paneId)?.acceptsInput ?? true,
    show,
    noteActive: setLayout,
    open: (node) => run(start([shellOn(node)], (before, [id = '']) => openTab(before, id))),
    openConsole: (node) => run(start([{ kind: 'console', node }], (before, [id = '']) => openTab(before, id))),
    openAll: (nodes) => run(start(nodes.map(shellOn), openGrid)),
    split: (paneId, node, direction) =>
      run(start([shellOn(node)], (before, [id = '']) => splitPane(before, paneId, { id, direction }))),
    reopen: (paneId) => {
      const replace = start([asBefore(infoOf(paneId))], (before, [id = '']) => replacePane(before, paneId, id));
      // What could not be opened again keeps its text.
      run(replace.then((ids) => (ids.length > 0 ? end(paneId) : undefined)));
    },
    close: (paneId) => {
      show((before) => closePane(before, paneId));
      run(end(paneId));
    },
  };
}

type Wanted =
  { readonly kind: 'ssh'; readonly node: string } | { readonly kind: 'console'; readonly node: string | null };

function shellOn(node: string): Wanted {
  return { kind: 'ssh', node };
}

function asBefore(info: TerminalInfo | undefined): Wanted {
  return info?.kind === 'console' ? { kind: 'console', node: info.node } : shellOn(info?.node ?? '');
}

function keyOf(labId: string): string {
  return `bdl-terminals-${labId}`;
}

/** The layout this tab of the browser had; another one begins with its own. */
function readKept(labId: string): Layout {
  try {
    return layoutSchema.parse(JSON.parse(sessionStorage.getItem(keyOf(labId)) ?? 'null'));
  } catch {
    // Nothing was kept, or by another version; the terminals themselves are not affected.
    return emptyLayout;
  }
}

function keep(labId: string, layout: Layout): void {
  sessionStorage.setItem(keyOf(labId), JSON.stringify(layout));
}

import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useApiQuery } from '../../api/index.ts';
import { failureOf, FailureNotice } from '../../components/failure-notice.tsx';
import { useT } from '../../lib/i18n.tsx';
import { EmptyWorkspace } from './empty-workspace.tsx';
import { activatePane, activateTab, activeTabOf, panesOf, rectsOf, tabOf, type Layout } from './model/layout.ts';
import { isReport } from './model/reports.ts';
import type { TerminalNode } from './node-menu.tsx';
import { TerminalPane } from './terminal-pane.tsx';
import { Toolbar } from './toolbar.tsx';
import { ToAllBanner } from './to-all-banner.tsx';
import { useViewOptions } from './use-view-options.ts';
import { useWorkspace } from './use-workspace.ts';

interface TerminalWorkspaceProps {
  readonly lab: { readonly labId: string; readonly nodes: readonly TerminalNode[] };
  /** A node to show a terminal of, opened if there is none. */
  readonly node?: string;
}

type Send = (bytes: Uint8Array<ArrayBuffer>) => void;

/** The terminals of a lab in tabs, splits and a grid. Takes the height of the window, less what usually stands above it. */
export function TerminalWorkspace({ lab, node }: TerminalWorkspaceProps): ReactNode {
  const { labId, nodes } = lab;
  const t = useT();
  const workspace = useWorkspace(labId);
  const { layout, isReady, failure } = workspace;
  const [toAllIn, setToAllIn] = useState<string | null>(null);
  const [isReadOut, setIsReadOut] = useState(false);
  const tab = activeTabOf(layout);
  const shown = tab === undefined ? [] : panesOf(tab.tree).filter((id) => workspace.kindOf(id) === 'ssh');
  const isTypingToAll = toAllIn !== null && tab?.id === toAllIn && shown.length > 1;
  const panelId = useId();
  useAskedNode(workspace, node);
  const running = nodes.filter(({ state }) => state === 'running').map(({ name }) => name);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: 'max(26rem, calc(100vh - 14rem))' }}>
      <Toolbar
        nodes={nodes}
        shownCount={shown.length}
        isTypingToAll={isTypingToAll}
        isReadOut={isReadOut}
        onOpen={workspace.open}
        onOpenConsole={workspace.openConsole}
        onOpenAll={() => workspace.openAll(running)}
        onTypeToAll={(isOn) => setToAllIn(isOn ? (tab?.id ?? null) : null)}
        onReadOut={setIsReadOut}
      />
      {failure !== null && (
        <Box sx={{ p: 1 }}>
          <FailureNotice failure={failureOf(failure, t)} />
        </Box>
      )}
      {isTypingToAll && <ToAllBanner nodes={shown.map(workspace.nodeOf)} onEnd={() => setToAllIn(null)} />}
      {layout.tabs.length > 0 && <TabRow workspace={workspace} panelId={panelId} />}
      {isReady && layout.tabs.length === 0 && (
        <EmptyWorkspace nodes={nodes} onOpen={workspace.open} onOpenAll={() => workspace.openAll(running)} />
      )}
      <Panes {...{ labId, workspace, nodes, isReadOut, isTypingToAll, panelId }} />
    </Box>
  );
}

/** Shows the terminal that somebody came for, once. */
function useAskedNode(
  { isReady, layout, nodeOf, kindOf, show, open }: ReturnType<typeof useWorkspace>,
  node?: string,
): void {
  const answered = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!isReady || node === undefined || answered.current === node) return;
    answered.current = node;
    const pane = layout.tabs
      .flatMap(({ tree }) => panesOf(tree))
      .find((id) => nodeOf(id) === node && kindOf(id) === 'ssh');
    if (pane === undefined) open(node);
    else show((before) => activatePane(before, pane));
  });
}

interface TabRowProps {
  readonly workspace: ReturnType<typeof useWorkspace>;
  readonly panelId: string;
}

function TabRow({ workspace, panelId }: TabRowProps): ReactNode {
  const t = useT();
  const { layout, nodeOf, kindOf, show } = workspace;
  const nameOf = (id: string): string =>
    kindOf(id) === 'console' ? t('terminals.console-tab', { node: nodeOf(id) || t('terminals.base') }) : nodeOf(id);
  return (
    <Tabs
      value={layout.activeTab ?? false}
      variant="scrollable"
      scrollButtons="auto"
      aria-label={t('terminals.tabs')}
      onChange={(_event, tabId: string) => show((before) => activateTab(before, tabId))}
      sx={{ minHeight: '2.4rem' }}
    >
      {layout.tabs.map(({ id, tree, isGrid }) => {
        const names = panesOf(tree).map(nameOf);
        const label = isGrid && names.length > 1 ? t('terminals.all-nodes') : names.join(' + ');
        return (
          <Tab
            key={id}
            value={id}
            id={`${panelId}-${id}`}
            aria-controls={panelId}
            label={label}
            sx={{ minHeight: '2.4rem', py: 0.5, textTransform: 'none' }}
          />
        );
      })}
    </Tabs>
  );
}

interface PanesProps {
  readonly labId: string;
  readonly workspace: ReturnType<typeof useWorkspace>;
  readonly nodes: readonly TerminalNode[];
  readonly isReadOut: boolean;
  readonly isTypingToAll: boolean;
  readonly panelId: string;
}

/** All panes of all tabs, so that a terminal keeps its place and its text whatever is shown; only positions change. */
function Panes({ labId, workspace, nodes, isReadOut, isTypingToAll, panelId }: PanesProps): ReactNode {
  const { layout } = workspace;
  const { data: info } = useApiQuery('app.info', {});
  const look = useViewOptions(isReadOut);
  const senders = useSenders();
  const tab = activeTabOf(layout);
  if (tab === undefined || info === undefined) return null;
  const shown = panesOf(tab.tree);
  function type(paneId: string, data: string): void {
    const bytes = new TextEncoder().encode(data);
    const isShell = workspace.kindOf(paneId) === 'ssh';
    const isForAll = isTypingToAll && isShell && shown.includes(paneId) && !isReport(data);
    const targets = isForAll ? shown.filter((id) => workspace.kindOf(id) === 'ssh') : [paneId];
    for (const target of targets) senders.send(target, bytes);
  }
  return (
    <Box
      role="tabpanel"
      id={panelId}
      aria-labelledby={`${panelId}-${tab.id}`}
      sx={{ position: 'relative', flex: 1, minHeight: '18rem', overflow: 'hidden' }}
    >
      {layout.tabs
        .flatMap(({ tree }) => rectsOf(tree))
        .map((rect) => (
          <TerminalPane
            key={rect.id}
            labId={labId}
            terminalId={rect.id}
            kind={workspace.kindOf(rect.id)}
            acceptsInput={workspace.acceptsInput(rect.id)}
            node={workspace.nodeOf(rect.id)}
            nodes={nodes}
            rect={rect}
            isShown={shown.includes(rect.id)}
            isActive={rect.id === layout.activePane}
            isTypedTo={isTypingToAll && shown.includes(rect.id) && workspace.kindOf(rect.id) === 'ssh'}
            focusRequest={workspace.focusRequest}
            platform={info.platform}
            look={look}
            onActivate={() => workspace.noteActive((before) => withActive(before, rect.id))}
            onInput={(data) => type(rect.id, data)}
            onSender={senders.register(rect.id)}
            onSplit={(direction, node) => workspace.split(rect.id, node, direction)}
            onReopen={() => workspace.reopen(rect.id)}
            onConsole={() => workspace.openConsole(workspace.nodeOf(rect.id))}
            onClose={() => workspace.close(rect.id)}
          />
        ))}
    </Box>
  );
}

/** As it is when nothing changes, so that nothing is drawn anew for each focus. */
function withActive(layout: Layout, paneId: string): Layout {
  return layout.activePane === paneId || tabOf(layout, paneId) === undefined ? layout : activatePane(layout, paneId);
}

/** The ways into the terminals, by pane. */
function useSenders() {
  const [senders] = useState(() => {
    const ways = new Map<string, Send>();
    const registers = new Map<string, (send: Send | null) => void>();
    return {
      send: (paneId: string, bytes: Uint8Array<ArrayBuffer>) => ways.get(paneId)?.(bytes),
      /** The same function each time, so that a pane registers once. */
      register: (paneId: string): ((send: Send | null) => void) => {
        const known = registers.get(paneId);
        if (known !== undefined) return known;
        const register = (send: Send | null): void => {
          if (send === null) ways.delete(paneId);
          else ways.set(paneId, send);
        };
        registers.set(paneId, register);
        return register;
      },
    };
  });
  return senders;
}

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { createClient, type Client } from './client.ts';
import { createCoreStore, type CoreStatus, type CoreStore } from './core.ts';
import { createPatience, type Patience } from './patience.ts';
import type { ConnectTerminal, Transport } from './transport.ts';

interface Api {
  readonly client: Client;
  readonly core: CoreStore;
  readonly patience: Patience;
  readonly connectTerminal: Transport['connectTerminal'];
}

const ApiContext = createContext<Api | null>(null);

function useApiContext(): Api {
  const api = use(ApiContext);
  if (api === null) throw new Error('there is no ApiProvider around this component');
  return api;
}

/** The contract as functions, for what no query or mutation does. */
export function useClient(): Client {
  return useApiContext().client;
}

/** How to open lines to terminals; `openTerminalChannel` makes a terminal of them. */
export function useConnectTerminal(): (terminalId: string) => ConnectTerminal {
  const { connectTerminal } = useApiContext();
  return useCallback((terminalId) => (listener) => connectTerminal(terminalId, listener), [connectTerminal]);
}

/** How the screen stands to its core, always current. */
export function useCoreStatus(): CoreStatus {
  const { core } = useApiContext();
  return useSyncExternalStore(core.subscribe, core.read);
}

/** True while an answer of the core is late. */
export function useIsLate(): boolean {
  const { patience } = useApiContext();
  return useSyncExternalStore(patience.subscribe, patience.isLate);
}

function createApi(transport: Transport, queries: QueryClient): Api {
  const patience = createPatience();
  return {
    client: createClient(transport, patience),
    core: createCoreStore(transport, queries),
    patience,
    connectTerminal: transport.connectTerminal,
  };
}

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The core is on this computer: whether it answers is not a matter of the network being up.
      queries: { retry: false, networkMode: 'always', staleTime: 2000 },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Connects everything below to the core behind the transport. */
export function ApiProvider(props: { readonly transport: Transport; readonly children: ReactNode }): ReactNode {
  const { transport, children } = props;
  const [queries] = useState(createQueries);
  const [api] = useState(() => createApi(transport, queries));
  useEffect(() => api.core.follow(), [api]);
  return (
    <QueryClientProvider client={queries}>
      <ApiContext value={api}>{children}</ApiContext>
    </QueryClientProvider>
  );
}

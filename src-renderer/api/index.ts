export { ApiProvider, useClient, useConnectTerminal, useCoreStatus, useIsLate } from './api-context.tsx';
export { ApiFailure, ConnectionLostError, RefusedError } from './failures.ts';
export { isRunning, useLab, useLabs, useMetrics, useOperations, usePlan } from './queries.ts';
export { openTerminalChannel, type TerminalChannel, type TerminalState } from './terminal-channel.ts';
export { chooseTransport } from './choose-transport.ts';
export { useSendFile, type FileSender, type SentFile } from './use-send-file.ts';
export { useApiMutation, useApiQuery } from './use-api.ts';

import { contextBridge, ipcRenderer } from 'electron';
import {
  desktopBridgeKey,
  desktopChannels as channels,
  type DesktopBridge,
  type DesktopFrame,
} from '../../contract/desktop-bridge.ts';

/**
 * Runs before the page, in a world of its own, sandboxed. It passes messages on and decides nothing: whatever the page could do
 * to it, the core judges every message by itself.
 */

const lines = new Map<number, (frame: DesktopFrame) => void>();
let lastLineId = 0;
let onEvent: ((event: unknown) => void) | null = null;

ipcRenderer.on(channels.event, (_, event: unknown) => onEvent?.(event));
ipcRenderer.on(channels.line, (_, lineId: number, frame: DesktopFrame) => {
  const listener = lines.get(lineId);
  if (frame.kind === 'closed') lines.delete(lineId);
  listener?.(frame);
});

const bridge: DesktopBridge = {
  request: (call) => ipcRenderer.invoke(channels.request, call),
  abort: (callId) => {
    ipcRenderer.send(channels.abort, callId);
  },
  listen: (listener) => {
    onEvent = listener;
    ipcRenderer.send(channels.listen, true);
    return () => {
      if (onEvent !== listener) return;
      onEvent = null;
      ipcRenderer.send(channels.listen, false);
    };
  },
  openLine: (terminalId, onFrame) => {
    lastLineId += 1;
    const lineId = lastLineId;
    lines.set(lineId, onFrame);
    ipcRenderer.send(channels.openLine, { lineId, terminalId });
    return {
      send: (data) => {
        ipcRenderer.send(channels.sendLine, { lineId, data });
      },
      close: () => {
        ipcRenderer.send(channels.closeLine, { lineId });
      },
    };
  },
  sendFilePart: (part) => ipcRenderer.invoke(channels.filePart, part),
};

contextBridge.exposeInMainWorld(desktopBridgeKey, bridge);

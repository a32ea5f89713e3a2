import type { z } from 'zod';
import { desktopChannels as channels } from '../../contract/desktop-bridge.ts';
import {
  closeLineSchema,
  desktopCallIdSchema,
  desktopCallSchema,
  desktopFilePartSchema,
  desktopListenSchema,
  openLineSchema,
  sendLineSchema,
} from '../../contract/desktop-messages.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { LabError } from '../../domain/failure.ts';
import type { Logger } from '../../platform/logger.ts';
import { viewOfError } from '../failure-view.ts';
import { malformedBody } from '../screen/parse-body.ts';
import type { ScreenCore } from '../screen/screen-core.ts';
import { isOwnUrl } from './app-scheme.ts';
import type { Electron, ElectronApi } from './electron-api.ts';
import { connectPage, type PageConnection } from './page-connection.ts';

/** The way between the pages of our windows and the core. */
export interface Bridge {
  /** Lets the page of a window in; everything else that sends is refused. */
  readonly admit: (contents: Electron.WebContents) => void;
}

export interface BridgeParts {
  readonly ipcMain: Pick<ElectronApi['ipcMain'], 'on' | 'handle'>;
  readonly core: ScreenCore;
  readonly logger: Logger;
}

type Sender = Pick<Electron.IpcMainEvent, 'sender' | 'senderFrame'>;

/** Listens on the channels of the contract. A message is looked at only after its sender was. */
export function createBridge({ ipcMain, core, logger }: BridgeParts): Bridge {
  const pages = new Map<number, PageConnection>();

  function pageOf(event: Sender): PageConnection | null {
    const { sender, senderFrame } = event;
    const isOurs = senderFrame !== null && senderFrame.parent === null && isOwnUrl(senderFrame.url);
    const page = isOurs ? pages.get(sender.id) : undefined;
    if (page !== undefined) return page;
    logger.warn({ url: senderFrame?.url.slice(0, 100) ?? null }, 'a message of a foreign page was refused');
    return null;
  }
  function hear<S extends z.ZodType>(
    channel: string,
    schema: S,
    use: (page: PageConnection, message: z.output<S>) => void,
  ): void {
    ipcMain.on(channel, (event, message: unknown) => {
      const page = pageOf(event);
      if (page === null) return;
      const parsed = schema.safeParse(message);
      if (parsed.success) use(page, parsed.data);
      else logger.warn({ channel }, 'a message of another shape was refused');
    });
  }
  function refuse(error: LabError): Envelope {
    return { ok: false, error: viewOfError(error, core.words()) };
  }

  function answer<S extends z.ZodType>(
    channel: string,
    schema: S,
    use: (page: PageConnection, message: z.output<S>) => Promise<Envelope | null>,
  ): void {
    ipcMain.handle(channel, (event, message: unknown) => {
      const page = pageOf(event);
      if (page === null) {
        return refuse(new LabError('foreign-request', 'a request of a foreign page', { params: { value: '?' } }));
      }
      const parsed = schema.safeParse(message);
      return parsed.success ? use(page, parsed.data) : refuse(malformedBody('wrong-type'));
    });
  }

  answer(channels.request, desktopCallSchema, (page, call) => page.call(call));
  answer(channels.filePart, desktopFilePartSchema, (page, part) => page.takeFilePart(part));
  hear(channels.abort, desktopCallIdSchema, (page, callId) => page.abort(callId));
  hear(channels.listen, desktopListenSchema, (page, wanted) => page.listen(wanted));
  hear(channels.openLine, openLineSchema, (page, wanted) => page.openLine(wanted));
  hear(channels.sendLine, sendLineSchema, (page, sent) => page.sendLine(sent));
  hear(channels.closeLine, closeLineSchema, (page, { lineId }) => page.closeLine(lineId));

  return { admit: (contents) => admit(contents, pages, core) };
}

function admit(contents: Electron.WebContents, pages: Map<number, PageConnection>, core: ScreenCore): void {
  const { id } = contents;
  function renew(): void {
    pages.get(id)?.end();
    pages.set(id, connectPage(contents, core));
  }
  renew();
  // A page that is loaded anew begins from nothing; moving behind `#` keeps it.
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) renew();
  });
  contents.on('render-process-gone', renew);
  contents.on('destroyed', () => {
    pages.get(id)?.end();
    pages.delete(id);
  });
}

import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';

import { onTestFinished } from 'vitest';

export interface TestProxy {
  readonly url: string;
  /** `CONNECT host:port` or `GET http://...`, in order. */
  readonly seen: readonly string[];
}

/** A proxy on 127.0.0.1 that forwards plain requests and opens tunnels; gone when the test is over. */
export async function startTestProxy(): Promise<TestProxy> {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    const target = request.url ?? '';
    seen.push(`${request.method ?? ''} ${target}`);
    const onward = httpRequest(target, { method: request.method ?? 'GET', headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  proxy.on('connect', (request, client, head: Buffer) => {
    seen.push(`CONNECT ${request.url ?? ''}`);
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const server = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.write(head);
      server.pipe(client);
      client.pipe(server);
    });
    const end = (): void => {
      server.destroy();
      client.destroy();
    };
    server.on('error', end);
    client.on('error', end);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, seen };
}

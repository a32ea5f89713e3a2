import { describe, expect, it } from 'vitest';
import { failureFor, withoutLogin } from '../../../src-main/host/internet.ts';

describe('why the Internet did not answer', () => {
  it.each([
    ['ENOTFOUND', 'no-name'],
    ['EAI_AGAIN', 'no-name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['ECONNREFUSED', 'refused'],
    ['ENETUNREACH', 'refused'],
    ['ETIMEDOUT', 'slow'],
    ['UND_ERR_CONNECT_TIMEOUT', 'slow'],
    ['Proxy response (407) !== 200 when HTTP Tunneling', 'other'],
  ])('%s is %s', (code, reason) => {
    expect(failureFor(code)).toBe(reason);
  });
});

describe('the address of a proxy', () => {
  it.each([
    ['http://anna:geheim@proxy:8080', 'http://proxy:8080'],
    ['http://proxy:8080', 'http://proxy:8080'],
    [null, null],
  ])('%j is shown as %j', (url, shown) => {
    expect(withoutLogin(url)).toBe(shown);
  });
});

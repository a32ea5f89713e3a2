import { describe, expect, it } from 'vitest';
import { ruleOnLink } from '../../../src-main/shells/electron/external-links.ts';

describe('an address that a page wants opened outside', () => {
  it.each([
    ['https://www.virtualbox.org/wiki/Downloads', 'open'],
    ['https://www.virtualbox.org:444/', 'ask'],
    ['http://www.virtualbox.org/', 'ask'],
    ['https://virtualbox.org.evil.example/', 'ask'],
    ['https://evilwww.virtualbox.org/', 'ask'],
    ['https://evil.www.virtualbox.org/', 'ask'],
    ['https://www.virtualbox.org./', 'ask'],
    ['http://10.77.0.200:9870/dfshealth.html', 'ask'],
    ['https://www.virtualbox.org@evil.example/', 'refuse'],
    ['https://user:secret@www.virtualbox.org/', 'refuse'],
    [`https://www.virtualbox.org/${'x'.repeat(2000)}`, 'refuse'],
    ['file:///etc/passwd', 'refuse'],
    ['ms-msdt:/id', 'refuse'],
    ['javascript:alert(1)', 'refuse'],
    ['bdl://app/', 'refuse'],
    ['//www.virtualbox.org', 'refuse'],
    ['', 'refuse'],
  ])('%s: %s', (address, ruling) => {
    expect(ruleOnLink(address)).toBe(ruling);
  });
});

/**
 * What our own pages link to. A click on one of these leads to the system's browser at once; any other address, which a node may have
 * printed, only after the user has seen it and agreed.
 */
const offeredHosts: readonly string[] = ['www.parallels.com', 'www.qemu.org', 'www.virtualbox.org'];

/** `open`: the app offers it. `ask`: a web address from elsewhere. `refuse`: anything that is none. */
export type LinkRuling = 'open' | 'ask' | 'refuse';

const longestAddress = 2000;

/** What to do with an address that a page wants opened outside. */
export function ruleOnLink(address: string): LinkRuling {
  if (address.length > longestAddress || !URL.canParse(address)) return 'refuse';
  const { protocol, hostname, port, username, password } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return 'refuse';
  // `https://www.virtualbox.org@evil.example/` looks like what it is not.
  if (username !== '' || password !== '') return 'refuse';
  return protocol === 'https:' && port === '' && offeredHosts.includes(hostname) ? 'open' : 'ask';
}

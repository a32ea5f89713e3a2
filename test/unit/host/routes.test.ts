import { describe, expect, it } from 'vitest';
import { parseNetstat, parseProcNetRoute, parseRoutePrint } from '../../../src-main/host/parse-routes.ts';

/** /proc/net/route of Linux 6.1: Wi-Fi, Docker, a VPN to one network and one that takes everything. */
const linux = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlp2s0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
tun0\t00000000\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0
tun0\t00000080\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0
tun0\t0000080A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
wlp2s0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0
`;

/** Layout as Darwin's netstat(1) documents it. */
const macos = `Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
0/1                10.8.0.5           UGScg               utun4
default            192.168.1.1        UGScg                 en0
10.8/16            10.8.0.5           UGSc                utun4
127                127.0.0.1          UCS                   lo0
127.0.0.1          127.0.0.1          UH                    lo0
128.0/1            10.8.0.5           UGSc                utun4
169.254            link#12            UCS                   en0      !
192.168.1          link#12            UCS                   en0      !
192.168.1.1/32     link#12            UCS                   en0      !
224.0.0/4          link#12            UmCS                  en0      !
255.255.255.255/32 link#12            UCS                   en0      !
`;

/** Layout as Microsoft documents \`route print\`; German Windows, where "On-link" is "Auf Verbindung". */
const windows = `===========================================================================
Schnittstellenliste
 12...00 ff 2b 1c 11 22 ......TAP-Windows Adapter V9
===========================================================================

IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1    192.168.1.50     25
          0.0.0.0        128.0.0.0         10.8.0.1        10.8.0.6    281
         10.8.0.0    255.255.255.0   Auf Verbindung        10.8.0.6    281
        127.0.0.0        255.0.0.0   Auf Verbindung        127.0.0.1    331
      192.168.1.0    255.255.255.0   Auf Verbindung    192.168.1.50    281
        224.0.0.0        240.0.0.0   Auf Verbindung        127.0.0.1    331
  255.255.255.255  255.255.255.255   Auf Verbindung        127.0.0.1    331
===========================================================================
Ständige Routen:
  Netzwerkadresse          Netzmaske  Gatewayadresse  Metrik
          0.0.0.0          0.0.0.0      192.168.1.1  Standard
===========================================================================
`;

describe('the routes of this computer', () => {
  it('are read on Linux', () => {
    expect(parseProcNetRoute(linux)).toEqual([
      { cidr: '10.8.0.0/24', interfaceName: 'tun0' },
      { cidr: '172.17.0.0/16', interfaceName: 'docker0' },
      { cidr: '192.168.1.0/24', interfaceName: 'wlp2s0' },
    ]);
  });

  it('are read on macOS, with what Darwin leaves out', () => {
    expect(parseNetstat(macos)).toEqual([
      { cidr: '10.8.0.0/16', interfaceName: 'utun4' },
      { cidr: '169.254.0.0/16', interfaceName: 'en0' },
      { cidr: '192.168.1.0/24', interfaceName: 'en0' },
      { cidr: '192.168.1.1/32', interfaceName: 'en0' },
    ]);
  });

  it('are read on a Windows of any language', () => {
    expect(parseRoutePrint(windows)).toEqual([
      { cidr: '10.8.0.0/24', interfaceName: '10.8.0.6' },
      { cidr: '192.168.1.0/24', interfaceName: '192.168.1.50' },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['other words', 'The operation failed.\n999.1/99 a b c\n1.2.3/x a b c\n'],
  ])('are none in %s', (_what, text) => {
    expect([...parseProcNetRoute(text), ...parseNetstat(text), ...parseRoutePrint(text)]).toEqual([]);
  });
});

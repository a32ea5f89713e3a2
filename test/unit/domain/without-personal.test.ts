import { describe, expect, it } from 'vitest';
import { withoutPersonal } from '../../../src-main/domain/without-personal.ts';

const linux = {
  dataDir: '/home/anna/.local/share/big-data-lab',
  personal: { homeDir: '/home/anna', userName: 'anna', hostName: 'annas-laptop.local' },
};
const windows = {
  dataDir: String.raw`C:\Users\Änne B\AppData\Local\Big Data Lab`,
  personal: { homeDir: String.raw`C:\Users\Änne B`, userName: 'Änne B', hostName: 'DESKTOP-1' },
};

function show(text: string, of = linux): string {
  return withoutPersonal(text, of, (place) => `[${place}]`);
}

describe('a text for others', () => {
  it.each([
    ['84 GiB free for /home/anna/.local/share/big-data-lab.', '84 GiB free for [data].'],
    ['/home/anna/bin/qemu: denied', '[home]/bin/qemu: denied'],
    ['qemu: /home/anna: denied', 'qemu: [home]: denied'],
    ['anna@annas-laptop.local', '[user]@[computer]'],
    ['Anna on ANNAS-LAPTOP', '[user] on [computer]'],
    ['the user anna is not in the group kvm', 'the user [user] is not in the group kvm'],
    ['Joanna, annalise and /home/annabel', 'Joanna, annalise and /home/annabel'],
    ['eth0 52:54:00:12:34:56, 52-54-00-AB-CD-EF', 'eth0 [mac], [mac]'],
    ['fe80::5054:ff:fe12:3456 at 12:30:45', 'fe80::5054:ff:fe12:3456 at 12:30:45'],
    ['total 16384 MiB', 'total 16384 MiB'],
  ])('shows %j as %j', (text, shown) => {
    expect(show(text)).toBe(shown);
  });

  it.each([
    [String.raw`C:\Users\Änne B\AppData\Local\Big Data Lab: full`, '[data]: full'],
    ['c:/users/änne b/VirtualBox VMs', '[home]/VirtualBox VMs'],
    [String.raw`C:\\Users\\Änne B\\x on desktop-1`, String.raw`[home]\\x on [computer]`],
  ])('shows %j as %j on Windows', (text, shown) => {
    expect(show(text, windows)).toBe(shown);
  });

  it('leaves a text whole where nothing is known of the user, or the home is a root', () => {
    const nobody = { dataDir: '', personal: { homeDir: '/', userName: '', hostName: '' } };

    expect(show('/usr/bin/qemu is there', nobody)).toBe('/usr/bin/qemu is there');
  });

  it('takes signs in a name as they are', () => {
    const odd = { dataDir: '/d', personal: { homeDir: '/h', userName: 'a.b+c$&', hostName: '(x)' } };

    expect(show('a.b+c$& but not axb', odd)).toBe('[user] but not axb');
  });
});

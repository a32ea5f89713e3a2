import type { GuestPreparation } from '../../../src-main/guest/documents/base-seed.ts';
import type { NodeSeedInput } from '../../../src-main/guest/documents/node-seed.ts';

/** A preparation as the defaults of a spec make it. */
export const preparation: GuestPreparation = {
  locale: 'en_US.UTF-8',
  keyboard: 'de',
  timezone: 'Europe/Berlin',
  upgrade: false,
  natMac: '52:54:00:aa:bb:01',
};

/** The first of three nodes. Keys and hash are made up and only look like ones. */
export const firstNode: NodeSeedInput = {
  instanceId: '0b8e7c1a-1f43-4f0e-9e53-2a4f5f3c1d11-0001',
  hostname: 'pi-200',
  user: 'pi',
  passwordHash: '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
  authorizedKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM5a3QqnrfPIdR2WG+R2ZYT7O6MvTHN4/ckWtbwAdhi/ big-data-lab',
  hostKey: {
    private: '-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEga2V5\n-----END OPENSSH PRIVATE KEY-----\n',
    public: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM5a3QqnrfPIdR2WG+R2ZYT7O6MvTHN4/ckWtbwAdhi/ pi-200',
  },
  natMac: '52:54:00:aa:bb:02',
  labMac: '52:54:00:AA:BB:03',
  address: '10.77.0.200',
  prefixLength: 24,
  hosts: [
    { name: 'pi-200', address: '10.77.0.200' },
    { name: 'pi-201', address: '10.77.0.201' },
    { name: 'pi-202', address: '10.77.0.202' },
  ],
};

/** Where a guest keeps which kernel modules it leaves alone. */
export const modprobePath = '/etc/modprobe.d/big-data-lab.conf';

/**
 * Kernel modules that load by themselves and that no node needs. `vboxguest`: a mistake in its heartbeat makes it call VirtualBox at
 * every timer tick instead of every two seconds, so that an idle node wakes up 250 times a second; on an emulated core that
 * was a third of it (seen with Linux 6.1 under VirtualBox 7.2). A node is reached over SSH alone; `modprobe vboxguest` still
 * loads it for shared folders. `vmwgfx`: the driver of a screen nobody looks at. `floppy`: the chipset promises a drive that is not
 * there, and each look for a seed on it waits for it.
 */
export const modprobeSettings = `# What no node of a lab needs, and what keeps an idle one busy.
blacklist vboxguest
blacklist vmwgfx
blacklist floppy
`;

import { connect } from 'node:net';
import { once } from 'node:events';
import { CancelledError } from '../../domain/failure.ts';
import type { CallOptions, ConsoleInput, VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { refuseState, refuseUnsupported } from './failures.ts';
import { serialSocketPath } from './files.ts';
import { findRunning } from './vm-access.ts';

/** As promised by `HypervisorDriver.openConsoleInput`. Where sockets have no paths (Windows) there is no way in. */
export async function openConsoleInput(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<ConsoleInput> {
  const running = await findRunning(ctx, ref, signal);
  if (running === null) refuseState(ref, 'stopped', 'running');
  const socket = connect(serialSocketPath(ctx.platform.runtimeDir, ref.vmId));
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    socket.destroy();
    if (signal.aborted) throw new CancelledError();
    ctx.logger.info({ error, node: ref.name }, 'no way into a serial port: an earlier version started the VM');
    return refuseUnsupported('way into the serial port of a VM that an earlier version started');
  }
  // The log holds what the guest says. QEMU waits for who is connected, so it is taken from it all the same.
  socket.resume();
  socket.on('error', (error) => ctx.logger.info({ error, node: ref.name }, 'the way into a serial port was lost'));
  return {
    write: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    close: () => socket.end(),
  };
}

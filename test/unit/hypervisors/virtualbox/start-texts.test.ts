import { describe, expect, it } from 'vitest';
import type { LabError } from '../../../../src-main/domain/failure.ts';
import { toStartFailure } from '../../../../src-main/hypervisors/virtualbox/failures.ts';
import { failedWith, recorded, subject, listVariations, wrapperWarning } from './failure-samples.ts';

function startFailure(output: string, log: readonly string[] = []): LabError {
  return toStartFailure(failedWith(output), subject, { platformId: 'linux', log, others: [] });
}

/** From VirtualBox's sources and from what users posted; none could be recorded here. */
const starts = [
  [
    'VBoxManage.exe: error: Not in a hypervisor partition (HVP=0) (VERR_NEM_NOT_AVAILABLE).\nVBoxManage.exe: error: VT-x is disabled in the BIOS for all CPU modes (VERR_VMX_MSR_ALL_VMX_DISABLED)\nVBoxManage.exe: error: Details: code E_FAIL (0x80004005), component ConsoleWrap, interface IConsole',
    'virtualization-off',
  ],
  ['VBoxManage: error: AMD-V is disabled in the BIOS (or by the host OS) (VERR_SVM_DISABLED)', 'virtualization-off'],
  ['VBoxManage: error: VT-x is disabled in the BIOS (VERR_VMX_MSR_VMXON_DISABLED)', 'virtualization-off'],
  [
    "VBoxManage: error: VT-x is being used by another hypervisor (VERR_VMX_IN_VMX_ROOT_MODE).\nVBoxManage: error: VirtualBox can't operate in VMX root mode. Please disable the KVM kernel extension, recompile your kernel and reboot (VERR_VMX_IN_VMX_ROOT_MODE)",
    'virtualization-held-by-kvm',
  ],
  ['VBoxManage: error: AMD-V is being used by another hypervisor (VERR_SVM_IN_USE)', 'virtualization-held-by-kvm'],
  [
    'VBoxManage.exe: error: Call to WHvSetupPartition failed: ERROR_SUCCESS (Last=0xc000000d/87) (VERR_NEM_VM_CREATE_FAILED)',
    'virtualization-held-by-windows',
  ],
  ['VBoxManage: error: VT-x is not available (VERR_VMX_NO_VMX)', 'virtualization-unsupported'],
  ['VBoxManage: error: AMD-V is not available (VERR_SVM_NO_SVM)', 'virtualization-unsupported'],
  ['VBoxHeadless: Error -1908 in suplibOsInit!\nVBoxHeadless: Kernel driver not installed', 'vm-driver-missing'],
  ['VBoxManage: error: The virtual machine is down\nrc=-1908', 'vm-driver-missing'],
  [
    'The VirtualBox kernel driver is not accessible to the current user. Make sure that the user has write permissions for /dev/vboxdrv (VERR_VM_DRIVER_NOT_ACCESSIBLE)',
    'vm-driver-not-permitted',
  ],
  ['VBox status code: -1912 (VERR_VM_DRIVER_VERSION_MISMATCH).', 'vm-driver-mismatch'],
  ['VBoxManage: error: Failed to allocate guest memory (VERR_NO_MEMORY)', 'host-memory-short'],
  ['VBoxManage: error: Unknown error (VERR_EM_NO_MEMORY)', 'host-memory-short'],
  ['VBoxManage: error: Failed to load unit (VERR_SSM_LOAD_CONFIG_MISMATCH)', 'saved-state-unusable'],
  ['VBoxManage: error: Error: vmnet_start_interface returned 1001', 'vm-network-failed'],
  ['VBoxManage: error: Failed to attach the network LUN (VERR_INTNET_FLT_IF_NOT_FOUND)', 'vm-network-failed'],
  [
    "VBoxManage: error: Could not open the medium '/vm/a.vdi'.\nVBoxManage: error: VD: error VERR_FILE_NOT_FOUND opening image file '/vm/a.vdi' (VERR_FILE_NOT_FOUND)",
    'medium-missing',
  ],
  [
    "VBoxManage: error: The virtual machine 'pi-200' has terminated unexpectedly during startup with exit code 1 (0x1)",
    'vm-start-failed',
  ],
  [
    'VBoxManage.exe: error: The virtual machine has terminated\nError -610 in supR3HardenedMainInitRuntime! (enmWhat=4)',
    'vm-start-blocked',
  ],
  ['NtCreateFile(\\Device\\VBoxDrvStub) failed: 0xc0000034 STATUS_OBJECT_NAME_NOT_FOUND', 'vm-start-blocked'],
  ['supR3HardenedMainOpenDevice: VERR_VM_DRIVER_NOT_INSTALLED', 'vm-driver-missing'],
] as const;

describe('every known reason of a start that fails', () => {
  it.each(starts)('is named: %s', (text, code) => {
    for (const [, change] of listVariations().filter(([name]) => !name.includes('wrapper')))
      expect(startFailure(change(text)).code).toBe(code);
  });

  it.each(starts)('is found in the log where VBoxManage only says that it ended: %s', (text, code) => {
    const output = recorded.get('startvm-nodriver') ?? '';

    expect(startFailure(output, text.split('\n')).code).toBe(code);
  });

  it('names the missing driver, where the wrapper warned, only when nothing else is said', () => {
    expect(startFailure(`${wrapperWarning}${recorded.get('startvm-nodriver') ?? ''}`).code).toBe('vm-driver-missing');
    expect(startFailure(`${wrapperWarning}VBoxManage: error: VT-x is not available (VERR_VMX_NO_VMX)`).code).toBe(
      'virtualization-unsupported',
    );
  });

  it('names the file', () => {
    const { params } = startFailure(
      "VBoxManage: error: Could not find file for the medium '/vm/a b.vdi' (VERR_FILE_NOT_FOUND)",
    );

    expect(params).toMatchObject({ medium: '/vm/a b.vdi' });
  });
});

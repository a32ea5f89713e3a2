/**
 * What Windows is asked, as the body of one PowerShell script each. Nothing here reads a text that Windows translates: only numbers,
 * names of classes, services, features and SIDs. No serial number is asked for. Single quotes only, so that the script is one
 * argument.
 */
const questions = {
  processor:
    'Get-CimInstance Win32_Processor | Select-Object Name, Manufacturer, Architecture, AddressWidth, VirtualizationFirmwareEnabled, VMMonitorModeExtensions, SecondLevelAddressTranslationExtensions',
  system: 'Get-CimInstance Win32_ComputerSystem | Select-Object HypervisorPresent, Manufacturer, Model, SystemFamily',
  product: 'Get-CimInstance Win32_ComputerSystemProduct | Select-Object Version',
  board: 'Get-CimInstance Win32_BaseBoard | Select-Object Manufacturer, Product',
  os: 'Get-CimInstance Win32_OperatingSystem | Select-Object Version',
  // 1 Credential Guard, 2 memory integrity run; status 2: virtualization-based security runs (Win32_DeviceGuard).
  deviceGuard:
    'Get-CimInstance -Namespace root/Microsoft/Windows/DeviceGuard Win32_DeviceGuard | Select-Object VirtualizationBasedSecurityStatus, SecurityServicesRunning',
  // Get-WindowsOptionalFeature needs an administrator; this class does not. 1: enabled.
  features: "Get-CimInstance Win32_OptionalFeature -Filter 'InstallState=1' | ForEach-Object { $_.Name }",
  services:
    "Get-Service -Name vmms, vmcompute, HvHost, WslService, LxssManager, com.docker.service, VBoxSup -ErrorAction SilentlyContinue | ForEach-Object { @{ name = $_.Name; state = '' + $_.Status } }",
  // 1: BIOS, 2: UEFI.
  firmware: "(Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control').PEFirmwareType",
  // S-1-5-32-544: administrators; S-1-16-12288: the rights are taken already.
  groups:
    "whoami.exe /groups /fo csv /nh | ForEach-Object { if ($_ -match 'S-1-5-32-544') { 'S-1-5-32-544' }; if ($_ -match 'S-1-16-12288') { 'S-1-16-12288' } }",
  battery: 'Get-CimInstance Win32_Battery | Select-Object BatteryStatus, EstimatedChargeRemaining',
  // The last two numbers in hexadecimal are seconds: plugged in, on battery.
  sleep: 'powercfg.exe /query SCHEME_CURRENT SUB_SLEEP STANDBYIDLE | ForEach-Object { $_ }',
  drives: 'Get-CimInstance Win32_LogicalDisk | Select-Object DeviceID, DriveType, FileSystem',
} as const;
type WindowsQuestion = keyof typeof questions;

/** Answer to one question: objects or words, or why it was refused. */
export type Answer =
  { readonly kind: 'rows'; readonly rows: readonly unknown[] } | { readonly kind: 'refused'; readonly reason: string };

/** Looks an answer up; a question that is not in the output was not answered. */
export type Answers = (question: WindowsQuestion) => Answer;

/**
 * One call for everything, as each start of PowerShell takes a second. Every question has a `try` of its own: one that is refused
 * does not hide the others. Setting the encoding is refused in Constrained Language Mode, so that has one too.
 */
export const windowsScript = [
  "$ErrorActionPreference = 'Stop'",
  'try { [Console]::OutputEncoding = [Text.Encoding]::UTF8 } catch { }',
  '$r = @{}',
  "try { $r['languageMode'] = '' + $ExecutionContext.SessionState.LanguageMode } catch { }",
  ...Object.entries(questions).map(
    ([name, body]) => `try { $r['${name}'] = @{ ok = @(${body}) } } catch { $r['${name}'] = @{ error = '' + $_ } }`,
  ),
  'ConvertTo-Json -InputObject $r -Depth 4 -Compress',
].join('\n');

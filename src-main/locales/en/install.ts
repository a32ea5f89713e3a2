/** What installing a hypervisor says. */
export const install = {
  title: 'Install {{hypervisor}}',
  button: 'Install',
  'button-of': 'Install {{hypervisor}} …',
  lead: 'Big Data Lab can install {{hypervisor}} for you. Nothing happens before you agree.',
  'lead-by-hand': 'You install {{hypervisor}} yourself; that is quickly done.',
  then: 'And then:',
  'will-run': 'This will be run:',
  'asks-administrator': 'Your system asks for an administrator, in a window of its own.',
  'for-terminal': 'This line in a terminal does it:',
  'by-hand-no-manager': 'There is no program on this computer that could install it for you.',
  'by-hand-not-packaged': 'Your system does not offer {{hypervisor}} among its packages.',
  'by-hand-needs-terminal':
    'The installation asks for the password of an administrator in a terminal, so it cannot be started from here.',
  'by-hand-vendor-only': 'Its makers give it out themselves.',
  'by-hand-not-for-this-computer': '{{hypervisor}} does not run on this kind of computer.',
  'note-macos-privacy':
    'At the end macOS may say that a system extension was blocked. Then open System Settings, Privacy & Security, press "Allow" and restart the Mac.',
  'note-licence':
    'It takes a licence for the Pro or Business edition: only these can be driven by other programs. There is a free trial.',
  'note-secure-boot':
    'With Secure Boot the installation asks for a password; the computer asks for it once at the next start ("Enroll MOK"), and only then does the kernel driver load.',
  'note-restart': 'Windows may want a restart at the end. Big Data Lab goes on where you stopped.',
  'open-page': 'Open the page of its makers',
  done: '{{hypervisor}} is installed and answers.',
  'check-again': 'Check this computer again',
  'cannot-cancel':
    'An installation that is cut off leaves half of a program behind, so cancelling waits for the next moment of rest.',
};

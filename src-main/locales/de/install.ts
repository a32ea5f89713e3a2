/** Was beim Installieren eines Hypervisors gesagt wird. */
export const install = {
  title: '{{hypervisor}} installieren',
  button: 'Installieren',
  'button-of': '{{hypervisor}} installieren …',
  lead: 'Big Data Lab kann {{hypervisor}} für dich installieren. Bevor du zustimmst, geschieht nichts.',
  'lead-by-hand': '{{hypervisor}} installierst du selbst; das geht schnell.',
  then: 'Und danach:',
  'will-run': 'Das wird ausgeführt:',
  'asks-administrator': 'Dein System fragt in einem eigenen Fenster nach einem Administrator.',
  'for-terminal': 'Diese Zeile in einem Terminal erledigt es:',
  'by-hand-no-manager': 'Auf diesem Computer ist kein Programm, das es für dich installieren könnte.',
  'by-hand-not-packaged': 'Dein System bietet {{hypervisor}} nicht als Paket an.',
  'by-hand-needs-terminal':
    'Die Installation fragt in einem Terminal nach dem Passwort eines Administrators, darum lässt sie sich nicht von hier aus starten.',
  'by-hand-vendor-only': 'Der Hersteller gibt es selbst heraus.',
  'by-hand-not-for-this-computer': '{{hypervisor}} läuft auf dieser Art von Computer nicht.',
  'note-macos-privacy':
    'Am Ende kann macOS sagen, dass eine Systemerweiterung blockiert wurde. Öffne dann Systemeinstellungen, Datenschutz & Sicherheit, drücke „Erlauben“ und starte den Mac neu.',
  'note-licence':
    'Nötig ist eine Lizenz für die Ausgabe Pro oder Business: nur diese lassen sich von anderen Programmen steuern. Es gibt eine kostenlose Probezeit.',
  'note-secure-boot':
    'Mit Secure Boot fragt die Installation nach einem Passwort; der Computer fragt es beim nächsten Start einmal ab („Enroll MOK“), und erst danach lädt der Kernel-Treiber.',
  'note-restart':
    'Windows möchte am Ende vielleicht einen Neustart. Big Data Lab macht danach dort weiter, wo du warst.',
  'open-page': 'Die Seite des Herstellers öffnen',
  done: '{{hypervisor}} ist installiert und antwortet.',
  'check-again': 'Diesen Computer noch einmal prüfen',
  'cannot-cancel':
    'Eine abgebrochene Installation lässt ein halbes Programm zurück; darum wartet das Abbrechen auf den nächsten ruhigen Moment.',
};

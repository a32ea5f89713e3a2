/** Eine Wegwerf-VM wirklich starten, und die Wahl des Hypervisors, die daraus folgt. */
export const trials = {
  starting: 'schaltet sie ein ({{acceleration}})',
  waiting: 'wartet auf ihr erstes Lebenszeichen, höchstens {{seconds}} s ({{acceleration}})',
  'falling-back': 'so lief nichts; noch ein Versuch: {{acceleration}}',
  'result-native': '{{hypervisor}} {{version}} führt virtuelle Maschinen mit Hilfe der CPU aus. So soll es sein.',
  'result-slow':
    '{{hypervisor}} {{version}} führt virtuelle Maschinen aus, aber langsam: Der Hypervisor von Windows steht dazwischen.',
  'result-software':
    '{{hypervisor}} {{version}} führt virtuelle Maschinen aus, aber ohne Hilfe der CPU: etwa zehnmal langsamer.',
  'result-unknown': '{{hypervisor}} {{version}} führt virtuelle Maschinen aus. Wie schnell, sagt sein Protokoll nicht.',
  'result-failed': '{{hypervisor}} {{version}} konnte keine virtuelle Maschine ausführen.',
  'result-cannot-tell':
    '{{hypervisor}} {{version}} hat die virtuelle Maschine eingeschaltet, aber sie gab in {{seconds}} s kein Lebenszeichen. Das beweist nichts; versuche es noch einmal, wenn der Rechner weniger zu tun hat.',
  'proof-word': 'Ein winziges Programm von uns lief darin und hat nach {{seconds}} s geantwortet.',
  'proof-firmware': 'Ihre Firmware hat nach {{seconds}} s geantwortet.',
  'proof-running': 'Sie blieb eingeschaltet. Mehr lässt sich bei dieser Art CPU von außen nicht sehen.',
  fallback: 'Der schnellere Weg ging nicht: {{reason}}',
  'chosen-virtualbox': 'VirtualBox ist dafür gemacht, und hier spricht nichts dagegen.',
  'chosen-parallels': 'Parallels ist mit passender Lizenz da; auf diesem Rechner ist es der bequemste Weg.',
  'chosen-qemu': 'QEMU führt Knoten hier schnell aus.',
  'chosen-known-bad':
    '{{hypervisor}} funktioniert hier, aber diese Version hat Fehler, die Laboren schaden können. Aktualisiere es, wenn du kannst.',
  'chosen-slow': '{{hypervisor}} funktioniert hier, aber langsam, weil der Hypervisor von Windows dazwischensteht.',
  'chosen-software':
    '{{hypervisor}} ist hier der letzte Ausweg: Es bildet die CPU nach, darum dauert alles etwa zehnmal so lange.',
  'chosen-none': 'Noch kann hier kein Hypervisor ein Labor ausführen.',
  'next-none':
    'Installiere VirtualBox oder QEMU, oder behebe, was die Prüfung des Rechners gefunden hat. Prüfe dann noch einmal.',
  'next-failed': 'Probiere ihn noch einmal aus, wenn die Ursache behoben ist.',
  proved: 'Eine virtuelle Maschine lief damit wirklich.',
  'not-good': '{{hypervisor}} würde auch gehen.',
  'not-known-bad': '{{hypervisor}}: Diese Version hat Fehler, die Laboren schaden können.',
  'not-slow': '{{hypervisor}} wäre hier langsam, weil der Hypervisor von Windows dazwischensteht.',
  'not-software': '{{hypervisor}} müsste die CPU hier nachbilden.',
  'not-failed': '{{hypervisor}} konnte beim Ausprobieren keine virtuelle Maschine ausführen.',
  'not-unusable': '{{hypervisor}} ist installiert, funktioniert aber nicht.',
  'not-missing': '{{hypervisor}} ist nicht installiert.',
};

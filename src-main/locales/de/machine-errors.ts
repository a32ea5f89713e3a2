import type { machineErrors as english } from '../en/machine-errors.ts';

/** Fehler von virtuellen Maschinen und von dem Computer, auf dem sie laufen. */
export const machineErrors = {
  'virtualization-off': {
    what: 'Die Virtualisierung der CPU (VT-x, AMD-V) ist in der Firmware dieses Computers (BIOS, UEFI) ausgeschaltet. Ohne sie läuft keine virtuelle Maschine.',
    next: 'Schalte sie dort ein: sie heißt VT-x, Intel Virtualization Technology, AMD-V oder SVM Mode. Schalte den Computer danach ganz aus, warte kurz, und schalte ihn wieder ein.',
  },
  'virtualization-unsupported': {
    what: '{{hypervisor}} findet in der CPU keine Virtualisierung (kein VT-x, kein AMD-V).',
    next: 'Unter Windows verdeckt sie oft ein anderes Programm: sieh zuerst nach, ob Hyper-V, WSL2 oder die Speicherintegrität an ist. Sonst schalte sie in der Firmware ein. Eine CPU, die wirklich keine hat, kann das Labor nicht betreiben: nimm einen anderen Computer oder QEMU, das langsam ist und keine braucht.',
  },
  'virtualization-held-by-kvm': {
    what: 'Die Virtualisierung der CPU ist schon belegt: KVM dieses Linux hält sie, und VirtualBox kann sie nicht teilen.',
    next: 'Fahre andere virtuelle Maschinen herunter (QEMU, GNOME Boxes, Android-Emulator, Docker Desktop), dann: sudo modprobe -r kvm_intel kvm_amd kvm. Auf Dauer: setze kvm.enable_virt_at_load=0 in die Befehlszeile des Kernels, oder nimm VirtualBox ab 7.2.2 mit Linux ab 6.16.',
  },
  'virtualization-held-by-windows': {
    what: 'Windows hält die Virtualisierung der CPU selbst besetzt (Hyper-V, WSL2, Docker Desktop oder Speicherintegrität), und VirtualBox kann hier nicht daneben laufen.',
    next: 'Aktualisiere zuerst VirtualBox. Bleibt es dabei: schalte unter Windows-Sicherheit, Gerätesicherheit, Kernisolierung die Speicherintegrität aus, gib dann als Administrator ein: bcdedit /set hypervisorlaunchtype off, und starte neu (nicht herunterfahren). WSL2 und Docker gehen nicht, bis du es auf auto zurückstellst.',
  },
  'vm-driver-missing': {
    what: 'Der Kerneltreiber von {{hypervisor}} ist nicht geladen, darum können seine virtuellen Maschinen nicht starten.',
    next: '{{driverFix}}',
  },
  'vm-driver-not-permitted': {
    what: 'Der Kerneltreiber von VirtualBox ist da, aber dein Benutzer darf ihn nicht benutzen.',
    next: 'Installiere VirtualBox neu aus seinem Paket, das die Rechte setzt; melde dich ab und wieder an. Starte Big Data Lab deswegen nicht als root.',
  },
  'vm-driver-mismatch': {
    what: 'Der Kerneltreiber von VirtualBox hat eine andere Version als VirtualBox selbst: meist wurde es aktualisiert, und der alte Treiber ist noch geladen.',
    next: 'Starte den Computer neu. Bleibt es dabei: unter Linux baut sudo /sbin/vboxconfig den Treiber neu; unter Windows installiere VirtualBox noch einmal als Administrator.',
  },
  'vm-start-blocked': {
    what: 'Windows hat VirtualBox „{{name}}“ nicht starten lassen: etwas hat sich dazwischengesetzt (meist ein Virenscanner), oder der Treiber von VirtualBox ist beschädigt.',
    next: 'Mach im Virenscanner eine Ausnahme für den Ordner von VirtualBox. Hilft das nicht, installiere VirtualBox noch einmal als Administrator und starte neu. Die Zeilen darunter nennen, was verweigert wurde.',
  },
  'vm-not-ours': {
    what: 'Was für „{{name}}“ eingetragen ist, ist keine virtuelle Maschine, die Big Data Lab dort gemacht hat: Sie liegt in {{place}}. Darum wurde nichts an ihr geändert.',
    next: 'Hast du sie selbst verschoben, bringt „bdl repair“ sie zurück, sobald sie aus ist. Hast du den Eintrag des Labors (lab.json) von Hand geändert, nimm die Änderung zurück.',
  },
  'host-memory-short': {
    what: 'Dieser Computer hat gerade zu wenig freien Arbeitsspeicher für „{{name}}“.',
    next: 'Schließe andere Programme (Browser brauchen viel), lege Knoten schlafen, die du nicht brauchst, oder mach ein Labor mit kleineren Knoten.',
  },
  'vm-paused-disk-full': {
    what: 'Die Festplatte dieses Computers ist voll: „{{name}}“ ist angehalten, damit nichts verloren geht.',
    next: 'Schaffe Platz und starte sie wieder: sie macht genau dort weiter, wo sie stehen blieb.',
  },
  'medium-missing': {
    what: 'Eine Datei, die „{{name}}“ braucht, ist nicht mehr da: {{medium}}.',
    next: 'Hast du sie verschoben oder ist ihr Laufwerk abgezogen, bring sie zurück. Sonst sagt „bdl repair“, was übrig ist, und „bdl reset {{name}}“ macht den Knoten neu.',
  },
  'medium-in-use': {
    what: 'Die Platte {{medium}} hängt noch an einer anderen virtuellen Maschine.',
    next: 'Fahre jene Maschine herunter, oder nimm ihr die Platte weg, und versuche es noch einmal.',
  },
  'medium-uuid-taken': {
    what: 'Die Platte {{medium}} ist eine Kopie: VirtualBox kennt schon eine andere mit derselben Kennung.',
    next: 'Verschiebe eine der beiden Dateien und versuche es noch einmal. Um beide zu behalten, gib der Kopie eine eigene Kennung: VBoxManage internalcommands sethduuid und dahinter ihr Pfad.',
  },
  'file-in-the-way': {
    what: 'Eine Datei von früher ist im Weg, meist von einer virtuellen Maschine, die nicht ganz entfernt wurde: {{medium}}.',
    next: 'Sieh in ihren Ordner. Liegt nichts darin, was du brauchst, lösche genau diesen Ordner und versuche es noch einmal.',
  },
  'forward-exists': {
    what: '„{{name}}“ leitet diesen Port schon weiter.',
    next: '„bdl repair“ bringt die Weiterleitungen in Ordnung.',
  },
  'network-name-taken': {
    what: 'Ein Netz „{{value}}“ hat schon das Labor „{{owner}}“, und Knoten zweier Labore sollen sich nicht erreichen.',
    next: 'Lass --network weg, dann wird ein freier Name gewählt, oder nimm einen anderen.',
  },
  'network-of-another-user': {
    what: 'Jemand anderes an diesem Rechner hat gerade eine virtuelle Maschine in einem internen Netz mit demselben Namen laufen: {{network}}. VirtualBox gibt es immer nur einem Benutzer.',
    next: 'Warte, bis die andere Maschine aus ist, und versuche es noch einmal. Wollt ihr nebeneinander arbeiten, lege ein Labor mit einem eigenen Netznamen an: bdl up --network.',
  },
  'vm-network-failed': {
    what: '{{hypervisor}} konnte das Netz von „{{name}}“ nicht verbinden.',
    next: 'Das Labor braucht nur NAT und ein internes Netz. Wurde die Maschine von Hand geändert, stelle ihre Adapter zurück; auf macOS aktualisiere VirtualBox (ab 7.2.2). Oft hilft ein Neustart des Computers.',
  },
  'saved-state-unusable': {
    what: '„{{name}}“ macht nicht aus ihrem gesicherten Speicher weiter: er stammt von einer anderen Version, aus anderen Einstellungen, oder ist beschädigt.',
    next: 'Der gesicherte Speicher ist noch da. Wurde das Programm, in dem die Maschine läuft, seither erneuert oder ersetzt, geh zu der Version zurück, mit der gesichert wurde, und starte noch einmal. Sonst geh mit „bdl restore“ zu einem Sicherungspunkt zurück, oder mach den Knoten mit „bdl reset {{name}}“ neu: das gibt den gesicherten Speicher auf und fragt vorher. Im Fenster von VirtualBox kannst du auch nur den gesicherten Zustand verwerfen: was auf der Platte ist, bleibt.',
  },
  'wrong-text-encoding': {
    what: 'VirtualBox wurde in einem Alphabet gefragt, das es nicht lesen konnte. Das ist ein Fehler von Big Data Lab, nicht deiner.',
    next: 'Bitte melde es mit der Ausgabe von „bdl doctor“. Bis dahin hilft ein Name ohne besondere Buchstaben.',
  },
  'kvm-missing': {
    what: 'QEMU kann KVM nicht benutzen: /dev/kvm fehlt; also ist die Virtualisierung der CPU aus, oder das Kernelmodul ist nicht geladen.',
    next: 'Schalte die Virtualisierung in der Firmware ein, dann: sudo modprobe kvm_intel (Intel) oder sudo modprobe kvm_amd (AMD). Ohne sie läuft QEMU zehnmal langsamer.',
  },
  'kvm-not-permitted': {
    what: 'KVM ist da, aber dein Benutzer darf es nicht benutzen (/dev/kvm).',
    next: 'sudo usermod -aG kvm $USER, dann melde dich ab und wieder an.',
  },
  'hvf-not-permitted': {
    what: 'macOS lässt dieses QEMU die Virtualisierung der CPU nicht benutzen: das Programm ist nicht dafür signiert.',
    next: 'Installiere QEMU mit Homebrew neu (brew reinstall qemu); das signiert es.',
  },
  'whpx-off': {
    what: 'QEMU findet keinen Beschleuniger: die Windows-Hypervisor-Plattform ist ausgeschaltet.',
    next: 'Öffne „Windows-Features aktivieren oder deaktivieren“, setze den Haken bei „Windows-Hypervisor-Plattform“, und starte neu.',
  },
  'accelerator-not-built': {
    what: 'Diesem QEMU fehlt der Beschleuniger, der zu diesem Computer passt ({{accelerator}}).',
    next: 'Installiere ein anderes QEMU: unter Linux das Paket deiner Distribution, auf macOS Homebrew, unter Windows das Installationsprogramm von qemu.org.',
  },
} satisfies typeof english;

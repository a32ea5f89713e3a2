import type { errors as english } from '../en/errors.ts';

/** Was geschehen ist und warum, und der nächste Schritt; nach Fehlercode. */
export const errors = {
  'invalid-input': {
    what: 'Der Wert „{{value}}“ für {{field}} passt nicht; erwartet: {{expected}}.',
    next: 'Ändere den Wert und versuche es noch einmal. „bdl up --help“ zeigt, was möglich ist.',
  },
  'lab-not-found': {
    what: 'Es gibt kein Labor mit dem Namen „{{name}}“.',
    next: '„bdl list“ zeigt deine Labore. Bekannt sind hier: {{known}}.',
  },
  'lab-name-taken': {
    what: 'Das Labor „{{name}}“ gibt es schon, oder es benutzt dieselben Namen oder dasselbe Netz.',
    next: 'Wähle einen anderen Namen, oder sieh es dir mit „bdl status“ an.',
  },
  'node-not-found': {
    what: 'Es gibt keinen Knoten mit dem Namen „{{name}}“.',
    next: '„bdl status“ zeigt die Namen deiner Knoten.',
  },
  'snapshot-not-found': {
    what: 'Es gibt keinen Sicherungspunkt mit dem Namen „{{name}}“.',
    next: 'Sicherungspunkte dieses Labors: {{known}}.',
  },
  'not-enough-memory': {
    what: '{{nodes}} Knoten mit je {{memoryMiB}} MiB passen nicht in die {{totalMiB}} MiB Arbeitsspeicher dieses Rechners; {{fits}} würden passen.',
    next: 'Nimm weniger Knoten (--nodes {{fits}}) oder kleinere (--memory 1024).',
  },
  'not-enough-disk': {
    what: 'Das Labor braucht etwa {{neededGiB}} GiB auf der Festplatte, frei sind {{freeGiB}} GiB.',
    next: 'Schaffe Platz, oder lege den Datenordner mit BDL_HOME auf eine größere Festplatte.',
  },
  'subnet-overlaps': {
    what: 'Das Subnetz {{subnet}} ist schon in Gebrauch: {{owner}}.',
    next: 'Lass --subnet weg, dann wird ein freies gewählt, oder nenne ein anderes, zum Beispiel 10.88.0.0/24.',
  },
  'port-taken': {
    what: 'Der Port {{port}} auf diesem Rechner wird von einem anderen Programm benutzt.',
    next: 'Lass --ssh-port weg, dann werden freie Ports gewählt, oder beende das andere Programm und versuche es noch einmal.',
  },
  'lab-busy': {
    what: 'An diesem Labor wird gerade gearbeitet ({{purpose}}, Prozess {{pid}}).',
    next: 'Warte, bis das fertig ist, und versuche es dann noch einmal.',
  },
  'lab-incomplete': {
    what: 'Das Labor „{{name}}“ ist nicht vollständig ({{phase}}).',
    next: "Mach weiter mit „bdl up --name '{{name}}'“, oder entferne es mit „bdl delete '{{name}}'“.",
  },
  'wrong-state': {
    what: '„{{name}}“ ist in einem Zustand, in dem das nicht geht ({{state}}).',
    next: '„bdl status“ zeigt die Zustände. Fahre zuerst herunter, oder lass mindestens einen Knoten im Labor.',
  },
  'base-in-use': {
    what: 'Die Basis „{{name}}“ kann nicht gelöscht werden: Knoten bauen auf ihr auf ({{users}}).',
    next: 'Lösche zuerst diese Labore; „bdl trash empty“ löscht sie endgültig.',
  },
  'confirmation-needed': {
    what: 'Dabei würde etwas gelöscht, und niemand ist da, der es bestätigt.',
    next: 'Füge --yes hinzu, wenn du sicher bist.',
  },
  'data-folder-not-writable': {
    what: 'In {{path}} kann nichts geschrieben werden.',
    next: 'Prüfe die Rechte des Ordners, oder wähle mit BDL_HOME einen anderen.',
  },
  'disk-full': {
    what: 'Die Festplatte ist voll; {{path}} konnte nicht geschrieben werden. Nichts Fertiges ist verloren.',
    next: 'Schaffe Platz und gib denselben Befehl noch einmal: er macht dort weiter, wo er aufgehört hat.',
  },
  'stored-file-damaged': {
    what: 'Die Datei {{path}} ist beschädigt und wurde so gelassen, wie sie ist.',
    next: 'Hole sie aus einer Sicherung zurück, oder verschiebe sie. Deine virtuellen Maschinen sind unberührt.',
  },
  'stored-file-too-new': {
    what: 'Die Datei {{path}} stammt von einer neueren Version von Big Data Lab.',
    next: 'Aktualisiere Big Data Lab.',
  },
  'hypervisor-missing': {
    what: 'Es wurde kein brauchbarer Hypervisor gefunden (gewünscht: {{hypervisor}}).',
    next: 'Installiere VirtualBox oder QEMU; unter Debian und Ubuntu: sudo apt install qemu-system-x86 qemu-utils. Dann hilft „bdl check“ weiter.',
  },
  'hypervisor-unusable': {
    what: '{{hypervisor}} ist installiert, funktioniert aber nicht.',
    next: '„bdl check“ zeigt, was es meldet; oft hilft eine neue Installation.',
  },
  'tool-missing': {
    what: 'Das Programm „{{tool}}“ fehlt.',
    next: 'Installiere das Paket {{package}} und versuche es noch einmal.',
  },
  'needs-root': {
    what: 'Um ein Abbild aus Paketen zu bauen, sind Administratorrechte nötig.',
    next: 'Gib den Befehl mit sudo, oder nimm ein fertiges Abbild mit --image file:/pfad/zum/abbild.',
  },
  'command-failed': {
    what: 'Das Programm {{program}} hat einen Fehler gemeldet (Exit-Code {{exitCode}}).',
    next: 'Die Zeilen darunter sagen, was es gemeldet hat. Versuche es noch einmal; „bdl repair“ bringt ein Labor wieder in Ordnung.',
  },
  'command-timeout': {
    what: 'Das Programm {{program}} hat nicht rechtzeitig geantwortet. Das heißt nicht, dass etwas weg ist.',
    next: 'Versuche es gleich noch einmal; „bdl status“ zeigt, wie es steht.',
  },
  'vm-not-found': {
    what: 'Der Hypervisor kennt die virtuelle Maschine von „{{name}}“ nicht.',
    next: '„bdl repair“ nimmt die Maschine wieder auf oder macht sie neu.',
  },
  'vm-busy': {
    what: 'Etwas anderes benutzt gerade die virtuelle Maschine „{{name}}“.',
    next: 'Schließe ihre Einstellungen im Fenster des Hypervisors und versuche es noch einmal.',
  },
  'vm-start-failed': {
    what: 'Die virtuelle Maschine „{{name}}“ ist nicht gestartet.',
    next: 'Die Zeilen darunter sagen, warum. „bdl check“ sucht nach den üblichen Ursachen.',
  },
  'vm-broken': {
    what: 'Die virtuelle Maschine von „{{node}}“ ist beschädigt.',
    next: 'Rette aus ihrem Ordner, was du kannst, und mach sie dann mit „bdl reset {{node}}“ neu.',
  },
  'vm-driver-missing': {
    what: 'Der Kerneltreiber von {{hypervisor}} ist nicht geladen, darum können seine virtuellen Maschinen nicht starten.',
    next: 'Unter Linux: sudo apt install virtualbox-dkms, dann sudo modprobe vboxdrv. Mit Secure Boot muss der Treiber signiert sein.',
  },
  'virtualization-off': {
    what: 'Die Virtualisierung der CPU ist ausgeschaltet oder von einem anderen Programm belegt.',
    next: 'Schalte sie in der Firmware ein (VT-x, AMD-V oder SVM) und schalte den Rechner danach ganz aus und wieder ein.',
  },
  'not-supported': {
    what: 'Das ist hier nicht möglich ({{what}}).',
    next: '„bdl doctor“ zeigt, was dein Hypervisor kann.',
  },
  'image-unreachable': {
    what: 'Das Abbild {{image}} kann nicht heruntergeladen werden: sein Server ist nicht erreichbar.',
    next: 'Prüfe Netz und Proxy, nimm eine Datei (--image file:/pfad), oder baue eines aus Paketen (--image debian-packages).',
  },
  'image-not-known': {
    what: 'Es gibt kein Abbild mit dem Namen „{{image}}“.',
    next: 'Bekannte Abbilder: {{known}}. Eine eigene Datei: --image file:/pfad.',
  },
  'image-damaged': {
    what: 'Das Abbild {{path}} ist beschädigt oder unvollständig ({{reason}}).',
    next: 'Lade es noch einmal herunter; seine Prüfsumme muss stimmen.',
  },
  'image-not-usable': {
    what: 'Die Datei {{path}} kann nicht als Abbild dienen ({{reason}}).',
    next: 'Nimm ein Cloud-Abbild im Format qcow2, raw, VMDK oder VDI.',
  },
  'signature-invalid': {
    what: 'Die Liste der Prüfsummen für {{image}} ist nicht von ihrem Herausgeber unterschrieben. Sie wurde nicht benutzt.',
    next: 'Versuche es später oder aus einem anderen Netz. Bleibt es so, sag denen Bescheid, die dein Netz betreiben.',
  },
  'download-failed': {
    what: 'Das Herunterladen von {{url}} ist abgebrochen ({{reason}}).',
    next: 'Gib denselben Befehl noch einmal: er macht dort weiter, wo er aufgehört hat.',
  },
  'node-not-ready': {
    what: 'Der Knoten {{node}} hat nicht gezeigt, dass er bereit ist ({{requirement}}).',
    next: 'Sieh dir seine Konsole in serial.log an, oder versuche „bdl repair“.',
  },
  'guest-command-failed': {
    what: 'Ein Befehl auf {{node}} ist fehlgeschlagen (Exit-Code {{exitCode}}).',
    next: 'Die Zeilen darunter hat er ausgegeben.',
  },
  'host-key-mismatch': {
    what: 'Der Knoten an Port {{port}} zeigt einen anderen Host-Schlüssel als den, der für ihn gemacht wurde. Nichts wurde an ihn gesendet.',
    next: 'Vielleicht benutzt ein anderes Programm den Port. Versuche „bdl repair“.',
  },
  'guest-setup-failed': {
    what: 'Die Vorbereitung des Gastes ist im Schritt „{{step}}“ fehlgeschlagen.',
    next: 'Die Zeilen darunter sind das Ende seiner Konsole. Gib denselben Befehl noch einmal, um es neu zu versuchen.',
  },
  unexpected: {
    what: 'Etwas Unerwartetes ist geschehen: {{message}}',
    next: 'Bitte melde es zusammen mit der Ausgabe von „bdl doctor“.',
  },
} satisfies typeof english;

/** Worum es bei jeder Prüfung des Rechners geht: ihr Name, was das ist, und warum es zählt. */
export const checkTopics = {
  'report-head': 'Prüfung eines Rechners für Big Data Lab {{version}}',
  'report-data': '[Datenordner]',
  'report-home': '[Benutzerordner]',
  'report-computer': '[Rechner]',
  'report-user': '[Benutzer]',
  'report-mac': '[MAC-Adresse]',
  'status-ok': 'In Ordnung:',
  'status-warning': 'Auffällig:',
  'status-problem': 'Problem:',
  'status-unknown': 'Nicht bekannt:',
  'group-virtualization': 'Virtualisierung',
  'group-hypervisors': 'Hypervisoren',
  'group-resources': 'Speicher, Festplatte und CPU',
  'group-network': 'Netz',
  'group-surroundings': 'Umgebung',
  'trial.title': 'Probelauf',
  'trial.what':
    'Beim Probelauf wird eine winzige virtuelle Maschine wirklich gestartet und wieder weggeworfen. Ausprobieren verrät mehr als jede Einstellung.',
  'trial.why': 'Was ein Probelauf gezeigt hat, zählt mehr als das, was die anderen Prüfungen schließen.',
  'architecture.title': 'Art der CPU',
  'architecture.what':
    'CPUs sprechen verschiedene Sprachen: x86 (Intel, AMD) oder ARM (Apple M, Snapdragon). Knoten bekommen immer ein System für die CPU, die wirklich da ist.',
  'architecture.why': 'Heutige Linux-Systeme brauchen eine CPU mit 64 Bit.',
  'rosetta.title': 'Rosetta',
  'rosetta.what':
    'Rosetta lässt Programme für Intel-Macs auf Macs mit M-Chip laufen. Big Data Lab selbst sollte nicht so laufen, denn es gibt eine Ausgabe für deinen Chip.',
  'rosetta.why':
    'Unter Rosetta hält sich ein Programm für auf einem Intel-Mac und würde Abbilder wählen, die nicht laufen.',
  'virtualization.title': 'CPU mit Virtualisierung',
  'virtualization.what':
    'Mit Virtualisierung führt die CPU virtuelle Maschinen selbst aus. Bei Intel heißt sie VT-x, bei AMD AMD-V oder SVM, und bei ARM gehört sie einfach dazu.',
  'virtualization.why':
    'Mit ihr laufen deine Knoten etwa so schnell wie dein Rechner; ohne sie rund zehnmal langsamer.',
  'firmware.title': 'Schalter in der Firmware',
  'firmware.what':
    'Die Firmware (BIOS oder UEFI) startet als Erstes, wenn du den Rechner einschaltest. Bei vielen PCs hat sie einen Schalter für die Virtualisierung, und manche werden mit ausgeschaltetem geliefert.',
  'firmware.why': 'Solange der Schalter aus ist, kann kein Programm die Virtualisierung der CPU benutzen.',
  'slat.title': 'Adressen zweiter Stufe',
  'slat.what':
    'Damit übersetzt die CPU die Speicheradressen virtueller Maschinen selbst. Bei Intel heißt das EPT, bei AMD NPT oder RVI; fast jede CPU seit 2010 kann es.',
  'slat.why': 'Ohne das sind virtuelle Maschinen langsam, und manche Hypervisoren laufen gar nicht.',
  'other-hypervisor.title': 'Ein anderer Hypervisor',
  'other-hypervisor.what':
    'Die Virtualisierung der CPU kann immer nur ein Programm für sich haben. Auch Teile des Systems benutzen sie, oft ohne sich zu zeigen.',
  'other-hypervisor.why':
    'Hält sie ein anderer, läuft VirtualBox langsamer oder gar nicht, obwohl alle Schalter richtig stehen.',
  'kvm.title': 'KVM',
  'kvm.what':
    'KVM ist der Teil von Linux, mit dem QEMU die Virtualisierung der CPU benutzt. Programme erreichen ihn über das Gerät /dev/kvm.',
  'kvm.why': 'Mit KVM ist QEMU schnell; ohne muss es jeden Befehl der CPU nachbilden.',
  'hypervisors.title': 'Hypervisor',
  'hypervisors.what':
    'Ein Hypervisor ist das Programm, das virtuelle Maschinen laufen lässt. Big Data Lab arbeitet mit VirtualBox, Parallels und QEMU und nimmt das Beste, was es findet.',
  'hypervisors.why':
    'Ohne Hypervisor gibt es keine virtuellen Maschinen. Mit Hilfe der CPU laufen sie rund zehnmal schneller als nachgebildet.',
  'virtualbox.title': 'VirtualBox',
  'virtualbox.what':
    'VirtualBox ist ein kostenloser Hypervisor für Windows, macOS und Linux. Er zeigt deine Knoten auch in einem eigenen Fenster.',
  'virtualbox.why':
    'Manche Ausgaben haben Fehler, die Daten oder ein Netz kosten können. Darum zählt auch die Version.',
  'parallels.title': 'Parallels Desktop',
  'parallels.what':
    'Parallels Desktop ist ein kostenpflichtiger Hypervisor für Macs. Nur seine Ausgaben Pro und Business lassen sich von anderen Programmen bedienen.',
  'parallels.why': 'Auf Macs mit M-Chip ist es der erprobteste Weg, wenn eine Lizenz da ist.',
  'qemu.title': 'QEMU',
  'qemu.what':
    'QEMU ist ein kostenloser Hypervisor ohne eigenes Fenster. Es kann eine CPU auch nachbilden und läuft darum, wo sonst nichts läuft.',
  'qemu.why': 'Es ist der Ausweg, wenn VirtualBox hier nicht laufen kann.',
  'secure-boot.title': 'Secure Boot',
  'secure-boot.what':
    'Mit Secure Boot lädt der Rechner nur Treiber, deren Unterschrift er kennt. Treiber, die auf diesem Rechner gebaut wurden, brauchen eine eigene.',
  'secure-boot.why': 'Ohne Unterschrift lehnt der Kernel den Treiber von VirtualBox ab.',
  'rights.title': 'Administratorrechte',
  'rights.what':
    'Ein Administrator darf Programme installieren und Einstellungen des ganzen Rechners ändern. Um Big Data Lab zu benutzen, musst du keiner sein.',
  'rights.why': 'Manche Schritte gehen nur mit diesen Rechten, zum Beispiel einen Hypervisor zu installieren.',
  'cpu.title': 'Kerne',
  'cpu.what': 'Ein Kern rechnet immer an einer Sache. Heutige CPUs haben mehrere, und deine Knoten teilen sie sich.',
  'cpu.why': 'Sind es wenige, wechseln sich die Knoten ab und werden langsamer.',
  'memory.title': 'Arbeitsspeicher',
  'memory.what':
    'Im Arbeitsspeicher (RAM) liegt, woran laufende Programme gerade arbeiten. Ein Knoten ist ein ganzer Rechner und braucht eigenen.',
  'memory.why':
    'Jeder laufende Knoten nimmt sich seinen Arbeitsspeicher ganz. Ein Teil bleibt immer für deinen Rechner.',
  'disk.title': 'Festplatte',
  'disk.what':
    'Hier geht es um den Platz auf der Platte, auf der deine Labore liegen. Knoten teilen sich eine Basis und schreiben nur auf, was anders ist.',
  'disk.why': 'Knoten wachsen mit dem, was du darin tust, und eine volle Platte hält sie mitten in der Arbeit an.',
  'network.title': 'Netz des Labors',
  'network.what':
    'Deine Knoten sprechen miteinander über ein Netz, in dem nur sie sind. Es braucht einen eigenen Bereich von Adressen (ein Subnetz).',
  'network.why':
    'Es darf sich mit keinem Netz überschneiden, das dein Rechner schon benutzt, zum Beispiel dem eines VPN.',
  'internet.title': 'Internet',
  'internet.what':
    'Das Abbild für deine Knoten wird einmal vom Hersteller des Systems geladen. In manchen Netzen geht das über einen Proxy, einen Rechner, der es weiterreicht.',
  'internet.why': 'Ohne Internet brauchst du das Abbild als Datei, zum Beispiel von einem USB-Stick.',
  'ports.title': 'Ports',
  'ports.what':
    'Ein Port ist eine nummerierte Tür deines Rechners. Jeder Knoten bekommt eine, dahinter ist sein Terminal; von außen kann niemand hinein.',
  'ports.why': 'Eine Tür, die ein anderes Programm schon benutzt, ist kein zweites Mal zu haben.',
  'power.title': 'Strom und Ruhezustand',
  'power.what': 'Laptops sparen Strom: nach einer Weile gehen sie schlafen, und am Akku sind sie langsamer.',
  'power.why': 'Schläft dein Rechner, bleibt ein Download stehen, und deine Knoten auch.',
  'paths.title': 'Ordner für deine Labore',
  'paths.what':
    'Alle Platten deiner Knoten liegen in einem Ordner, dem Datenordner. Er gehört auf eine Platte in diesem Rechner.',
  'paths.why':
    'Netzlaufwerke und Ordner, die mit einer Cloud abgeglichen werden, beschädigen die Platten laufender Knoten oder sind sehr langsam.',
};

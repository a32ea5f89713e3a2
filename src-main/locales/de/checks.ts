/** Befunde der Prüfung des Rechners: `<Prüfung>.<Befund>`. */
export const checks = {
  'trial.native': 'Ein Probelauf mit {{hypervisor}} lief mit Hilfe der CPU, in voller Geschwindigkeit.',
  'trial.slow': 'Ein Probelauf mit {{hypervisor}} lief, aber über den Hypervisor von Windows: langsamer als möglich.',
  'trial.software': 'Ein Probelauf mit {{hypervisor}} lief, in Software nachgebildet: rund zehnmal langsamer.',
  'trial.failed': 'Ein Probelauf mit {{hypervisor}} ist nicht gestartet.',
  'architecture.amd64': '{{model}}: eine x86-CPU mit 64 Bit.',
  'architecture.arm64': '{{model}}: eine ARM-CPU mit 64 Bit.',
  'architecture.too-old': '{{model}}: eine CPU mit 32 Bit. Heutige Systeme laufen darauf nicht.',
  'architecture.foreign-build':
    'Dieses Big Data Lab wurde für eine andere Art von CPU gebaut und wird die ganze Zeit übersetzt.',
  'architecture.unknown': 'Welche Art von CPU das ist, ließ sich nicht lesen.',
  'rosetta.native': 'Big Data Lab läuft auf deinem Mac, wie es soll, ohne Übersetzung.',
  'rosetta.translated': 'Big Data Lab läuft über Rosetta: das ist die Ausgabe für Intel-Macs.',
  'rosetta.unknown': 'Ob Big Data Lab übersetzt wird, ließ sich nicht lesen.',
  'virtualization.capable': 'Deine CPU kann es.',
  'virtualization.proved': 'Deine CPU kann es: ein Probelauf hat es gezeigt.',
  'virtualization.inside-vm':
    'Dieser Rechner ist selbst eine virtuelle Maschine, und sein Wirt reicht die Virtualisierung nicht weiter.',
  'virtualization.inside-vm-unknown':
    'Dieser Rechner ist selbst eine virtuelle Maschine; ob sein Wirt die Virtualisierung weiterreicht, ließ sich nicht lesen.',
  'virtualization.not-capable': 'Diese CPU hat keine Virtualisierung.',
  'virtualization.not-shown':
    'Die CPU zeigt keine Virtualisierung. Meist ist sie nur in der Firmware ausgeschaltet; ob diese CPU sie hat, lässt sich von hier aus nicht sagen.',
  'virtualization.unknown': 'Ob die CPU es kann, ließ sich nicht lesen. Das muss nichts Schlechtes heißen.',
  'firmware.on': 'Die Virtualisierung ist in der Firmware eingeschaltet.',
  'firmware.proved': 'Die Virtualisierung ist in der Firmware eingeschaltet: ein Probelauf hat es gezeigt.',
  'firmware.off': 'Die Virtualisierung ist in der Firmware ausgeschaltet.',
  'firmware.probably-off': 'Die Virtualisierung ist in der Firmware wahrscheinlich ausgeschaltet.',
  'firmware.unknown': 'Ob der Schalter an ist, ließ sich nicht lesen. Das muss nichts Schlechtes heißen.',
  'slat.there': 'Deine CPU hat es.',
  'slat.missing': 'Deine CPU hat es nicht, oder es ist ausgeschaltet.',
  'slat.unknown': 'Ob deine CPU es hat, ließ sich nicht lesen.',
  'other-hypervisor.none': 'Niemand sonst hält die Virtualisierung der CPU.',
  'other-hypervisor.proved':
    'Falls sie jemand anderes hält, schadet es nicht: ein Probelauf lief in voller Geschwindigkeit.',
  'other-hypervisor.windows':
    'Der Hypervisor von Windows läuft; für welchen Teil von Windows, ließ sich nicht lesen. VirtualBox ist darauf langsamer.',
  'other-hypervisor.windows-features':
    'Der Hypervisor von Windows läuft, und zwar für: {{features}}. Die Virtualisierung ist also eingeschaltet, aber VirtualBox ist darauf langsamer.',
  'other-hypervisor.used-by-qemu': 'Der Hypervisor von Windows läuft, und genau den benutzt QEMU.',
  'other-hypervisor.unknown': 'Ob ein anderer Hypervisor läuft, ließ sich nicht lesen.',
  'other-hypervisor.kvm-for-qemu': 'KVM ist geladen ({{module}}); genau das braucht QEMU.',
  'other-hypervisor.kvm-harmless':
    'KVM ist geladen ({{module}}). Unter Linux {{kernel}} überlässt es die CPU VirtualBox, solange keine VM von KVM läuft.',
  'other-hypervisor.kvm-shared': 'KVM ist geladen ({{module}}), und dieses VirtualBox teilt sich die CPU mit ihm.',
  'other-hypervisor.kvm-holds':
    'KVM ist geladen ({{module}}), und unter Linux {{kernel}} behält es die CPU für sich: VMs von VirtualBox starten nicht.',
  'other-hypervisor.kvm-unknown':
    'KVM ist geladen ({{module}}). Ob es die CPU VirtualBox überlässt, ließ sich nicht lesen.',
  'kvm.usable': '/dev/kvm lässt sich öffnen, und die CPU zeigt Virtualisierung: QEMU läuft in voller Geschwindigkeit.',
  'kvm.no-flag':
    '/dev/kvm ist da und lässt sich öffnen, aber die CPU zeigt keine Virtualisierung. Gäste blieben hängen, darum wird KVM nicht benutzt.',
  'kvm.opens-unproved': '/dev/kvm lässt sich öffnen, aber ob die CPU Virtualisierung zeigt, ließ sich nicht lesen.',
  'kvm.forbidden': '/dev/kvm ist da, aber du darfst es nicht öffnen.',
  'kvm.missing': 'Es gibt kein /dev/kvm, da die CPU keine Virtualisierung zeigt.',
  'kvm.not-loaded': 'Es gibt kein /dev/kvm, obwohl die CPU Virtualisierung zeigt: das Modul von KVM ist nicht geladen.',
  'kvm.refuses': '/dev/kvm ist da, lässt sich aber nicht öffnen.',
  'kvm.unknown': 'Ob /dev/kvm benutzbar ist, ließ sich nicht lesen.',
  'hypervisors.found': '{{hypervisor}} {{version}} ist bereit ({{acceleration}}).',
  'hypervisors.found-slow':
    '{{hypervisor}} {{version}} ist bereit, aber langsamer als möglich: der Hypervisor von Windows steht dazwischen.',
  'hypervisors.software':
    '{{hypervisor}} {{version}} ist da, aber keine CPU-Virtualisierung nutzbar: Gäste werden in Software nachgebildet, etwa zehnmal langsamer.',
  'hypervisors.none': 'Es wurde kein Hypervisor gefunden.',
  'hypervisors.vm-driver-missing': '{{hypervisor}} ist installiert, aber sein Kerneltreiber ist nicht geladen.',
  'hypervisors.hypervisor-unusable': '{{hypervisor}} ist installiert, funktioniert aber nicht.',
  'hypervisors.virtualization-off': '{{hypervisor}} ist da, aber die Virtualisierung der CPU ist aus.',
  'hypervisors.parallels-edition':
    'Deine Ausgabe von {{hypervisor}} hat keine Befehlszeile, darum ist sie hier nicht nutzbar.',
  'hypervisors.parallels-licence-missing': '{{hypervisor}} hat noch keine Lizenz.',
  'hypervisors.parallels-licence-expired': 'Die Lizenz oder die Probezeit von {{hypervisor}} ist abgelaufen.',
  'hypervisors.tool-missing': 'Ein Teil von {{hypervisor}} fehlt.',
  'virtualbox.found': 'VirtualBox {{version}} ist bereit.',
  'virtualbox.missing': 'VirtualBox wurde nicht gefunden.',
  'virtualbox.data-risk':
    'VirtualBox {{version}} kann auf den Platten verknüpfter Klone Daten verlieren, und das sind Knoten. Ab 7.2.18 geschieht das nicht mehr.',
  'virtualbox.no-internal-network':
    'Bei VirtualBox {{version}} gehen interne Netze auf Macs nicht: die Knoten fänden einander nicht.',
  'virtualbox.small-nodes-hang':
    'Mit VirtualBox {{version}} bleiben Knoten mit weniger als {{memoryMiB}} MiB auf ARM-CPUs beim Start hängen. Es kann auch Daten verknüpfter Klone verlieren.',
  'virtualbox.newer':
    'VirtualBox {{version}} ist neuer als das, womit Big Data Lab geprüft wurde. Es wird trotzdem benutzt.',
  'virtualbox.vm-driver-missing':
    'VirtualBox {{version}} ist installiert, aber sein Treiber ist nicht geladen: keine VM startet.',
  'virtualbox.hypervisor-unusable': 'VirtualBox {{version}} ist installiert, funktioniert aber nicht oder ist zu alt.',
  'virtualbox.virtualization-off': 'VirtualBox {{version}} ist da, aber die Virtualisierung der CPU ist aus.',
  'virtualbox.tool-missing': 'Ein Teil von VirtualBox {{version}} fehlt.',
  'parallels.found': 'Parallels Desktop {{version}} ist bereit.',
  'parallels.parallels-edition':
    'Deine Ausgabe von Parallels Desktop {{version}} hat keine Befehlszeile, darum ist sie hier nicht nutzbar.',
  'parallels.parallels-licence-missing': 'Parallels Desktop {{version}} hat noch keine Lizenz.',
  'parallels.parallels-licence-expired':
    'Die Lizenz oder die Probezeit von Parallels Desktop {{version}} ist abgelaufen.',
  'parallels.unusable': 'Parallels Desktop {{version}} ist installiert, lässt sich aber von hier aus nicht bedienen.',
  'qemu.found': 'QEMU {{version}} ist bereit ({{acceleration}}).',
  'qemu.found-slow': 'QEMU {{version}} ist da; hier muss es die CPU nachbilden und ist langsam.',
  'qemu.vm-driver-missing': 'QEMU {{version}} ist installiert, aber ein Treiber fehlt.',
  'qemu.hypervisor-unusable': 'QEMU {{version}} ist installiert, funktioniert aber nicht oder ist älter als 7.2.',
  'qemu.virtualization-off': 'QEMU {{version}} ist da, aber die Virtualisierung der CPU ist aus.',
  'qemu.tool-missing': 'QEMU {{version}} ist da, aber sein Programm qemu-img fehlt.',
  'secure-boot.off': 'Secure Boot ist aus: Treiber brauchen keine Unterschrift.',
  'secure-boot.driver-loaded': 'Secure Boot ist an, und der Treiber von VirtualBox ist trotzdem geladen.',
  'secure-boot.driver-refused':
    'Secure Boot ist an, und der Treiber von VirtualBox ist nicht geladen. Wahrscheinlich wird er abgelehnt, weil er nicht unterschrieben ist.',
  'secure-boot.unknown': 'Ob Secure Boot an ist, ließ sich nicht lesen.',
  'rights.now': 'Big Data Lab läuft mit den Rechten eines Administrators. Es braucht sie nicht.',
  'rights.can': 'Du darfst Programme installieren: du bist Administrator.',
  'rights.no': 'Du bist kein Administrator. Was hier zu installieren oder zu schalten ist, muss jemand anderes tun.',
  'rights.unknown': 'Ob du Administrator bist, ließ sich nicht lesen.',
  'cpu.enough': '{{model}}: {{cores}} Kerne.',
  'cpu.enough-unnamed': '{{cores}} Kerne.',
  'cpu.few-cores': '{{model}}: nur {{cores}} Kern. Knoten und Rechner werden aufeinander warten.',
  'cpu.few-cores-unnamed': 'Nur {{cores}} Kern. Knoten und Rechner werden aufeinander warten.',
  'memory.enough': '{{totalGiB,number}} GiB, davon {{availableGiB,number}} GiB frei: {{fits}} Knoten mit 1 GiB passen.',
  'memory.below-recommended':
    '{{totalGiB,number}} GiB, davon {{availableGiB,number}} GiB frei: {{fits}} Knoten mit 1 GiB passen. Empfohlen sind {{recommendedGiB}} GB.',
  'memory.little-free':
    'Nur {{availableGiB,number}} von {{totalGiB,number}} GiB sind gerade frei: zu wenig, um einen Knoten mit 1 GiB zu starten.',
  'memory.few-nodes_one': '{{totalGiB,number}} GiB: nur {{fits}} Knoten mit 1 GiB passt.',
  'memory.few-nodes_other': '{{totalGiB,number}} GiB: nur {{fits}} Knoten mit 1 GiB passen.',
  'memory.too-little': '{{totalGiB,number}} GiB reichen für keinen Knoten.',
  'disk.enough':
    '{{freeGiB,number}} GiB frei für {{path}}: Platz für etwa {{fits}} Knoten, die auf 10 GiB gewachsen sind.',
  'disk.below-recommended':
    '{{freeGiB,number}} GiB frei für {{path}}; das reicht für den Anfang, empfohlen sind {{recommendedGiB}} GiB. Etwa {{fits}} Knoten können auf 10 GiB wachsen.',
  'disk.too-little': '{{freeGiB,number}} GiB frei für {{path}}; ein Labor mit drei Knoten braucht {{neededGiB}} GiB.',
  'network.free': 'Das Subnetz {{subnet}} ist frei für ein Labor.',
  'network.moved': '{{usual}} ist hier in Gebrauch; ein Labor nimmt {{subnet}}.',
  'network.no-free-subnet': 'Alle Subnetze für Labore überschneiden sich mit Netzen dieses Rechners.',
  'internet.reached': 'Der Server mit den Abbildern antwortet.',
  'internet.reached-by-proxy': 'Der Server mit den Abbildern antwortet, über den Proxy {{proxy}}.',
  'internet.proxy-login': 'Der Proxy {{proxy}} verlangt Namen und Passwort.',
  'internet.proxy-unreachable': 'Der Server mit den Abbildern ist über den Proxy {{proxy}} nicht erreichbar.',
  'internet.unreachable': 'Der Server mit den Abbildern ist nicht erreichbar.',
  'internet.certificate':
    'Jemand zwischen dir und dem Server mit den Abbildern zeigt ein Zertifikat, das hier nicht bekannt ist, wie es manche Firmen und Schulen tun.',
  'internet.slow':
    'Der Server mit den Abbildern hat nicht binnen sechs Sekunden geantwortet. Das muss nichts Schlechtes heißen.',
  'ports.free': 'Alle Ports für Knoten sind frei.',
  'ports.some-busy':
    '{{free}} Ports für Knoten sind frei. Von anderen Programmen belegt: {{busy}}; die bleiben in Ruhe.',
  'ports.few': 'Nur {{free}} Ports für Knoten sind frei.',
  'ports.none': 'Kein Port für Knoten ist frei.',
  'power.never-sleeps': 'Er hängt am Strom und geht nicht von selbst schlafen.',
  'power.sleeps-late': 'Er hängt am Strom; ohne Eingabe geht er nach {{minutes}} Minuten schlafen.',
  'power.sleeps':
    'Ohne Eingabe geht er nach {{minutes}} Minuten schlafen, auch am Strom. Ein Labor zu bauen kann länger dauern.',
  'power.on-battery': 'Er läuft am Akku.',
  'power.on-battery-percent': 'Er läuft am Akku ({{percent}} %).',
  'power.sleep-unknown': 'Wann er schlafen geht, ließ sich nicht lesen.',
  'power.unknown': 'Wie er seinen Strom bekommt, ließ sich nicht lesen.',
  'paths.good': '{{path}} ist ein guter Ort.',
  'paths.network-drive': '{{path}} liegt auf einem Netzlaufwerk. Platten von Knoten lassen sich dort nicht halten.',
  'paths.small-files': '{{path}} liegt auf einem Laufwerk mit FAT, wo keine Datei größer als 4 GB sein darf.',
  'paths.synced':
    '{{path}} liegt in einem Ordner, der abgeglichen wird ({{synced}}). Er würde die ganze Zeit kopiert und käme vielleicht beschädigt zurück.',
  'paths.odd-end':
    'In {{path}} endet der Name eines Ordners mit einem Punkt oder Leerzeichen. Windows findet ihn nicht wieder.',
  'paths.too-long':
    '{{path}} ist so lang, dass Namen von Dateien darin überschreiten, was Windows erlaubt. Gut sind höchstens {{limit}} Zeichen.',
  'paths.unknown': 'Auf was für einem Laufwerk {{path}} liegt, ließ sich nicht lesen.',
};

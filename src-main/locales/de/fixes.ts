/** Auswege aus dem, was eine Prüfung des Rechners gefunden hat, nach ihrer Kennung. */
export const fixes = {
  'action-firmware-guide': 'Zeig mir, wie',
  'action-trial': 'Ausprobieren',
  'action-install-hypervisor': 'Hypervisor installieren',
  'action-check-again': 'Noch einmal prüfen',
  'as-administrator': 'Braucht ein Terminal mit den Rechten eines Administrators.',
  'try-it': 'Ausprobieren sagt es sicher: „bdl try“ startet eine virtuelle Maschine zum Wegwerfen.',
  'try-again': 'Bringe in Ordnung, was die anderen Prüfungen nennen, dann versuche es noch einmal.',
  'fewer-nodes': 'Beginne mit einem oder zwei Knoten.',
  'small-nodes': 'Nimm kleine Knoten (--memory 512); empfohlen sind {{recommendedGiB}} GB.',
  'close-programs':
    'Schließe Programme, die viel Arbeitsspeicher brauchen (vor allem Browser), oder lege Knoten schlafen, und prüfe noch einmal.',
  'more-memory': 'Nimm einen Rechner mit mehr Arbeitsspeicher; empfohlen sind {{recommendedGiB}} GB.',
  'watch-disk': 'Behalte das im Auge, oder verlege den Datenordner mit BDL_HOME.',
  'free-disk': 'Schaffe Platz, oder verlege den Datenordner mit BDL_HOME.',
  'move-data': 'Nenne mit BDL_HOME einen Ordner auf einer Platte dieses Rechners und starte Big Data Lab neu.',
  'name-subnet': 'Nenne mit --subnet ein freies Subnetz.',
  'other-computer': 'Nimm einen anderen Rechner.',
  'go-slow': 'Mach trotzdem weiter: kleine Labore gehen, nur langsam. Beginne mit einem oder zwei Knoten.',
  'use-qemu': 'Installiere QEMU: es kann die CPU nachbilden, wenn auch langsam.',
  'use-virtualbox': 'Oder nimm VirtualBox, das nichts kostet.',
  nested: 'Schalte in dem Programm, in dem dieser Rechner läuft, verschachtelte Virtualisierung ein, falls du darfst.',
  'get-own-edition': 'Hole dir die Ausgabe von Big Data Lab für deine Art von CPU.',
  'firmware-guide':
    'Starte neu und drücke sofort und immer wieder eine dieser Tasten: {{keys}}. Suche {{words}}, meist unter {{menu}}, und schalte es ein. Speichere dann und schalte den Rechner für zehn Sekunden ganz aus.',
  'firmware-guide-of':
    'Starte neu und drücke sofort und immer wieder {{keys}} (so ist es bei {{maker}} üblich). Suche {{words}}, meist unter {{menu}}, und schalte es ein. Speichere dann und schalte den Rechner für zehn Sekunden ganz aus.',
  'firmware-restart': 'Oder lass den Rechner von selbst in seine Firmware neu starten. Sichere vorher deine Arbeit:',
  'install-hypervisor': 'Installiere einen Hypervisor: VirtualBox oder QEMU.',
  'install-virtualbox': 'Installiere VirtualBox.',
  'virtualbox-download': 'VirtualBox gibt es auf der Seite seiner Hersteller:',
  'update-virtualbox': 'Installiere die neueste Version:',
  'newer-virtualbox': 'Oder installiere VirtualBox 7.2.2 oder neuer, das sich ab Linux 6.16 mit KVM verträgt:',
  'reinstall-virtualbox': 'Installiere VirtualBox neu, in der neuesten Version:',
  'reinstall-as-administrator': 'Installiere VirtualBox als Administrator neu und starte dann den Rechner neu.',
  'allow-vbox-driver':
    'Öffne „Systemeinstellungen › Datenschutz & Sicherheit“, erlaube die Software von Oracle und starte den Mac neu.',
  'load-vbox-driver': 'Lade den Treiber von VirtualBox:',
  'build-vbox-driver': 'Geht das nicht und ist VirtualBox von Oracle, baue den Treiber für deinen Kernel:',
  'install-vbox-driver': 'Ist VirtualBox von Debian oder Ubuntu, installiere, was den Treiber baut:',
  'reinstall-hypervisor': 'Installiere {{hypervisor}} neu.',
  'install-qemu-tools': 'Installiere auch die Werkzeuge von QEMU:',
  'parallels-activate':
    'Öffne Parallels Desktop, melde dich an und aktiviere Pro oder Business, oder beginne die kostenlose Probezeit.',
  'parallels-renew': 'Verlängere die Lizenz im Fenster von Parallels Desktop.',
  'parallels-edition':
    'Parallels von anderen Programmen aus zu bedienen braucht eine gültige Lizenz der Ausgabe Pro oder Business.',
  'go-on-slow-mode': 'Du kannst so weitermachen: die Knoten laufen, nur langsamer. Nimm weniger und kleinere.',
  'qemu-with-whpx': 'Oder nimm QEMU, das mit dem Hypervisor von Windows zusammenarbeitet.',
  'memory-integrity-off':
    'Die Speicherintegrität schützt deinen Rechner. Ist es deiner und willst du darauf verzichten: Windows-Sicherheit › Gerätesicherheit › Kernisolierung › Speicherintegrität aus, dann neu starten.',
  'ask-it-credential-guard':
    'Credential Guard schützt Passwörter einer Firma. Nur ihre IT-Abteilung sollte darüber entscheiden.',
  'hypervisor-off':
    'Damit VirtualBox die CPU für sich hat, schalte den Hypervisor von Windows aus und wähle dann „Neu starten“ (nicht „Herunterfahren“). Solange die Speicherintegrität an ist, wird das übergangen:',
  'hypervisor-off-with-wsl':
    'Damit VirtualBox die CPU für sich hat, schalte den Hypervisor von Windows aus und wähle dann „Neu starten“ (nicht „Herunterfahren“). WSL 2 und Docker Desktop gehen dann nicht mehr. Solange die Speicherintegrität an ist, wird das übergangen:',
  'hypervisor-on-again': 'So kommt er zurück:',
  'ask-it': 'Betreut jemand anderes diesen Rechner, gib dieser Person den Bericht dieser Prüfung.',
  'unload-kvm': 'Beende VMs anderer Programme, dann nimm KVM bis zum nächsten Start aus dem Kernel:',
  'join-kvm': 'Tritt der Gruppe kvm bei, melde dich dann ab und wieder an:',
  'load-kvm': 'Lade das Modul von KVM:',
  'enrol-key':
    'Mache den Schlüssel dieses Rechners seiner Firmware bekannt; unterwegs wählst du ein Passwort (Debian und Ubuntu haben den Schlüssel in /var/lib/dkms oder hier):',
  'enrol-key-restart': 'Starte neu, wähle auf der blauen Seite „Enroll MOK“ und gib dieses Passwort ein.',
  'ask-proxy': 'Frage, wer das Netz betreut, nach dem richtigen Proxy, und setze ihn in HTTPS_PROXY.',
  'ask-certificate': 'Frage, wer das Netz betreut, nach dem Zertifikat, und nenne seine Datei in NODE_EXTRA_CA_CERTS.',
  'check-connection': 'Prüfe Kabel, WLAN und VPN.',
  'image-from-file': 'Oder nimm ein Abbild aus einer Datei.',
  'end-programs-with-ports': 'Beende die Programme, die diese Ports benutzen.',
  'plug-in': 'Schließe ihn an den Strom an, bevor du ein Labor baust.',
  'sleep-later': 'Lass ihn in den Energieeinstellungen deines Systems später schlafen, während du ein Labor baust.',
};

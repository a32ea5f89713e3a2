/** Auswege aus dem, was eine Prüfung des Rechners gefunden hat, nach ihrer Kennung. */
export const fixes = {
  'action-firmware-guide': 'Zeig mir, wie',
  'action-trial': 'Ausprobieren',
  'action-install-hypervisor': 'Hypervisor installieren',
  'action-check-again': 'Noch einmal prüfen',
  'as-administrator': 'Braucht ein Terminal mit den Rechten eines Administrators.',
  'fewer-nodes': 'Beginne mit einem oder zwei Knoten.',
  'small-nodes': 'Nimm kleine Knoten (--memory 512); empfohlen sind {{recommendedMiB}} MiB.',
  'more-memory': 'Nimm einen Rechner mit mehr Arbeitsspeicher; empfohlen sind {{recommendedMiB}} MiB.',
  'watch-disk': 'Behalte das im Auge, oder verlege den Datenordner mit BDL_HOME.',
  'free-disk': 'Schaffe Platz, oder verlege den Datenordner mit BDL_HOME.',
  'name-subnet': 'Nenne mit --subnet ein freies Subnetz.',
  'firmware-switch':
    'Schalte die Virtualisierung in der Firmware ein (VT-x, AMD-V oder SVM), dann den Rechner ganz aus und wieder ein.',
  'install-hypervisor': 'Installiere einen Hypervisor: VirtualBox oder QEMU.',
  'virtualbox-download': 'VirtualBox gibt es auf der Seite seiner Hersteller:',
  'load-vbox-driver': 'Lade den Treiber von VirtualBox:',
  'install-vbox-driver': 'Hilft das nicht, installiere, was den Treiber für deinen Kernel baut:',
  'reinstall-hypervisor': 'Installiere {{hypervisor}} neu.',
  'install-qemu-tools': 'Installiere auch die Werkzeuge von QEMU:',
};

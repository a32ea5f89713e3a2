/** Fehler von Parallels Desktop. */
export const parallelsErrors = {
  'parallels-edition': {
    what: 'Deine Ausgabe von Parallels Desktop hat keine Befehlszeile, darum kann dieses Programm sie nicht benutzen.',
    next: 'Parallels Desktop Pro oder Business hat eine, und auch die kostenlose Probezeit. Mit VirtualBox oder QEMU geht es ebenso: installiere eines davon.',
  },
  'parallels-licence-missing': {
    what: 'Parallels Desktop hat noch keine Lizenz.',
    next: 'Öffne Parallels Desktop, melde dich an und aktiviere Pro oder Business, oder beginne die kostenlose Probezeit; versuche es dann noch einmal.',
  },
  'parallels-licence-expired': {
    what: 'Die Lizenz oder die Probezeit von Parallels Desktop ist abgelaufen.',
    next: 'Verlängere sie im Fenster von Parallels Desktop und versuche es dann noch einmal. Mit VirtualBox oder QEMU geht es ebenso: installiere eines davon.',
  },
  'parallels-password': {
    what: 'Parallels Desktop verlangt hierfür das Passwort eines Administrators, und hier kann es niemand eintippen.',
    next: 'Schalte in den Einstellungen von Parallels Desktop unter „Sicherheit“ aus, dass Erstellen, Hinzufügen, Entfernen und Klonen virtueller Maschinen ein Passwort braucht; versuche es dann noch einmal.',
  },
  'parallels-starting': {
    what: 'Parallels Desktop startet noch, oder es startet nicht.',
    next: 'Öffne Parallels Desktop, warte, bis sein Fenster da ist, und versuche es noch einmal.',
  },
  'parallels-network-off': {
    what: 'Das gemeinsame Netz von Parallels Desktop ist ausgeschaltet, darum sind Knoten nicht erreichbar.',
    next: 'Wähle in den Einstellungen von Parallels Desktop unter „Netzwerk“ den Eintrag „Shared“ und setze den Haken bei „Mac mit diesem Netzwerk verbinden“.',
  },
};

/** Was zu lesen ist, wenn das Installieren eines Hypervisors nicht so läuft, wie es soll. */
export const installErrors = {
  'installation-by-hand': {
    what: '{{hypervisor}} lässt sich auf diesem Computer nicht von hier aus installieren.',
    next: 'Installiere es von Hand: {{url}}. Prüfe danach diesen Computer noch einmal.',
  },
  'installation-declined': {
    what: 'Es wurde nichts installiert: der Frage deines Systems nach einem Administrator wurde nicht zugestimmt.',
    next: 'Installiere noch einmal und stimme zu, oder frage, wer diesen Rechner betreut.',
  },
  'installation-forbidden': {
    what: 'Es wurde nichts installiert: die Regeln dieses Computers erlauben es nicht.',
    next: 'Bitte den, der diesen Rechner betreut, {{hypervisor}} zu installieren; die Zeilen unten sagen, was abgelehnt wurde.',
  },
  'installation-failed': {
    what: 'Die Installation von {{hypervisor}} ist gescheitert; {{program}} endete mit dem Exit-Code {{exitCode}}.',
    next: 'Die Zeilen unten sagen, was es gemeldet hat. Installiere noch einmal, oder von Hand von der Seite des Herstellers.',
  },
  'installation-not-proved': {
    what: '{{hypervisor}} wurde ohne Beschwerde installiert, lässt sich aber noch nicht starten.',
    next: 'Starte den Computer neu, öffne Big Data Lab wieder und lass es noch einmal prüfen.',
  },
  'installer-busy': {
    what: 'Gerade läuft eine andere Installation, darum konnte {{hypervisor}} nicht installiert werden.',
    next: 'Warte, bis sie fertig ist (oft sind es die Updates deines Systems), und installiere dann noch einmal.',
  },
  'installer-offline': {
    what: '{{hypervisor}} konnte nicht heruntergeladen werden.',
    next: 'Prüfe die Verbindung zum Internet und installiere dann noch einmal.',
  },
  'installer-disk-full': {
    what: 'Auf der Festplatte ist nicht genug Platz, um {{hypervisor}} zu installieren.',
    next: 'Schaffe Platz und installiere dann noch einmal.',
  },
  'update-list-unusable': {
    what: 'Die Liste der Versionen unter {{url}} war nicht zu lesen.',
    next: 'Prüfe die Adresse in den Einstellungen und die Verbindung zum Internet. Deine Labore brauchen sie nicht.',
  },
  'restart-needed': {
    what: '{{hypervisor}} ist installiert; dein System möchte einen Neustart, bevor es benutzt werden kann.',
    next: 'Starte den Computer neu und öffne Big Data Lab wieder: es macht dort weiter, wo du warst.',
  },
};

/** Fehler beim Prüfen und Ausprobieren dieses Rechners. */
export const hostErrors = {
  'trial-silent': {
    what: 'Die virtuelle Maschine wurde eingeschaltet ({{acceleration}}), aber in {{seconds}} s lief nichts darin.',
    next: 'Versuche es noch einmal, wenn der Rechner weniger zu tun hat. Bleibt es so, dann geht diese Art, virtuelle Maschinen auszuführen, hier nicht.',
  },
  'trial-busy': {
    what: 'Gerade wird schon ein Hypervisor ausprobiert (Prozess {{pid}}).',
    next: 'Warte, bis das vorbei ist, und versuche es dann noch einmal.',
  },
  'needs-administrator': {
    what: 'Das System hat abgelehnt: dafür braucht es die Rechte eines Administrators.',
    next: 'Tu es in einem Terminal eines Administrators, oder frage, wer diesen Rechner betreut.',
  },
  'firmware-restart-impossible': {
    what: 'Dieser Rechner lässt sich von hier aus nicht in seine Firmware neu starten.',
    next: 'Starte ihn wie gewohnt neu und drücke die Taste aus der Anleitung, sobald der Bildschirm schwarz wird.',
  },
  'labs-running': {
    what: 'Es laufen noch Labore, oder sie werden gerade geändert: {{known}}. Ein Neustart nähme ihnen den Strom.',
    next: 'Stoppe sie zuerst oder lege sie schlafen, dann versuche es noch einmal.',
  },
};

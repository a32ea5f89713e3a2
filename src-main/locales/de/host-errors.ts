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
};

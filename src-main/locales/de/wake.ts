/** Was ein Ruhezustand dieses Computers mit einem Labor gemacht hat, und was dagegen getan wurde. */
export const wake = {
  title: 'Dein Computer hat geschlafen',
  'all-well': 'Es gab nichts zu richten: die Knoten laufen weiter und antworten.',
  'went-on': '{{node}} war während des Schlafs angehalten und macht dort weiter, wo er war.',
  'clock-seconds': 'Die Uhr von {{node}} ging um ein paar Sekunden falsch und stimmt wieder.',
  clock: 'Die Uhr von {{node}} ging um {{minutes}} min falsch und stimmt wieder.',
  'clock-hours': 'Die Uhr von {{node}} ging um {{hours}} h falsch und stimmt wieder.',
  restarted:
    '{{node}} ist inzwischen neu gestartet: Programme, die darauf liefen, sind beendet. Seine Dateien sind da.',
  'left-disk': '{{node}} bleibt angehalten, bis auf der Festplatte deines Computers Platz ist.',
  'left-person': '{{node}} bleibt angehalten: jemand hat ihn im Fenster des Hypervisors angehalten.',
  'left-unknown': '{{node}} bleibt angehalten: der Hypervisor sagt nicht, wer ihn angehalten hat.',
  'go-on': 'Weiterlaufen lassen',
  dismiss: 'OK',
};

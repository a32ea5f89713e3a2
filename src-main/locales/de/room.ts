/** Wie voll die Festplatte ist, und was sie verlassen darf. */
export const room = {
  low: 'Auf der Festplatte deiner Labore sind nur noch {{free}} frei. Ist sie voll, werden die Knoten angehalten.',
  short:
    'Auf der Festplatte deiner Labore sind nur noch {{free}} frei. Bis mehr Platz ist, wird nichts Neues begonnen.',
  reclaim: 'Was ohne Verlust weg kann: {{list}}.',
  'reclaim-nothing': 'Von Big Data Lab kann nichts ohne Verlust weg: schaffe anderswo auf der Festplatte Platz.',
  'kind-trash': 'Papierkorb {{size}}',
  'kind-image': 'Abbilder {{size}}',
  'kind-base': 'unbenutzte Basen {{size}}',
  'kind-part': 'angefangene Downloads {{size}}',
  'to-storage': 'Platz schaffen',
  'halted-title': 'Angehalten: die Festplatte war voll',
  'halted-text':
    'Verloren ist nichts: {{nodes}} steht mitten im Schreiben und macht genau dort weiter, sobald Platz ist.',
  'halted-go-on': 'Weitermachen',
};

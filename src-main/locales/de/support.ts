/** Ein Text für die, die helfen. */
export const support = {
  head: 'Big Data Lab {{version}}: für alle, die beim Suchen eines Fehlers helfen. Gemacht {{createdAt}}.',
  about:
    'Das ist einfacher Text. Er wurde auf diesem Computer gespeichert und niemandem geschickt. Lies ihn, bevor du ihn weitergibst.',
  without:
    'Herausgenommen: Passwörter, Schlüssel, Token, Namen von Benutzer und Computer, persönlicher Ordner, MACs, Mailadressen, Seriennummern, Adressen anderer Netze. Wörter in <> stehen an ihrer Stelle. Namen von Laboren und Knoten sind darin, und was Knoten beim Starten schrieben.',
  index: 'Was darin ist:',
  lines_one: '{{count}} Zeile',
  lines_other: '{{count}} Zeilen',
  'left-out': 'weggelassen, weil es zu groß würde: {{title}}',
  'kind-facts': 'was dieser Computer ist',
  'kind-log': 'Protokoll der App',
  'kind-record': 'Eintrag',
  'kind-journal': 'was getan wurde',
  'kind-hypervisor': 'Protokoll des Hypervisors',
  'kind-serial': 'was ein Knoten schrieb',
  'section-title': 'Hilfe von anderen',
  'section-lead':
    'Sammelt in einem Text, was beim Suchen eines Fehlers hilft: Protokolle, was getan wurde, was dieser Computer ist. Passwörter, Schlüssel und Namen sind herausgenommen. Du siehst alles, bevor du es speicherst; geschickt wird nichts.',
  collect: 'Sammeln und ansehen',
  collecting: 'Wird gesammelt …',
  title: 'Für alle, die dir helfen',
  look: 'Das ist alles, was in der Datei stehen wird. Sieh es durch, speichere es, und gib es weiter, wie du magst.',
  content: 'Inhalt der Datei',
  save: 'Speichern',
  saved: 'Gespeichert, {{count}} Teile: {{path}}. Lies es, bevor du es weitergibst; geschickt wurde nichts.',
};

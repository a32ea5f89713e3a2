/** Die Seite, auf der dieser Rechner jederzeit geprüft und ausprobiert wird, und der Wegweiser in seine Firmware. */
export const diagnostics = {
  title: 'Diagnose',
  lead: 'Taugt dieser Rechner für Labore? Alles wird neu angesehen, sooft du willst, und nichts davon verändert deinen Rechner.',
  badge_one: '{{count}} offener Befund',
  badge_other: '{{count}} offene Befunde',
  'choice-title': 'Welchen Hypervisor ein Labor nimmt',
  chosen: 'Ein Labor nimmt {{hypervisor}}',
  'trial-title': 'Ausprobieren',
  'trial-lead':
    'Probieren geht über Studieren: Eine winzige virtuelle Maschine wird wirklich eingeschaltet und wieder weggeworfen. Das dauert ein paar Sekunden, braucht kein Abbild und berührt keines deiner Labore. Was sich dabei zeigt, zählt mehr als das, was die Prüfung folgert.',
  'nothing-to-try': 'Hier ist noch kein Hypervisor, der sich ausprobieren ließe. Installiere zuerst einen.',
  'not-tried': 'Noch nicht ausprobiert.',
  try: 'Ausprobieren',
  'try-again': 'Noch einmal ausprobieren',
  'tried-at': 'Ausprobiert: {{moment}}',
  log: 'Was sein Protokoll sagt',
  'firmware-title': 'Virtualisierung in der Firmware einschalten',
  'firmware-lead':
    'Wenn die Prüfung sagt, dass die CPU virtuelle Maschinen ausführen könnte, aber nicht darf, ist ein Schalter in der Firmware (BIOS oder UEFI) aus. Dieser Wegweiser zeigt, wo er bei deinem Rechner meistens ist.',
  'firmware-open': 'Wegweiser öffnen',
  computer: 'Dein Rechner: {{name}}',
  'computer-not-known':
    'Von welchem Hersteller dein Rechner ist, ließ sich nicht herausfinden; das sind die üblichen Wege.',
  'keyboard-drawing': 'Zeichnung einer Tastatur. Hervorgehoben: {{keys}}.',
  'menu-drawing': 'Zeichnung eines Menüs der Firmware: {{path}}, geändert von Disabled auf Enabled.',
  then: 'dann',
  or: 'oder',
  'step-photo': 'Fotografiere diese Seite mit deinem Handy: In der Firmware siehst du sie nicht.',
  'step-key': 'Schalte den Rechner aus und wieder ein, und drücke vom ersten Moment an immer wieder: {{keys}}',
  'step-menu': 'Suche den Schalter. Meistens ist er hier: {{menus}}',
  'step-words': 'Die Namen sind verschieden. Er kann auch so heißen: {{words}}. Stelle ihn auf „Enabled“.',
  'step-check': 'Komm hierher zurück und prüfe noch einmal.',
  'switch-none':
    'Rechner dieser Art haben keinen solchen Schalter: Die Virtualisierung ist immer an. Wenn sie trotzdem nicht geht, sieh nach, was sie sonst belegt.',
  'switch-outside':
    'Dieser Rechner ist selbst eine virtuelle Maschine. Den Schalter hat ihr Wirt; dort muss verschachtelte Virtualisierung für sie erlaubt werden.',
  'copy-for-it': 'Für die IT-Abteilung kopieren',
  'it-head':
    'Bitte um Hilfe: Die Virtualisierung der CPU (VT-x, AMD-V oder SVM) müsste in der Firmware dieses Rechners eingeschaltet werden. Sie wird in einem Kurs für virtuelle Maschinen gebraucht.',
  restart: 'Neustart in die Firmware …',
  'restart-administrator': 'Dein System wird dafür Administratorrechte verlangen.',
  'restart-save-first': 'Ist deine ganze Arbeit gespeichert?',
  'restart-saving':
    'Der Rechner startet sofort neu. Speichere, was in anderen Programmen offen ist, und lege deine Labore schlafen oder stoppe sie.',
  'restart-saved': 'Ich habe meine Arbeit in allen Programmen gespeichert.',
  'restart-labs': 'Läuft noch oder ist nicht fertig: {{labs}}. Solange das so ist, wird der Neustart verweigert.',
  'restart-really': 'Wirklich jetzt neu starten?',
  'restart-what':
    'Der Rechner startet neu und öffnet das Setup seiner Firmware. Wenn du es ohne Änderung verlassen willst, wähle dort „Exit without saving“.',
  'restart-now': 'Jetzt neu starten',
};

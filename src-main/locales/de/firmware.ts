/** Anleitung zum Schalter für die Virtualisierung in der Firmware. */
export const firmware = {
  'note-fast-boot':
    'Startet der Rechner zu schnell, um eine Taste zu drücken, nimm den Neustart in die Firmware von hier aus oder aus den Einstellungen deines Systems.',
  'note-function-keys': 'Bei Laptops musst du vielleicht Fn halten, während du eine F-Taste drückst.',
  'note-novo-button':
    'Viele haben neben dem Netzanschluss oder der Einschalttaste einen winzigen Knopf (Novo). Drücke ihn bei ausgeschaltetem Rechner mit einer Büroklammer und wähle „BIOS Setup“.',
  'note-hidden-items':
    'Fehlt der Schalter, drücke auf der Seite „Main“ Strg+S: bei manchen Modellen zeigt das versteckte Einträge.',
  'note-advanced-mode':
    'Die Firmware öffnet sich oft in einer einfachen Ansicht. F7 (oder „Advanced Mode“) zeigt alles.',
  'note-often-on': 'Bei diesen Rechnern ist die Virtualisierung meist schon an, und oft gibt es gar keinen Schalter.',
  'note-board-key': 'Bei einem PC aus Einzelteilen zählt der Hersteller der Hauptplatine.',
  'note-password': 'Wird ein Passwort verlangt, können das nur die ändern, die den Rechner betreuen (Schule, Firma).',
  'cold-start':
    'Wähle dann „Save and exit“ (meist F10), lass das System starten, fahre es ganz herunter und trenne es zehn Sekunden vom Strom: manche Rechner merken den Schalter erst danach.',
  'restart-uefi': 'Dieser Rechner kann von selbst in seine Firmware neu starten.',
  'restart-legacy-bios':
    'Dieser Rechner startet auf die alte Art (BIOS), darum muss die Taste beim Start gedrückt werden.',
  'restart-no-firmware': 'Hier gibt es nichts, wohin neu gestartet werden könnte.',
  'restart-no-way': 'Dieses System bietet keinen Neustart in die Firmware; drücke die Taste beim Start.',
  'restart-not-known': 'Ob dieser Rechner von selbst in seine Firmware neu starten kann, ließ sich nicht feststellen.',
};

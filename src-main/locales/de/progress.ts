/** Was ein Schritt gerade tut oder worauf er wartet. */
export const progress = {
  'image-packages': 'die Pakete werden geholt und eingerichtet',
  'image-disk': 'das Abbild wird zusammengesetzt',
  'base-disk': 'das Abbild wird auf die Platte der Basis kopiert',
  'installer-copy': 'das Installationsmedium wird kopiert, mit einem Startmenü, das nichts fragt',
  'port-moved': 'Port {{from}} von {{node}} ist von einem anderen Programm belegt: jetzt {{to}}',
  'shutting-down': '{{node}} wurde gebeten herunterzufahren',
  'power-cut': '{{node}} ist nach {{seconds}} s nicht heruntergefahren: jetzt wird der Strom abgestellt',
  'installer-asks': 'dein System fragt nach einem Administrator',
  'installer-says': '{{line}}',
  'image-copy': 'das Abbild wird kopiert',
  'image-newest': 'die neueste Ausgabe wird gesucht: die bekannte von {{image}} gibt es nicht mehr',
  'image-download': 'das Abbild wird heruntergeladen: {{doneMiB}} von {{totalMiB}} MiB',
  file: '{{doneMiB}} von {{totalMiB}} MiB',
};

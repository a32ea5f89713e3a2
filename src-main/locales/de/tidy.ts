/** Übriggebliebenes: woran man erkennt, wem es gehört, und wie es wegkommt. */
export const tidy = {
  'proof-vm': 'Von Big Data Lab, denn seine Maschine liegt darin: {{vms}}.',
  'proof-journal': 'Von Big Data Lab, denn sein Tagebuch liegt darin.',
  'proof-record': 'Von Big Data Lab, denn sein Eintrag liegt darin. Das nächste Labor bereitet sie neu vor.',
  'proof-seed': 'Von Big Data Lab, denn die Startdaten eines Knotens liegen darin.',
  'proof-place': 'Von Big Data Lab, denn sonst schreibt dort niemand. Bei Bedarf wird es neu geholt oder gemacht.',
  'proof-lock': 'Von Big Data Lab, denn sie nennt seinen Prozess. Sie stört niemanden.',
  'proof-none': 'Nicht beweisbar von Big Data Lab: es wird nicht angerührt.',
  'confirm-all_one': 'Das wegräumen? Was nicht neu gemacht werden kann, kommt in den Papierkorb.',
  'confirm-all_other': 'Diese {{count}} Dinge wegräumen? Was nicht neu gemacht werden kann, kommt in den Papierkorb.',
  nothing: 'Es gibt nichts wegzuräumen.',
  'in-trash': 'Im Papierkorb',
  gone: 'Entfernt',
  changed: 'geändert {{moment}}',
  remove: 'Wegräumen',
  'remove-name': '{{name}} wegräumen',
  'remove-title': 'Das wegräumen?',
  'remove-text':
    '{{path}} kommt in den Papierkorb, aus dem du es zurückholen kannst; was neu geholt oder gemacht werden kann, wird gelöscht.',
  'remove-all': 'Alles wegräumen',
  'remove-all-title': 'All das wegräumen?',
  'remove-all-text':
    'Ordner kommen in den Papierkorb, aus dem du sie zurückholen kannst; was neu geholt oder gemacht werden kann, wird gelöscht. Was nicht beweisbar zu Big Data Lab gehört, bleibt.',
};

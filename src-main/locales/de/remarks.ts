/** Was an einem Plan enttäuschen kann; nach Code. */
export const remarks = {
  'slow-emulation':
    'Hier ist keine CPU-Virtualisierung nutzbar: {{hypervisor}} bildet die CPU in Software nach, das ist etwa zehnmal langsamer.',
  'memory-tight':
    'Die Knoten wollen {{wantedMiB}} MiB Arbeitsspeicher, frei sind gerade {{availableMiB}} MiB. Schließe andere Programme, bevor du startest.',
  'memory-below-recommended': '{{memoryMiB}} MiB je Knoten sind wenig; empfohlen sind {{recommendedMiB}} MiB.',
  'cores-shared': 'Die Knoten teilen sich die {{cores}} Kerne dieses Rechners (gewünscht: {{wanted}}).',
};

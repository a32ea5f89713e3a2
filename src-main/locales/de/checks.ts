/** Befunde der Prüfung des Rechners: `<Prüfung>.<Befund>`. */
export const checks = {
  'cpu.enough': '{{model}}: {{cores}} Kerne.',
  'cpu.few-cores': '{{model}}: nur {{cores}} Kern. Knoten und Rechner werden aufeinander warten.',
  'memory.enough': '{{totalMiB}} MiB, {{availableMiB}} MiB frei: {{fits}} Knoten mit 1 GiB passen.',
  'memory.few-nodes_one': '{{totalMiB}} MiB: nur {{fits}} Knoten mit 1 GiB passt.',
  'memory.few-nodes_other': '{{totalMiB}} MiB: nur {{fits}} Knoten mit 1 GiB passen.',
  'memory.too-little': '{{totalMiB}} MiB reichen für keinen Knoten.',
  'disk.enough': '{{freeGiB}} GiB frei für {{path}}.',
  'disk.below-recommended':
    '{{freeGiB}} GiB frei für {{path}}; das reicht für den Anfang, empfohlen sind {{recommendedGiB}} GiB.',
  'disk.too-little': '{{freeGiB}} GiB frei für {{path}}; ein Labor mit drei Knoten braucht {{neededGiB}} GiB.',
  'hypervisors.found': '{{hypervisor}} {{version}} ist bereit ({{acceleration}}).',
  'hypervisors.software':
    '{{hypervisor}} {{version}} ist da, aber keine CPU-Virtualisierung nutzbar: Gäste werden in Software nachgebildet, etwa zehnmal langsamer.',
  'hypervisors.none': 'Es wurde kein Hypervisor gefunden.',
  'hypervisors.vm-driver-missing': '{{hypervisor}} ist installiert, aber sein Kerneltreiber ist nicht geladen.',
  'hypervisors.hypervisor-unusable': '{{hypervisor}} ist installiert, funktioniert aber nicht.',
  'hypervisors.virtualization-off': '{{hypervisor}} ist da, aber die Virtualisierung der CPU ist aus.',
  'hypervisors.tool-missing': 'Ein Teil von {{hypervisor}} fehlt.',
  'network.free': 'Das Subnetz {{subnet}} ist frei für ein Labor.',
  'network.moved': '{{usual}} ist hier in Gebrauch; ein Labor nimmt {{subnet}}.',
  'network.no-free-subnet': 'Alle Subnetze für Labore überschneiden sich mit Netzen dieses Rechners.',
};

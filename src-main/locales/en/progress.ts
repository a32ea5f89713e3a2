/** What a step is doing or waiting for right now. */
export const progress = {
  'image-packages': 'packages are fetched and set up',
  'image-disk': 'the image is put together',
  'base-disk': 'copying the image to the disk of the base',
  'installer-copy': 'copying the installation medium, with a boot menu that asks nothing',
  'port-moved': 'port {{from}} of {{node}} is taken by another program: moved to {{to}}',
  'shutting-down': '{{node}} was asked to shut down',
  'power-cut': '{{node}} did not shut down within {{seconds}} s: its power is cut now',
  'installer-asks': 'your system asks for an administrator',
  'installer-says': '{{line}}',
  'image-copy': 'the image is copied',
  'image-newest': 'the newest release is looked up: the known one of {{image}} is gone',
  'image-download': 'the image is downloaded: {{doneMiB}} of {{totalMiB}} MiB',
  file: '{{doneMiB}} of {{totalMiB}} MiB',
};

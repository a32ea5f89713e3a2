/**
 * The only cloud-init modules a node's seed needs, in the order they run. Everything else a stock image runs (package
 * sources, locale, snap, key fingerprints, ...) is done once in the base or not at all. Names as of cloud-init 22.4 to 26:
 * older ones are spelled with dashes, which each version takes as underscores.
 */
export const nodeModules = {
  cloud_init_modules: ['write_files', 'growpart', 'resizefs', 'set_hostname', 'users_groups', 'ssh'],
  cloud_config_modules: [],
  cloud_final_modules: ['final_message'],
} as const;

/** What the first boot of the base needs: room on the disk, then the preparation. Neither users nor SSH keys are made. */
export const baseModules = {
  cloud_init_modules: ['write_files', 'growpart', 'resizefs'],
  cloud_config_modules: ['runcmd'],
  cloud_final_modules: ['scripts_user', 'final_message'],
} as const;

import packageJson from '../package.json' with { type: 'json' };

/** Version of the product, from its package. */
export const version: string = packageJson.version;

import { basename } from 'node:path';

const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*\.(?:tsx?|mjs|cjs)$/;

/** File names are kebab-case: they look the same on a file system that ignores case and on one that does not. */
export const fileNameRule = {
  meta: {
    type: 'problem',
    docs: { description: 'kebab-case file names' },
    schema: [],
    messages: { kebab: 'Name this file in kebab-case, after its main export: {{name}} is not.' },
  },
  create(context) {
    return {
      Program(node) {
        const name = basename(context.filename);
        if (!kebabCase.test(name.replace(/^\./, ''))) context.report({ node, messageId: 'kebab', data: { name } });
      },
    };
  },
};

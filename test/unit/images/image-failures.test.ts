import { describe, expect, test } from 'vitest';

import { folderNotReadable, folderReasons } from '../../../src-main/images/folder-failures.ts';
import { damagedImage, imageReasons } from '../../../src-main/images/image-failures.ts';
import { failureWords } from '../../../src-main/locales/failure-words.ts';
import { createTranslator, languages } from '../../../src-main/locales/translate.ts';

describe.each(languages)('the reasons why a file is no image, in %s', (language) => {
  const t = createTranslator(language);

  test.each(imageReasons)('has words for %s', (reason) => {
    const { what } = failureWords(damagedImage('/x.img', reason), t);

    expect(what).toContain('/x.img');
    expect(what).toContain(t(`words.reason.${reason}`));
    expect(what).not.toContain(`(${reason})`);
  });

  test.each(folderReasons)('has words for a folder: %s', (reason) => {
    const { what } = failureWords(folderNotReadable('/stick', reason), t);

    expect(what).toContain('/stick');
    expect(what).toContain(t(`words.reason.${reason}`));
    expect(what).not.toContain(`(${reason})`);
  });
});

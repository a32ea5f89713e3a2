import { createContext, use, useEffect, useMemo, type ReactNode } from 'react';
import { createTranslator, type Language, type Translate } from '../../src-main/locales/translate.ts';

interface Words {
  readonly t: Translate;
  readonly language: Language;
}

const WordsContext = createContext<Words | null>(null);

/** The texts in the language in use; changes with it at run time. */
export function useWords(): Words {
  const words = use(WordsContext);
  if (words === null) throw new Error('there is no WordsProvider around this component');
  return words;
}

/** Shorthand for the texts alone. */
export function useT(): Translate {
  return useWords().t;
}

/** Gives everything below its language, and tells the page which it is. */
export function WordsProvider(props: { readonly language: Language; readonly children: ReactNode }): ReactNode {
  const { language, children } = props;
  const words = useMemo(() => ({ t: createTranslator(language), language }), [language]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.t('ui.app-name');
  }, [language, words]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** The language of this system, as far as the app speaks it. */
export function systemLanguage(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'de' || tag === 'en');
  return known ?? 'en';
}

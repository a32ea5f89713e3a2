import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProvider, chooseTransport } from './api/index.ts';
import { App } from './app/app.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');

// The policy of the page allows only styles that carry its nonce.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const styles = createCache({ key: 'bdl', ...(nonce === '' ? {} : { nonce }) });

createRoot(root).render(
  <StrictMode>
    <CacheProvider value={styles}>
      <ApiProvider transport={chooseTransport(window)}>
        <App />
      </ApiProvider>
    </CacheProvider>
  </StrictMode>,
);

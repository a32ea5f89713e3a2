import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** Whether images can be fetched. No Internet stops nobody: an image can be a file. */
export const checkInternet: HostCheckFunction = ({ internet }) => {
  const id = 'internet';
  const { evidence, proxy } = internet;
  const params = { proxy: proxy ?? '' };
  if (internet.kind === 'reached') {
    if (internet.status === 407) {
      return verdict({ id, status: 'warning', finding: 'proxy-login', params, evidence, fixes: [byHand('ask-proxy')] });
    }
    return verdict({ id, status: 'ok', finding: proxy === null ? 'reached' : 'reached-by-proxy', params, evidence });
  }
  const useFile = byHand('image-from-file');
  switch (internet.reason) {
    case 'slow':
      return verdict({ id, status: 'unknown', finding: 'slow', params, evidence, fixes: [useFile] });
    case 'certificate':
      return verdict({
        id,
        status: 'warning',
        finding: 'certificate',
        params,
        evidence,
        fixes: [byHand('ask-certificate'), useFile],
      });
    case 'no-name':
    case 'refused':
    case 'other': {
      const finding = proxy === null ? 'unreachable' : 'proxy-unreachable';
      const fixes = [proxy === null ? byHand('check-connection') : byHand('ask-proxy'), useFile];
      return verdict({ id, status: 'warning', finding, params, evidence, fixes });
    }
  }
};

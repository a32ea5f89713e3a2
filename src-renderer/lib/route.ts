/** What is shown of a lab. */
export type LabPart = 'overview' | 'terminals';

/** Where the user is; each has an address behind `#`, so that a reload stays there. */
export type Route =
  | { readonly page: 'labs' }
  | { readonly page: 'lab'; readonly labId: string; readonly part: LabPart; readonly node?: string }
  | { readonly page: 'new' }
  | { readonly page: 'storage' }
  | { readonly page: 'settings' }
  | { readonly page: 'diagnostics' }
  | { readonly page: 'help'; readonly topic: 'start' | 'containers' };

/** Reads an address; what it does not know leads to the labs. */
export function parseRoute(hash: string): Route {
  const [page = '', rest = '', part = '', node = ''] = hash.replace(/^#\/?/, '').split('/');
  if (page === 'labs' && rest !== '') {
    if (part !== 'terminals') return { page: 'lab', labId: rest, part: 'overview' };
    return { page: 'lab', labId: rest, part, ...(node === '' ? {} : { node }) };
  }
  if (page === 'new' || page === 'storage' || page === 'settings' || page === 'diagnostics') return { page };
  if (page === 'help') return { page, topic: rest === 'containers' ? 'containers' : 'start' };
  return { page: 'labs' };
}

/** The address of a place. */
export function routeHref(route: Route): string {
  switch (route.page) {
    case 'lab':
      return labHref(route);
    case 'help':
      return route.topic === 'start' ? '#/help' : `#/help/${route.topic}`;
    case 'labs':
    case 'new':
    case 'storage':
    case 'settings':
    case 'diagnostics':
      return `#/${route.page}`;
  }
}

function labHref({ labId, part, node }: Extract<Route, { page: 'lab' }>): string {
  if (part === 'overview') return `#/labs/${labId}`;
  return node === undefined ? `#/labs/${labId}/terminals` : `#/labs/${labId}/terminals/${node}`;
}

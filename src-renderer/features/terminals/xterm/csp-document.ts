/**
 * The document of the page for xterm 6, which writes style sheets and `style` attributes at run time: under our content security
 * policy a sheet needs the nonce of the page, and an attribute must be set through the object model.
 */
export function cspDocument(page: Document, nonce: string): Document {
  function createElement(name: string): HTMLElement {
    const element = page.createElement(name);
    if (name === 'style') element.nonce = nonce;
    // Cells with colours beyond the palette get theirs in an attribute.
    if (name === 'span') setStylesThroughObjectModel(element);
    return element;
  }
  return new Proxy(page, {
    get: (target, key): unknown => {
      if (key === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}

function setStylesThroughObjectModel(element: HTMLElement): void {
  const setAttribute = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => {
    if (name === 'style') element.style.cssText = value;
    else setAttribute(name, value);
  };
}

/** The nonce of this page; empty where there is no policy (development). */
export function readNonce(page: Document): string {
  return page.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

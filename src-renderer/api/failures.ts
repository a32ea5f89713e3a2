import type { FailureView } from '../../src-main/contract/envelope.ts';

/** The core answered that it cannot do that, in words for the user. */
export class ApiFailure extends Error {
  readonly view: FailureView;

  constructor(view: FailureView) {
    super(view.message);
    this.name = 'ApiFailure';
    this.view = view;
  }
}

/** Nobody answered. Whether the request arrived is unknown. */
export class ConnectionLostError extends Error {
  constructor(options?: ErrorOptions) {
    super('the core did not answer', options);
    this.name = 'ConnectionLostError';
  }
}

/** The core does not know this screen: its start link was not used, or was meant for an earlier run. */
export class RefusedError extends Error {
  constructor() {
    super('the core does not know this screen');
    this.name = 'RefusedError';
  }
}

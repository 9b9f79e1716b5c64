// Something that must hold does not.

/** `overlapped`: page and worker of one device ran at once. */
export type Loss = 'lost' | 'diverged' | 'leaked' | 'overlapped';

export class Broken extends Error {
  readonly loss: Loss;
  constructor(loss: Loss, message: string) {
    super(message);
    this.loss = loss;
  }
}

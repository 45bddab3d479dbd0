/** Something that was done to rows, and how it is undone and done again. */
export interface HistoryStep {
  /** "Change of 12 cells": said when it is undone. */
  readonly label: string;
  readonly undo: () => Promise<unknown>;
  readonly redo: () => Promise<unknown>;
}

const stepsMax = 200;

/** What was done in a grid, newest last. Undoing and redoing wait for each other. */
export class EditHistory {
  readonly #done: HistoryStep[] = [];
  readonly #undone: HistoryStep[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  add(step: HistoryStep): void {
    this.#done.push(step);
    if (this.#done.length > stepsMax) this.#done.shift();
    this.#undone.length = 0;
  }

  /**
   * @param wanted which step; absent: the newest.
   * @returns what was undone; null when there was nothing, or that step is not there any more.
   */
  undo(wanted?: HistoryStep): Promise<HistoryStep | null> {
    return this.#move(this.#done, this.#undone, (step) => step.undo(), wanted);
  }

  redo(): Promise<HistoryStep | null> {
    return this.#move(this.#undone, this.#done, (step) => step.redo());
  }

  #move(
    from: HistoryStep[],
    to: HistoryStep[],
    work: (step: HistoryStep) => Promise<unknown>,
    wanted?: HistoryStep,
  ): Promise<HistoryStep | null> {
    const turn = this.#queue.then(async () => {
      const at = wanted === undefined ? from.length - 1 : from.indexOf(wanted);
      const [step] = at < 0 ? [] : from.splice(at, 1);
      if (step === undefined) return null;
      await work(step);
      to.push(step);
      return step;
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

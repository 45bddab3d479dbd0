import { AppError } from "../../errors/app-error.ts";
import type { TripAnswer } from "../protocol/one-trip-query.ts";

export interface LaneOptions<Asked> {
  /** One by itself. */
  alone(asked: Asked): Promise<TripAnswer>;
  /** Several as one transaction: their answers, in their order, or an error after which nothing of them has happened. */
  together(all: readonly [Asked, ...Asked[]]): Promise<readonly TripAnswer[]>;
  /** Whether an error of several says that nothing of them has happened, so that each may be run by itself. */
  isUndone(error: unknown): boolean;
  /** How many trips may be under way before who comes waits, and then goes with others that wait. */
  readonly runningMax: number;
  /** How many of them may be shared by several. Default: `runningMax`. */
  readonly sharedMax?: number;
  /** How many may share one now. */
  sizeMax(): number;
}

interface Passenger<Asked> {
  readonly asked: Asked;
  /** By `performance.now()`. */
  readonly since: number;
  readonly resolve: (answer: TripAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Past so many, who comes does not wait here. */
const waitingMax = 500;
/** Who has waited longer is refused, as by `ProjectQueue`. */
const waitMs = 10_000;
/** After trips have failed again and again, for so long everybody goes alone. */
const pauseMs = 250;

/**
 * Who waits to do the same kind of thing as the same caller. The more trips fail, the fewer share one: half as many after a
 * failure and one more after each success, so that somebody who always fails costs the others nothing but the company.
 */
export class Lane<Asked> {
  readonly #options: LaneOptions<Asked>;
  readonly #waiting: Passenger<Asked>[] = [];
  #running = 0;
  #shared = 0;
  /** Grows by one with each success; `sizeMax` holds when it is less. */
  #size: number;
  #pausedUntil = 0;

  constructor(options: LaneOptions<Asked>) {
    this.#options = options;
    this.#size = options.sizeMax();
  }

  run(asked: Asked): Promise<TripAnswer> {
    if (this.#waiting.length >= waitingMax || this.#isPaused) return this.#options.alone(asked);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, since: performance.now(), resolve, reject });
      this.#startNext();
    });
  }

  get #isPaused(): boolean {
    return performance.now() < this.#pausedUntil;
  }

  #startNext(): void {
    const { runningMax, sharedMax = runningMax } = this.#options;
    while (this.#waiting.length > 0 && this.#running < runningMax && this.#shared < sharedMax) {
      const [first, ...others] = this.#next();
      if (first === undefined) continue;
      void (others.length === 0 ? this.#goAlone(first) : this.#goTogether([first, ...others]));
    }
  }

  /** Who goes next, without those who have waited too long. */
  #next(): readonly Passenger<Asked>[] {
    const oldest = performance.now() - waitMs;
    const next = this.#waiting.splice(0, this.#isPaused ? 1 : Math.min(this.#size, this.#options.sizeMax()));
    for (const { since, reject } of next) if (since < oldest) reject(waitedTooLong());
    return next.filter(({ since }) => since >= oldest);
  }

  async #goAlone(passenger: Passenger<Asked>): Promise<void> {
    this.#running += 1;
    await this.#answerAlone(passenger);
    this.#running -= 1;
    this.#startNext();
  }

  async #goTogether(passengers: readonly [Passenger<Asked>, ...Passenger<Asked>[]]): Promise<void> {
    const [first, ...others] = passengers;
    this.#running += 1;
    this.#shared += 1;
    let failure: unknown = null;
    try {
      const answers = await this.#options.together([first.asked, ...others.map(({ asked }) => asked)]);
      passengers.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined) reject(new Error("a statement was not answered"));
        else resolve(answer);
      });
      this.#size = Math.min(this.#options.sizeMax(), this.#size + 1);
    } catch (error) {
      failure = error;
    }
    this.#running -= 1;
    this.#shared -= 1;
    if (failure !== null) this.#failed(passengers, failure);
    this.#startNext();
  }

  #failed(passengers: readonly Passenger<Asked>[], error: unknown): void {
    if (!this.#options.isUndone(error)) {
      for (const { reject } of passengers) reject(error);
      return;
    }
    this.#size >>= 1;
    if (this.#size < 2) {
      this.#size = 2;
      this.#pausedUntil = performance.now() + pauseMs;
    }
    for (const passenger of passengers) void this.#answerAlone(passenger);
  }

  async #answerAlone({ asked, resolve, reject }: Passenger<Asked>): Promise<void> {
    await this.#options.alone(asked).then(resolve, reject);
  }
}

function waitedTooLong(): AppError {
  return new AppError("RH402", "This project's statements have waited too long for each other.", {
    hint: "Wait for some of them to end, or ask fewer at a time.",
  });
}

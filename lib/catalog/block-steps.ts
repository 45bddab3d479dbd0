import type { FunctionArgument, FunctionStep } from "./function-parts.ts";

/** A body in plpgsql as what is carried out of it, one statement after the other. */
export interface BlockWork {
  /** Behind the function's own arguments: its variables. A field of a row that is kept has a name with a dot. */
  readonly variables: readonly FunctionArgument[];
  readonly steps: readonly BlockStep[];
  /** It was typed as statements of SQL. */
  readonly isSql?: true;
}

/** What `set_config('response.status', …)` and `set_config('response.headers', …)` say of the answer to a request. */
export type ResponseSetting = "status" | "headers";

/** What is done when somebody signs up, in one transaction with the account. */
export interface SignUpWork {
  /** The trigger that is made of it; absent: none. */
  readonly trigger?: string;
  /** What is known of the account, by the names of the columns of `auth.users`: its first arguments. */
  readonly given: readonly string[];
  /** Behind those the variables that it declares. */
  readonly arguments: readonly FunctionArgument[];
  readonly steps: readonly BlockStep[];
}

/** A statement of a block; `into`: the arguments and variables that a row is kept in, by their places. */
export type BlockStep =
  /** `isStrict`: there must be one row. */
  | {
      readonly kind: "run";
      readonly step: FunctionStep;
      readonly into: readonly number[];
      readonly isStrict?: true;
      /** Setting a variable is no statement that FOUND speaks of. */
      readonly isAssignment?: true;
      /** What its columns set of the answer to the request. */
      readonly answers?: readonly ResponseSetting[];
    }
  /** Another function that is carried out so; `given`: what its arguments are, where it has any. */
  | {
      readonly kind: "call";
      readonly name: string;
      readonly signature: string;
      readonly given: FunctionStep | null;
      readonly into: readonly number[];
      readonly isAssignment?: true;
    }
  | { readonly kind: "if"; readonly arms: readonly BlockArm[]; readonly otherwise: readonly BlockStep[] }
  | {
      readonly kind: "each";
      readonly step: FunctionStep;
      readonly into: readonly number[];
      readonly steps: readonly BlockStep[];
    }
  /** null: until something leaves it. */
  | { readonly kind: "while"; readonly condition: FunctionStep | null; readonly steps: readonly BlockStep[] }
  | { readonly kind: "leave"; readonly isContinue: boolean; readonly condition: FunctionStep | null }
  /** The rows that the last statement met. */
  | { readonly kind: "count"; readonly into: number }
  /** Nothing of it is kept after an error of these SQLSTATEs, or any; what is behind it goes on unless it `returns`. */
  | {
      readonly kind: "attempt";
      readonly steps: readonly BlockStep[];
      readonly forgives: readonly string[] | "all";
      readonly returns: boolean;
      /** What is done then. Absent: nothing. */
      readonly handlers?: readonly BlockHandler[];
    }
  /** `told`: its message, SQLSTATE, hint and detail, in this order; absent: the message is known. */
  | { readonly kind: "raise"; readonly message: string; readonly told?: FunctionStep }
  /** `RAISE` in a handler. */
  | { readonly kind: "raise again" }
  /** Rows of a set that is given back. */
  | { readonly kind: "give"; readonly step: FunctionStep }
  /** `step`: the value or row that is given back. */
  | { readonly kind: "return"; readonly step?: FunctionStep };

interface BlockArm {
  readonly condition: FunctionStep;
  readonly steps: readonly BlockStep[];
}

interface BlockHandler {
  readonly codes: readonly string[] | "all";
  readonly steps: readonly BlockStep[];
}

/** A block of plpgsql, as far as anything here reads it: its expressions and statements are SQL, as typed. */
export interface Block {
  readonly declarations: readonly Declaration[];
  readonly statements: readonly Statement[];
  readonly handlers: readonly Handler[];
}

export interface Declaration {
  readonly name: string;
  /** `text`, `uuid`, `posts%ROWTYPE` … */
  readonly type: string;
  /** What it begins with; null: null. */
  readonly value: string | null;
}

/** `WHEN unique_violation OR others THEN …` */
export interface Handler {
  readonly conditions: readonly string[];
  readonly statements: readonly Statement[];
}

export interface Arm {
  readonly condition: string;
  readonly statements: readonly Statement[];
}

export type Statement =
  | { readonly kind: "block"; readonly block: Block }
  | { readonly kind: "if"; readonly arms: readonly Arm[]; readonly otherwise: readonly Statement[] }
  /** null: `RETURN;` */
  | { readonly kind: "return"; readonly value: string | null }
  | { readonly kind: "return query"; readonly query: string }
  | { readonly kind: "return next"; readonly value: string | null }
  | { readonly kind: "assign"; readonly target: string; readonly value: string }
  /** A query, a write or a definition; `into`: the variables that its row is kept in, `STRICT` if there must be one. */
  | {
      readonly kind: "sql";
      readonly text: string;
      readonly into: readonly string[];
      readonly isStrict?: true;
    }
  | { readonly kind: "perform"; readonly text: string }
  | { readonly kind: "execute"; readonly text: string }
  | {
      readonly kind: "foreach";
      readonly variable: string;
      readonly list: string;
      readonly statements: readonly Statement[];
    }
  /** `FOR a, b IN SELECT …`; `isCounted`: `FOR i IN 1 .. 10`, whose variable is its own. */
  | {
      readonly kind: "for";
      readonly targets: readonly string[];
      readonly query: string;
      readonly isCounted: boolean;
      /** Its variable is one that the block declares. */
      readonly isDeclared?: true;
      readonly statements: readonly Statement[];
    }
  /** null: `LOOP` */
  | { readonly kind: "while"; readonly condition: string | null; readonly statements: readonly Statement[] }
  /** `EXIT`, `CONTINUE`; null: in any case. */
  | { readonly kind: "leave"; readonly isContinue: boolean; readonly condition: string | null }
  /** `GET DIAGNOSTICS n = ROW_COUNT` */
  | { readonly kind: "count"; readonly target: string }
  /** `level`: exception, notice, warning …; `message`: what stands behind it, `USING` and all. */
  | { readonly kind: "raise"; readonly level: string; readonly message: string }
  | { readonly kind: "null" }
  /** What nothing here reads, by its first words: `OPEN`, `FETCH` … */
  | { readonly kind: "other"; readonly word: string };

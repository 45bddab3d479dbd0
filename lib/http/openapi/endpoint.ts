export type JsonSchema = { readonly [keyword: string]: unknown };

/** One method of one path, as its documentation tells it. */
export interface Endpoint {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** With `{parameters}`. */
  readonly path: string;
  readonly tag:
    | "Accounts"
    | "Organizations"
    | "Projects"
    | "Databases"
    | "Tables"
    | "Rows"
    | "SQL"
    | "End users";
  readonly summary: string;
  /** No credential needed. */
  readonly isOpen?: boolean;
  readonly body?: JsonSchema;
  readonly query?: Readonly<Record<string, JsonSchema>>;
  readonly headers?: Readonly<Record<string, JsonSchema>>;
  readonly status?: 200 | 201;
  readonly answer: JsonSchema;
  /** Default: JSON. */
  readonly media?: string;
  /** Beyond those that every call may answer. */
  readonly errors?: readonly number[];
}

export const text: JsonSchema = { type: "string" };
export const textOrNull: JsonSchema = { type: ["string", "null"] };
export const whole: JsonSchema = { type: "integer" };
export const uuid: JsonSchema = { type: "string", format: "uuid" };
export const time: JsonSchema = { type: "string", format: "date-time" };
export const row: JsonSchema = { type: "object", additionalProperties: true };

export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

export function list(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** An answer's object: every key is there. */
export function shape(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties) };
}

/** A page of a list. */
export function page(items: JsonSchema): JsonSchema {
  return shape({ items: list(items), total: whole, limit: whole, offset: whole });
}

export const pageQuery = {
  limit: { type: "integer", minimum: 1, maximum: 100, default: 20 },
  offset: { type: "integer", minimum: 0, default: 0 },
} as const;

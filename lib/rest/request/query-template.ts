import { AppError } from "../../errors/app-error.ts";
import { listText } from "./filter.ts";
import { valuedFilter } from "./operators.ts";
import { ownParameters, type QueryParam } from "./query-params.ts";

/** A query string without the values that its filters compare with: many requests have the same. */
export interface QueryTemplate {
  /** Equal for requests that become the same statement. */
  readonly key: string;
  /** With a mark where each value was. */
  readonly params: readonly QueryParam[];
  /** The value that a parameter of the statement stands for: a mark's own, any other itself. */
  readonly fill: (parameter: unknown) => unknown;
}

/** Parameters whose values say what the statement is. */
const fixed = new RegExp(`(?:^|\\.)(?:${[...ownParameters, "and", "or"].join("|")})$`);
const mark = /^\0(\d+)$/;

/**
 * Takes the values out of the filters.
 *
 * @throws {AppError} 22021 for a NUL, which no value can hold.
 */
export function templateOf(params: readonly QueryParam[]): QueryTemplate {
  const values: string[] = [];
  const marked = params.map(({ key, value }) => {
    if (key.includes("\0") || value.includes("\0")) throw noNul();
    const [, operator = "", operand = ""] = fixed.test(key) ? [] : (valuedFilter.exec(value) ?? []);
    if (!isFree(operator, operand)) return { key, value };
    const sign = `\0${values.push(operandValue(operator, operand)) - 1}`;
    return { key, value: `${operator}${/in\.$/.test(operator) ? `(${sign})` : sign}` };
  });
  return {
    // No parameter holds a NUL: none can look like two.
    key: marked.map(({ key, value }) => `${key}\0=${value}`).join("\0&"),
    params: marked,
    fill(parameter) {
      if (typeof parameter !== "string") return parameter;
      const found = mark.exec(parameter) ?? mark.exec(parameter.replace(/^\{"|"\}$/g, ""));
      return found === null ? parameter : values[Number(found[1])];
    },
  };
}

/** Whether nothing but the parameter depends on the value. */
function isFree(operator: string, operand: string): boolean {
  if (operator === "") return false;
  if (/like/.test(operator)) return !operand.includes("\\");
  return !/in\.$/.test(operator) || /^\(.*\)$/s.test(operand);
}

function operandValue(operator: string, operand: string): string {
  if (/in\.$/.test(operator)) return listText(operand);
  // As the statement would have it.
  return /like/.test(operator) ? operand.replaceAll("*", "%") : operand;
}

function noNul(): AppError {
  return new AppError("22021", 'invalid byte sequence for encoding "UTF8": 0x00', { status: 400 });
}

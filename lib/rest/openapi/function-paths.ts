import type { DescribedArgument, DescribedFunction } from "./described-function.ts";
import type { JsonSchema } from "./sql-schema.ts";
import { operationWords } from "./words.ts";

/** `/rpc/<name>` for each function in OpenAPI 3.1; what several functions of one name take is a choice. */
export function functionPaths(functions: readonly DescribedFunction[]): {
  readonly [path: string]: object;
} {
  const byName = Map.groupBy(functions, ({ name }) => name);
  return Object.fromEntries([...byName].map(([name, overloads]) => [`/rpc/${name}`, pathOf(overloads)]));
}

function pathOf(overloads: readonly DescribedFunction[]): object {
  const [first, ...others] = overloads;
  if (first === undefined) return {};
  const common = {
    tags: [`rpc ${first.name}`],
    ...operationWords(first.description),
    responses: answerOf(overloads),
  };
  const content = { "application/json": { schema: choice(overloads.map(bodySchema)) } };
  const post = { ...common, requestBody: { required: others.length === 0 && isDemanding(first), content } };
  if (others.length > 0 || !first.isReadOnly || first.body !== null) return { post };
  const parameters = first.arguments.map(({ name, isRequired, ...argument }) => ({
    ...{ name, in: "query", required: isRequired, schema: argumentSchema(argument) },
  }));
  return { post, get: { ...common, parameters } };
}

function isDemanding({ body, arguments: args }: DescribedFunction): boolean {
  return body !== null || args.some(({ isRequired }) => isRequired);
}

function bodySchema({ body, arguments: args }: DescribedFunction): JsonSchema {
  if (body !== null) return body;
  return {
    type: "object",
    properties: Object.fromEntries(args.map((argument) => [argument.name, argumentSchema(argument)])),
    required: args.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    additionalProperties: false,
  };
}

function argumentSchema({ schema, format }: Pick<DescribedArgument, "schema" | "format">): JsonSchema {
  return { ...schema, "x-postgres-type": format };
}

function answerOf(overloads: readonly DescribedFunction[]): object {
  const returned = overloads.map(({ returns }) => returns).filter((schema) => schema !== null);
  if (returned.length === 0) return { 204: { description: "It is done" } };
  const content = { "application/json": { schema: choice(returned) } };
  return { 200: { description: "What the function gives", content } };
}

function choice(schemas: readonly JsonSchema[]): JsonSchema {
  const [only, ...others] = schemas;
  return only !== undefined && others.length === 0 ? only : { oneOf: schemas };
}

import { perhapsMeant } from "../catalog/checks/nearest-name.ts";

/** Why a statement is not run: the SQLSTATE Postgres would use, words for a person, and the place in the text. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** Postgres's DETAIL. */
  readonly detail?: string;
  /** Byte offset into the parsed text, null when the parser keeps none. */
  readonly location: number | null;
}

export const refusalCodes = {
  syntaxError: "42601",
  insufficientPrivilege: "42501",
  undefinedTable: "42P01",
  duplicateColumn: "42701",
  duplicateSchema: "42P06",
  duplicateTable: "42P07",
  duplicateAlias: "42712",
  duplicateObject: "42710",
  duplicateFunction: "42723",
  ambiguousFunction: "42725",
  ambiguousColumn: "42702",
  datatypeMismatch: "42804",
  cannotCoerce: "42846",
  generatedAlways: "428C9",
  wrongObjectType: "42809",
  invalidTableDefinition: "42P16",
  invalidFunctionDefinition: "42P13",
  invalidColumnReference: "42P10",
  dependentObjectsStillExist: "2BP01",
  noActiveTransaction: "25P01",
  noSavepoint: "3B001",
  undefinedFunction: "42883",
  undefinedObject: "42704",
  undefinedParameter: "42P02",
  featureNotSupported: "0A000",
  readOnlyTransaction: "25006",
  invalidSchemaName: "3F000",
  invalidParameterValue: "22023",
  invalidObjectDefinition: "42P17",
  invalidTablesampleArgument: "2202H",
  windowingError: "42P20",
  groupingError: "42803",
  undefinedColumn: "42703",
  notInPrerequisiteState: "55000",
  invalidForeignKey: "42830",
  statementTooComplex: "54001",
  badCopyFormat: "22P04",
  invalidTextRepresentation: "22P02",
  uniqueViolation: "23505",
  objectNotInPrerequisiteState: "55000",
} as const;

export function refuse(
  cause: keyof typeof refusalCodes,
  message: string,
  options: { location: number | null; hint?: string | null; detail?: string },
): Refusal {
  const { location, hint = null, detail } = options;
  return { code: refusalCodes[cause], message, hint, location, ...(detail === undefined ? {} : { detail }) };
}

/** `Perhaps you meant "posts".`, or null when no candidate is close. */
export function nearestHint(name: string, candidates: Iterable<string>): string | null {
  return perhapsMeant(name, candidates).trim() || null;
}

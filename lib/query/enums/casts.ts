import { type EnumType, shownName } from "../../catalog/enum-type.ts";
import {
  asList,
  leftmostLocation,
  names,
  type TreeFields,
  type TreeNode,
  unwrap,
} from "../../expression/tree.ts";
import { valueType } from "../../expression/value-type.ts";
import { arrayType, castType as rowCastType } from "../rows/row-types.ts";
import { Refused } from "../write/refused.ts";
import { isLabel, isLabels, type KnownType, type LabelType, spelled, textTypes } from "./known-type.ts";
import { adopt, checkedBehind, locationIn, type Reading } from "./reading.ts";
import { enumNamed, type Scope } from "./scope.ts";

/** `x::mood`, `cast(x as mood)`, and casts of an enum's values to other types. */
export function castType(reading: Reading, node: TreeNode, scope: Scope): KnownType {
  const typeName = node.fields.typeName as TreeFields;
  const argument = unwrap(node.fields.arg);
  const target = labelTypeNamed(reading, typeName);
  const given =
    argument?.kind === "A_ArrayExpr" && target !== null
      ? elements(reading, argument, target, scope)
      : reading.typeOf(argument, scope);
  if (target === null) {
    const type = castFrom(reading, node, typeName, given);
    const isLost = reading.castsAreTexts === true && (type === "text" || type === "text[]");
    return isLost && given === "unknown" ? given : type;
  }
  if (argument !== null) checkCast(reading, node, { argument, given, target });
  return target;
}

/** `array['a', x]::mood[]`: each is cast by itself. */
function elements(reading: Reading, list: TreeNode, target: LabelType, scope: Scope): KnownType {
  let isKnown = true;
  for (const item of asList(list.fields.elements).map(unwrap)) {
    const type = reading.typeOf(item, scope);
    if (type === "unknown") adopt(reading, item, { ...target, isList: false });
    else isKnown &&= isLabel(type) && type.of.name === target.of.name;
  }
  return isKnown ? target : null;
}

/** The enum that a type names, or a list of its values; null: another type is meant. */
export function labelTypeNamed({ catalog }: Reading, typeName: TreeFields): LabelType | null {
  const of: EnumType | null = enumNamed(catalog, names(typeName.names));
  return of === null ? null : { of, isList: asList(typeName.arrayBounds).length > 0 };
}

/** @throws {Refused} 42846 for what an enum's value is not cast to. */
function castFrom(reading: Reading, node: TreeNode, typeName: TreeFields, given: KnownType): KnownType {
  const target = valueType({ kind: "TypeCast", fields: { typeName } }) ?? rowTypeName(reading, typeName);
  const plain = target?.replace(/\[\]$/, "") ?? null;
  if (isLabels(given) && plain !== null && !textTypes.has(plain) && target !== null)
    throw cannotCast(node, given, target);
  return target;
}

/** `posts` or `posts[]`, of a table or a view. */
function rowTypeName({ catalog }: Reading, typeName: TreeFields): string | null {
  const row = rowCastType(catalog, { typeName });
  if (row !== null) return shownName(row.name);
  const list = arrayType(catalog, { typeName });
  return list === null ? null : `${shownName(list.name)}[]`;
}

function cannotCast(node: TreeNode, given: KnownType, target: LabelType | string): Refused {
  const from = given === null ? "" : spelled(given);
  return new Refused("cannotCoerce", `cannot cast type ${from} to ${spelled(target)}`, {
    location: locationIn(node),
  });
}

interface Cast {
  readonly argument: TreeNode;
  readonly given: KnownType;
  readonly target: LabelType;
}

/** What is cast to an enum is held against its labels: a literal at once, all else when it runs. */
function checkCast(reading: Reading, node: TreeNode, { argument, given, target }: Cast): void {
  if (given === "unknown" && argument.kind !== "ParamRef") {
    adopt(reading, argument, target);
    return;
  }
  if (isLabels(given)) {
    if (given.of.name !== target.of.name) throw cannotCast(node, given, target);
    return;
  }
  const isText = given === null || given === "unknown" || textTypes.has(given.replace(/\[\]$/, ""));
  if (!isText) throw cannotCast(node, given, target);
  const { text } = reading;
  const at = text.indexOf(locationIn(node));
  const [start, end] =
    text.placed[text.tokenAt(at)]?.word === "CAST"
      ? [at, text.brackets(at).after]
      : [text.startOf(text.indexOf(leftmostLocation(argument) ?? 0), at), endOfType(reading, node)];
  text.open(start, target.isList ? "app.labels(" : "app.label(");
  text.close(end, checkedBehind(target));
}

/** Behind the type of `x::mood[]`. */
function endOfType({ text }: Reading, node: TreeNode): number {
  const typeName = node.fields.typeName as TreeFields;
  const path = names(typeName.names);
  const at = text.indexOf(Number(typeName.location ?? 0));
  const name = text.tokenAt(at) + path.length * 2 - 2;
  let end = text.placed[name]?.end ?? at;
  for (let index = name + 1; /^[[\]]$/.test(text.placed[index]?.word ?? ""); index++)
    end = text.placed[index]?.end ?? end;
  return end;
}

export function isCastToEnum({ catalog }: Pick<Reading, "catalog">, node: TreeNode): boolean {
  return enumNamed(catalog, names((node.fields.typeName as TreeFields).names)) !== null;
}

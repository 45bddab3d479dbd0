import { names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { tokens } from "../text/tokens.ts";

/** The calls that a definition knows by themselves, by the names that they go by. */
export const defaultCalls: Readonly<Record<string, string>> = {
  now: "now()",
  "pg_catalog.now": "now()",
  gen_random_uuid: "gen_random_uuid()",
  "auth.uid": "auth.uid()",
  "extensions.uuid_generate_v4": "gen_random_uuid()",
  uuid_generate_v4: "gen_random_uuid()",
};

interface Expression {
  readonly value: TreeNode;
  readonly text: string;
}

/** What one call of pgcrypto's may give here; SHA-512 has as many bytes. */
const bytesMax = 64;

/** Five random uuids hold 610 random bits, more than the 512 of the hash. */
function randomBytes(count: number): string {
  const uuids = Array.from({ length: 5 }, () => "gen_random_uuid()").join(", ");
  return `substring(sha512(convert_to(concat(${uuids}), 'UTF8')), 1, ${count})`;
}

/**
 * A default with `gen_random_bytes(16)` of the extension pgcrypto, written with Postgres's own functions. Calls with
 * anything but a small number stay as they are, and are refused as other unknown functions.
 */
export function withoutRandomBytes({ value, text }: Expression): Expression {
  const edits = callsIn(text);
  if (edits.length === 0) return { value, text };
  let count = 0;
  const seen: unknown = JSON.parse(JSON.stringify({ [value.kind]: value.fields }), (_, node: unknown) => {
    if (!isRandomBytes(node)) return node;
    count += 1;
    return { A_Const: { sval: { sval: "" } } };
  });
  const left = unwrap(seen);
  if (left === null || count !== edits.length) return { value, text };
  const written = edits.reduceRight(
    (whole, edit) => whole.slice(0, edit.start) + randomBytes(edit.count) + whole.slice(edit.end),
    text,
  );
  return { value: left, text: written };
}

/** What a function's body may call of these extensions, written with Postgres's own functions. */
export function withoutExtensionCalls(text: string): string {
  const written = callsIn(text).reduceRight(
    (whole, edit) => whole.slice(0, edit.start) + randomBytes(edit.count) + whole.slice(edit.end),
    text,
  );
  return written.replaceAll(/\b(?:extensions\s*\.\s*)?uuid_generate_v4\s*\(\s*\)/gi, "gen_random_uuid()");
}

function isRandomBytes(node: unknown): boolean {
  const call = unwrap(node);
  if (call?.kind !== "FuncCall") return false;
  return /^(?:extensions\.)?gen_random_bytes$/.test(names(call.fields.funcname).join("."));
}

/** The calls in a text, as their words stand: `[extensions.]gen_random_bytes(8)`. */
function callsIn(text: string): readonly { start: number; end: number; count: number }[] {
  const all = [...tokens(text, 0)];
  const word = (index: number) => {
    const token = all[index];
    return token === undefined ? "" : text.slice(token.start, token.end).toLowerCase();
  };
  return all.flatMap((token, index) => {
    const count = Number(word(index + 2));
    const close = all[index + 3];
    const isCall = word(index) === "gen_random_bytes" && word(index + 1) === "(" && word(index + 3) === ")";
    if (!isCall || close === undefined || !Number.isInteger(count) || count < 1 || count > bytesMax)
      return [];
    const first = word(index - 1) === "." ? all[index - 2] : token;
    return first === undefined ? [] : [{ start: first.start, end: close.end, count }];
  });
}

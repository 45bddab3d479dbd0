import load, { type LibpgQuery } from "libpg-query/wasm/libpg-query.js";

/** A tree as JSON text, or what is wrong with the text; `position` counts code points from 0. */
export type JsonTree =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly message: string; readonly position: number };

/**
 * Loads Postgres's parser. The package's own `parse` makes objects of the JSON, which another thread would have to make
 * JSON again: of a deep tree that takes ten times as long as parsing it.
 *
 * @see https://github.com/pganalyze/libpg_query/blob/17-latest/pg_query.h PgQueryParseResult, PgQueryError
 */
export async function loadParser(): Promise<(text: string) => JsonTree> {
  const wasm = await load();
  return (text) => {
    const bytes = wasm.lengthBytesUTF8(text) + 1;
    const address = wasm._malloc(bytes);
    wasm.stringToUTF8(text, address, bytes);
    const result = wasm._wasm_parse_query_raw(address);
    try {
      if (result === 0) throw new RangeError("the parser is out of memory");
      return readResult(wasm, result);
    } finally {
      wasm._free(address);
      wasm._wasm_free_parse_result(result);
    }
  };
}

/** Structs of 32-bit fields: {tree, stderr, error} and {message, function, file, line, position from 1}. */
function readResult(wasm: LibpgQuery, result: number): JsonTree {
  const field = (struct: number, index: number) => wasm.getValue(struct + index * 4, "i32");
  const error = field(result, 2);
  if (error === 0) return { ok: true, json: wasm.UTF8ToString(field(result, 0)) };
  const position = Math.max(0, field(error, 4) - 1);
  return { ok: false, message: wasm.UTF8ToString(field(error, 0)), position };
}

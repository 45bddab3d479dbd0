declare module "libpg-query/wasm/libpg-query.js" {
  /** The part of Emscripten's module that `parse-to-json.ts` calls. Addresses are numbers. */
  export interface LibpgQuery {
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, address: number, bytes: number): void;
    UTF8ToString(address: number): string;
    getValue(address: number, type: "i32"): number;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _wasm_parse_query_raw(text: number): number;
    _wasm_free_parse_result(result: number): void;
  }
  export default function load(): Promise<LibpgQuery>;
}

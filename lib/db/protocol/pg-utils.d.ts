declare module "pg/lib/utils.js" {
  const utils: {
    /** A JavaScript value as the protocol takes it: what `client.query` does with its values. */
    prepareValue(value: unknown): string | Buffer | null;
  };
  export default utils;
}

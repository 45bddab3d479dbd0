/** A file that lies in parts somewhere: read from its beginning, or at any place. */
export interface ImportFile {
  readonly bytes: number;
  /** How many of its bytes have been read from the beginning on. */
  readonly position: number;
  /** All of it, as fast as it is asked for. */
  chunks(): AsyncGenerator<Uint8Array>;
  /** At most so many bytes from a place on. */
  read(place: number, length: number): Promise<Uint8Array>;
}

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

/** One page of a list, in the contract's shape. */
export interface Page<Item> extends PageRequest {
  readonly items: readonly Item[];
  /** Of the whole list. */
  readonly total: number;
}
